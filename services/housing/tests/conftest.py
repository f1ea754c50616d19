"""Housing, referral and intake on an embedded platform: real SQLite, the in-process bus."""

from datetime import timedelta

import pytest

from services.housing.domain.course import DESKS
from tsunagu.process.ids import new_id
from tsunagu.testing import ServiceDriver, embedded_platform

BENEFIT_DESK, SHELTER_DESK, RESIDENCE_DESK = DESKS
SENDER = "consultation_support"


class Housing(ServiceDriver):
    """The service as the console and the other services have it."""

    service = "housing"

    def facts(self):
        """What is published meanwhile, but for the next steps."""
        return super().facts(but=("next_step_set",))

    # -- sheets -----------------------------------------------------------------------------------

    def sheet(self, desk, **other):
        """A sheet sent to one of our desks, as it stands in our inbox."""
        asked = {
            "by": SENDER,
            "to": desk,
            "person_id": new_id(),
            "case_id": new_id(),
            "issues": ["housing_instability"],
            "consent_id": "k1",
            "sheet": {"name": "座間 太郎"},
        }
        sent = self.platform.call("referral", "refer", **asked | other)
        self.platform.wait_until_level()
        rows = self("list_sheets", state="all", limit=500)["sheets"]
        return next(row for row in rows if row["referral_id"] == sent["referral_id"])

    def sheet_now(self, referral_id):
        rows = self("list_sheets", state="all", limit=500)["sheets"]
        row = next(row for row in rows if row["referral_id"] == referral_id)
        return row["state"], row["code"]

    # -- what tests begin with --------------------------------------------------------------------

    def landlord(self, **other):
        asked = {
            "by": RESIDENCE_DESK,
            "kind": "estate_agent",
            "won_by": "asked_with_little_hope",
            "details": {"name": "相模 花子", "account": "1234567"},
        }
        return self("win_landlord", **asked | other)["landlord_id"]

    def application(self, **other):
        """An application with no documents missing and a landlord to pay."""
        person = new_id()
        asked = {
            "by": BENEFIT_DESK,
            "person_id": person,
            "household_id": person,
            "documents": [],
            "landlord_id": self.landlord(),
        }
        if "referral_id" in other:
            del asked["person_id"]
        return self("apply_for_benefit", **asked | other)["benefit_id"]

    def shelter(self, capacity=2):
        asked = {"by": SHELTER_DESK, "title": "やどり", "capacity": capacity}
        return self("open_shelter", **asked)["shelter_id"]

    def check_in(self, shelter_id, **other):
        asked = {"by": SHELTER_DESK, "shelter_id": shelter_id, "person_id": new_id()}
        if "referral_id" in other:
            del asked["person_id"]
        return self("check_in", **asked | other)

    def search(self, **other):
        asked = {"by": RESIDENCE_DESK, "person_id": new_id()}
        if "referral_id" in other:
            del asked["person_id"]
        return self("begin_flat_search", **asked | other)["search_id"]


@pytest.fixture(scope="module")
def housing(tmp_path_factory):
    folder = tmp_path_factory.mktemp("housing")
    with embedded_platform(folder, ["housing", "referral", "intake"]) as platform:
        yield Housing(platform)


@pytest.fixture
def alone(today):
    """A household of one, as its figures are sent: eligible, 40,000 yen a month."""
    return {
        "size": 1,
        "income": 80_000,
        "assets": 100_000,
        "rent": 40_000,
        "cause": "lost_work",
        "lost_on": (today - timedelta(days=200)).isoformat(),
    }
