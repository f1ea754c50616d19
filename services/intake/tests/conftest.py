"""Intake and referral on an embedded platform: real SQLite, the real in-process bus."""

import json
from contextlib import contextmanager

import pytest

from services.intake.schemas import shared as schemas
from tsunagu.domain.errors import TsunaguError
from tsunagu.testing import embedded_platform


class Intake:
    """The service as the console and the import have it."""

    def __init__(self, platform):
        self.platform = platform

    def __call__(self, method, **arguments):
        return self.platform.call("intake", method, **arguments)

    def refused(self, code, method, **arguments):
        """The command is refused with this code, and nothing at all is recorded."""
        before = self("lag")["log"]
        with pytest.raises(TsunaguError) as failure:
            self(method, **arguments)
        assert failure.value.code == code, failure.value
        assert self("lag")["log"] == before
        return failure.value

    def faulty(self, method, **arguments):
        """The fields at fault in a request that is refused for its shape."""
        faults = self.refused("invalid_input", method, **arguments).faults
        assert all(fault["problem"] and fault["remedy"] for fault in faults), faults
        return sorted(fault["field"] for fault in faults)

    @contextmanager
    def facts(self):
        """Collects `(type, data)` of what is published meanwhile."""
        collected = []
        after = self("head")
        yield collected
        for text in self("feed", after=after)["facts"]:
            envelope = json.loads(text)
            collected.append((envelope["type"].removeprefix("intake."), envelope["data"]))

    def verify(self):
        """Every violation that the service finds in itself."""
        self.platform.level()
        return self.platform.runtime("intake").verify(lambda done, total: None)


@pytest.fixture(scope="module")
def intake(tmp_path_factory):
    folder = tmp_path_factory.mktemp("intake")
    with embedded_platform(folder, ["intake", "referral"]) as platform:
        yield Intake(platform)


@pytest.fixture
def case(intake):
    """A case just opened, of somebody who did not say who they are."""
    return intake("accept_consultation", channel="walk_in")


@pytest.fixture
def today():
    return schemas.today()
