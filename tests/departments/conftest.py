"""One running platform for the tests of what departments read and copy."""

import pytest

from tests.departments.running import RunningPlatform


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    """The platform that departments send to."""
    running = RunningPlatform(tmp_path_factory.mktemp("office") / "data").start()
    yield running
    running.close()
