"""The referral service by itself on an embedded platform: real SQLite, the real in-process bus."""

from datetime import timedelta

import pytest

from services.referral.tests.sheets import RECEIVER, SENDER
from tsunagu.process.ids import new_id
from tsunagu.testing import ServiceDriver, embedded_platform


class Referrals(ServiceDriver):
    """The service as other services and the screens have it."""

    service = "referral"

    def refer(self, **other):
        """A sheet of a new person, sent from consultation support to household budget support."""
        asked = {
            "by": SENDER,
            "to": RECEIVER,
            "person_id": new_id(),
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


@pytest.fixture(scope="module")
def referrals(tmp_path_factory):
    with embedded_platform(tmp_path_factory.mktemp("referral"), ["referral"]) as platform:
        yield Referrals(platform)


@pytest.fixture
def last_month(today):
    return (today - timedelta(days=30)).isoformat()
