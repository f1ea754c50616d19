"""Tsunagu sheets: sent at referral, arrived here, worked on, and closed there with the outcome."""

import uuid
from contextlib import contextmanager

import pytest

from services.employment.tests.conftest import Employment
from services.employment.tests.people import PLACEMENT, PREPARING, TRAINING
from tsunagu.domain.errors import TsunaguError
from tsunagu.testing import embedded_platform, eventually

SENDER = "consultation_support"


class Town(Employment):
    """The programme beside the referral service and intake."""

    def sheet(self, to=PLACEMENT, **other):
        asked = {
            "by": SENDER,
            "to": to,
            "person_id": str(uuid.uuid4()),
            "case_id": "c1",
            "issues": ["job_search_difficulty"],
            "basis": "conference",
        }
        sent = self.platform.call("referral", "refer", **asked | other)
        self.platform.wait_until_level()
        return sent["referral_id"]

    def at_referral(self, id):
        self.platform.wait_until_level()
        row = self.platform.call("referral", "get_referral", id=id)
        return row["state"], row.get("outcome") or row.get("reason")

    def waiting(self):
        return [row["referral_id"] for row in self("list_sheets", state="waiting")["sheets"]]

    @contextmanager
    def refusing(self, code):
        with pytest.raises(TsunaguError) as failure:
            yield
        assert failure.value.code == code, failure.value


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    services = ["employment", "referral", "intake"]
    with embedded_platform(tmp_path_factory.mktemp("town"), services) as platform:
        yield Town(platform)
        platform.wait_until_level()
        for name in services:
            job = platform.call(name, "start_job", kind="verify")
            done = eventually(lambda name=name, job=job: finished(platform, name, job))
            assert done["result"] == [], name


def finished(platform, name, job):
    found = platform.call(name, "job", id=job)
    return found if found["state"] != "running" else None


def registered(town, id, **other):
    return town("register_seeker", by=PLACEMENT, referral_id=id, **other)


def test_a_sheet_is_worked_on_and_its_sender_reads_the_outcome(town):
    id = town.sheet(person_id="mr-shimura")
    assert id in town.waiting()
    seeker = registered(town, id, rung=5)
    assert (seeker["person_id"], seeker["state"]) == ("mr-shimura", "open")
    assert town("get_seeker", seeker_id=seeker["seeker_id"])["case_id"] == "c1"
    assert town.at_referral(id) == ("in_progress", None) and id not in town.waiting()
    job = town.hired(town.introduced(seeker["seeker_id"]))
    assert town.at_referral(id) == ("in_progress", None), "the support goes on after the hire"
    town("end_support", seeker_id=seeker["seeker_id"], by=PLACEMENT, outcome="found_work")
    assert town.at_referral(id) == ("completed", "found_work")
    left = town("leave_work", record_id=job["record_id"], by=PLACEMENT, reason="too_far")
    assert left["support"]["state"] == "open", "left within the month: a support again"
    town("end_support", seeker_id=seeker["seeker_id"], by=PLACEMENT, outcome="lost_contact")
    assert town.at_referral(id) == ("completed", "found_work"), "what was reported stands"


def test_the_answers_are_facts_of_the_desk(town):
    with town.facts() as facts:
        id = town.sheet(person_id="p7")
        seeker = registered(town, id)
        town("end_support", seeker_id=seeker["seeker_id"], by=PLACEMENT, outcome="moved_away")
    answers = [data for kind, data in facts if kind == "sheet_answered"]
    assert [(a["state"], a["code"]) for a in answers] == [
        ("accepted", None),
        ("in_progress", None),
        ("failed", "moved_away"),
    ]
    assert {(a["referral_id"], a["person_id"], a["case_id"], a["desk"]) for a in answers} == {
        (id, "p7", "c1", PLACEMENT)
    }
    assert town.at_referral(id) == ("failed", "moved_away")


def test_preparation_and_training_answer_their_own_desks_sheets(town):
    preparing, training = town.sheet(PREPARING), town.sheet(TRAINING)
    course = town("start_preparation", by=PREPARING, referral_id=preparing)
    placement = town(
        "start_training",
        by=TRAINING,
        referral_id=training,
        until=town.day(60),
        kind="certified",
        workplace_kind="partner",
        workplace="kizuki",
    )
    assert town.at_referral(preparing) == town.at_referral(training) == ("in_progress", None)
    id = course["preparation_id"]
    town("end_preparation", preparation_id=id, by=PREPARING, outcome="work_training")
    town("end_training", training_id=placement["training_id"], by=TRAINING, result="illness")
    assert town.at_referral(preparing) == ("completed", "work_training")
    assert town.at_referral(training) == ("failed", "illness")


def test_a_sheet_may_be_rejected_and_then_nothing_begins_from_it(town):
    id = town.sheet(person_id="p-rejected")
    town("answer_sheet", referral_id=id, by=PLACEMENT, state="rejected", code="no_capacity")
    assert town.at_referral(id) == ("rejected", "no_capacity")
    with town.refusing("sheet_not_open"):
        registered(town, id)
    assert "p-rejected" not in str(town("list_seekers", state="all", limit=500))


def test_a_sheet_taken_back_before_the_work_began_begins_nothing(town):
    id = town.sheet()
    town.platform.call("referral", "cancel", referral_id=id, by=SENDER, reason="not_wanted")
    town.platform.wait_until_level()
    with town.refusing("sheet_not_open"):
        registered(town, id)
    assert id not in town.waiting()


@pytest.mark.parametrize("desk", [PLACEMENT, PREPARING, TRAINING])
def test_a_sheet_taken_back_leaves_the_person_with_whoever_helps_them(town, desk):
    id = town.sheet(desk)
    begun = {
        PLACEMENT: lambda: registered(town, id),
        PREPARING: lambda: town("start_preparation", by=PREPARING, referral_id=id),
        TRAINING: lambda: town(
            "start_training",
            by=TRAINING,
            referral_id=id,
            until=town.day(9),
            kind="trial",
            workplace_kind="partner",
            workplace="chushinkai",
        ),
    }[desk]()
    town.platform.wait_until_level()
    town.platform.call("referral", "cancel", referral_id=id, by=SENDER, reason="not_wanted")
    town.platform.wait_until_level()
    work = town("list_work", limit=500)["work"]
    [row] = [row for row in work if row["id"] in begun.values()]
    assert (row["owner_desk"], row["next_step"]) == (desk, "talk_with_sender")
    if desk == PLACEMENT:
        town("end_support", seeker_id=row["id"], by=PLACEMENT, outcome="found_work")
    assert town.at_referral(id) == ("cancelled", "not_wanted")


def test_a_further_sheet_for_somebody_in_support_is_answered_by_the_same_support(town):
    first = town.sheet(person_id="p8")
    seeker = registered(town, first)
    second = town.sheet(by="household_budget", person_id="p8")
    again = registered(town, second)
    assert (again["seeker_id"], again["registration"]) == (seeker["seeker_id"], 1)
    town("end_support", seeker_id=seeker["seeker_id"], by=PLACEMENT, outcome="found_work")
    assert town.at_referral(first) == town.at_referral(second) == ("completed", "found_work")


def test_one_sheet_begins_one_thing_and_at_its_own_desk(town):
    id = town.sheet()
    with town.refusing("not_this_desks_move"):
        town("start_preparation", by=PREPARING, referral_id=id)
    registered(town, id)
    with town.refusing("sheet_taken"):
        registered(town, id)
    with town.refusing("not_found"):
        registered(town, "a-sheet-nobody-sent")


def test_sheets_for_other_desks_do_not_arrive_here(town):
    id = town.sheet("household_budget")
    assert id not in str(town("list_sheets", state="all", limit=500))
