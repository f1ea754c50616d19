"""The referral service by itself on an embedded platform: real SQLite, the real in-process bus."""

import json
import uuid
from contextlib import contextmanager
from datetime import timedelta

import pytest

from services.referral import schemas
from services.referral.tests.sheets import RECEIVER, SENDER
from tsunagu.domain.errors import TsunaguError
from tsunagu.testing import embedded_platform


class Referrals:
    """The service as other services and the screens have it."""

    def __init__(self, platform):
        self.platform = platform

    def __call__(self, method, **arguments):
        return self.platform.call("referral", method, **arguments)

    def refused(self, code, method, **arguments):
        """The command is refused with this code, and nothing at all is recorded."""
        before = self("lag")["log"]
        with pytest.raises(TsunaguError) as failure:
            self(method, **arguments)
        assert failure.value.code == code, failure.value
        assert self("lag")["log"] == before
        return failure.value

    def refer(self, **other):
        """A sheet of a new person, sent from consultation support to household budget support."""
        asked = {
            "by": SENDER,
            "to": RECEIVER,
            "person_id": str(uuid.uuid4()),
            "issues": ["debt"],
            "consent_id": "k1",
            "sheet": {"name": "座間 太郎", "remarks": "夜は電話に出られない"},
        }
        return self("refer", **asked | other)

    def returned(self, **other):
        """A sheet that was rejected: its need is back on its sender's desk."""
        sent = self.refer(**other)
        receiver = other.get("to", RECEIVER)
        return self("reject", referral_id=sent["referral_id"], by=receiver, reason="no_capacity")

    @contextmanager
    def facts(self):
        """Collects `(type, data)` of what is published meanwhile."""
        collected = []
        after = self("head")
        yield collected
        for text in self("feed", after=after)["facts"]:
            envelope = json.loads(text)
            collected.append((envelope["type"], envelope["data"]))

    def verify(self):
        """Every violation that the service finds in itself."""
        return self.platform.runtime("referral").verify(lambda done, total: None)


@pytest.fixture(scope="module")
def referrals(tmp_path_factory):
    with embedded_platform(tmp_path_factory.mktemp("referral"), ["referral"]) as platform:
        yield Referrals(platform)


@pytest.fixture
def today():
    return schemas.today()


@pytest.fixture
def last_month(today):
    return (today - timedelta(days=30)).isoformat()
