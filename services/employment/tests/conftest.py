"""The employment service by itself on an embedded platform: real SQLite, the in-process bus."""

from datetime import timedelta

import pytest

from services.employment.tests.people import PLACEMENT, PREPARING, TRAINING
from tsunagu.process import clock
from tsunagu.process.ids import new_id
from tsunagu.testing import ServiceDriver, embedded_platform


class Employment(ServiceDriver):
    """The service as its desks and other services have it."""

    service = "employment"

    def __init__(self, platform):
        super().__init__(platform)
        self.today = clock.today()

    def day(self, after=0):
        return (self.today + timedelta(days=after)).isoformat()

    # -- what the desks do every day --------------------------------------------------------------

    def seeker(self, wishes=None, **other):
        asked = {"by": PLACEMENT, "person_id": new_id(), "case_id": "c1"}
        seeker = self("register_seeker", **asked | other)
        if wishes is not None:
            self("record_wishes", seeker_id=seeker["seeker_id"], by=PLACEMENT, **wishes)
        return seeker

    def employer(self, **other):
        asked = {"by": PLACEMENT, "name": "相模クリーニング", "contact_name": "山田 花子"}
        return self("list_employer", **asked | other)["employer_id"]

    def opening(self, employer_id=None, **other):
        asked = {
            "by": PLACEMENT,
            "title": "仕上げ",
            "occupation": "laundry",
            "type": "part_time",
            "valid_until": self.day(60),
        }
        employer_id = employer_id or self.employer()
        return self("receive_opening", employer_id=employer_id, **asked | other)["opening_id"]

    def introduced(self, seeker_id=None, opening_id=None, **other):
        seeker_id = seeker_id or self.seeker()["seeker_id"]
        opening_id = opening_id or self.opening()
        asked = {"by": PLACEMENT, "seeker_id": seeker_id, "opening_id": opening_id}
        return self("introduce", **asked | other)["introduction_id"]

    def hired(self, introduction_id=None, **other):
        asked = {
            "by": PLACEMENT,
            "starts_on": self.day(),
            "type": "part_time",
            "wage": 1250,
            "wage_per": "hour",
            "hours_per_week": 24,
        }
        introduction_id = introduction_id or self.introduced()
        return self("hire", introduction_id=introduction_id, **asked | other)

    def preparing(self, **other):
        asked = {"by": PREPARING, "person_id": new_id(), "case_id": "c1"}
        return self("start_preparation", **asked | other)

    def in_training(self, **other):
        asked = {
            "by": TRAINING,
            "person_id": new_id(),
            "until": self.day(60),
            "kind": "certified",
            "workplace_kind": "partner",
            "workplace": "book_cafe_hibarigaoka",
        }
        return self("start_training", **asked | other)


@pytest.fixture(scope="session")
def employment(tmp_path_factory):
    with embedded_platform(tmp_path_factory.mktemp("employment"), ["employment"]) as platform:
        service = Employment(platform)
        yield service
        found = [v for v in service.verify() if v["code"] != "source_silent"]
        assert found == [], "whatever the tests did, the records are whole and nobody is lost"
