"""The employment service by itself on an embedded platform: real SQLite, the in-process bus."""

import json
import uuid
from contextlib import contextmanager
from datetime import timedelta

import pytest

from services.employment.schemas import shared as schemas
from services.employment.tests.people import PLACEMENT, PREPARING, TRAINING
from tsunagu.domain.errors import TsunaguError
from tsunagu.testing import embedded_platform


class Employment:
    """The service as its desks and other services have it."""

    def __init__(self, platform):
        self.platform = platform
        self.today = schemas.today()

    def __call__(self, method, **arguments):
        return self.platform.call("employment", method, **arguments)

    def refused(self, code, method, **arguments):
        """The command is refused with this code, and nothing at all is recorded."""
        before = self("lag")["log"]
        with pytest.raises(TsunaguError) as failure:
            self(method, **arguments)
        assert failure.value.code == code, failure.value
        assert self("lag")["log"] == before
        return failure.value

    def day(self, after=0):
        return (self.today + timedelta(days=after)).isoformat()

    # -- what the desks do every day --------------------------------------------------------------

    def seeker(self, wishes=None, **other):
        asked = {"by": PLACEMENT, "person_id": str(uuid.uuid4()), "case_id": "c1"}
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
        asked = {"by": PREPARING, "person_id": str(uuid.uuid4()), "case_id": "c1"}
        return self("start_preparation", **asked | other)

    def in_training(self, **other):
        asked = {
            "by": TRAINING,
            "person_id": str(uuid.uuid4()),
            "until": self.day(60),
            "kind": "certified",
            "workplace_kind": "partner",
            "workplace": "book_cafe_hibarigaoka",
        }
        return self("start_training", **asked | other)

    # -- what is seen of it -----------------------------------------------------------------------

    @contextmanager
    def facts(self):
        """Collects `(type, data)` of what is published meanwhile."""
        collected = []
        after = self("head")
        yield collected
        for text in self("feed", after=after)["facts"]:
            envelope = json.loads(text)
            collected.append((envelope["type"].removeprefix("employment."), envelope["data"]))

    def verify(self):
        """Every violation that the service finds in itself."""
        return self.platform.runtime("employment").verify(lambda done, total: None)


@pytest.fixture(scope="session")
def employment(tmp_path_factory):
    with embedded_platform(tmp_path_factory.mktemp("employment"), ["employment"]) as platform:
        service = Employment(platform)
        yield service
        found = [v for v in service.verify() if v["code"] != "source_silent"]
        assert found == [], "whatever the tests did, the records are whole and nobody is lost"


@pytest.fixture
def today():
    return schemas.today()
