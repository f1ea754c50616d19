"""One running platform for the tests of what departments read and copy."""

import pytest

from tests.departments.node import node, own_vhost  # noqa: F401  fixtures
from tests.departments.running import shared_platform
from tests.departments.whole_city import city  # noqa: F401  fixture


@pytest.fixture(scope="session")
def office(pytestconfig, tmp_path_factory):
    """The platform that departments send to."""
    return shared_platform(pytestconfig, tmp_path_factory)
