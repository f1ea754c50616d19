"""Intake and referral on an embedded platform: real SQLite, the real in-process bus."""

import pytest

from tsunagu.testing import ServiceDriver, embedded_platform


class Intake(ServiceDriver):
    """The service as the console and the import have it."""

    service = "intake"


@pytest.fixture(scope="module")
def intake(tmp_path_factory):
    folder = tmp_path_factory.mktemp("intake")
    with embedded_platform(folder, ["intake", "referral"]) as platform:
        yield Intake(platform)


@pytest.fixture
def case(intake):
    """A case just opened, of somebody who did not say who they are."""
    return intake("accept_consultation", channel="walk_in")
