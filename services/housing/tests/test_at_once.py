"""What holds over several things holds when commands cross, on every database."""

import pytest

from services.housing.definition import DEFINITION
from services.housing.reference.sheets import SHEETS
from services.housing.tests.conftest import BENEFIT_DESK, SHELTER_DESK
from tsunagu.testing.at_once import (
    calling,
    check_stories,
    count_refused,
    open_replicas,
    receive_sheet,
)

ON = "2026-11-20"
PERSON = "p1"


@pytest.fixture
def housing(any_database, tmp_path):
    with open_replicas("housing", any_database, tmp_path) as replicas:
        yield replicas


def open_shelter(housing, capacity):
    shelter = housing("open_shelter", by=SHELTER_DESK, on=ON, title="やどり", capacity=capacity)
    return shelter["shelter_id"]


def check_in(shelter_id, **whose):
    return calling("check_in", by=SHELTER_DESK, on=ON, shelter_id=shelter_id, **whose)


def one_bed_per_person(housing):
    """Six shelters are told of one person, by name and by sheets."""
    shelters = [open_shelter(housing, capacity=3) for _ in range(6)]
    sheets = [receive_sheet(housing, SHEETS, f"r{n}", PERSON, SHELTER_DESK) for n in range(2)]
    whose = [{"referral_id": id} for id in sheets] + [{"person_id": PERSON}] * 4
    asked = [check_in(id, **one) for id, one in zip(shelters, whose, strict=True)]
    assert count_refused(housing.at_once(*asked), "already_staying") == 5
    stays = housing("list_stays", limit=9)["stays"]
    assert len(stays) == 1
    assert sum(row["taken"] for row in housing("list_shelters")) == 1


def no_more_guests_than_places(housing):
    """The last two places are asked for by five people, while one of them is to go."""
    shelter = open_shelter(housing, capacity=2)
    outcomes = housing.at_once(
        *(check_in(shelter, person_id=f"p{n}") for n in range(5)),
        calling("set_shelter_capacity", by=SHELTER_DESK, on=ON, shelter_id=shelter, capacity=1),
    )
    assert count_refused(outcomes[:5], "shelter_full") == 3
    assert count_refused(outcomes[5:], "capacity_below_occupancy") == 1
    [row] = housing("list_shelters")
    assert (row["capacity"], row["taken"]) == (2, 2)


def one_course_of_a_kind_per_household(housing):
    """Two of a household apply at two counters, for the benefit and for the move."""
    asked = {"by": BENEFIT_DESK, "on": ON, "household_id": "h1", "documents": []}
    for method in ("apply_for_benefit", "apply_for_moving_costs"):
        calls = [calling(method, **asked, person_id=f"p{n}") for n in range(4)]
        assert count_refused(housing.at_once(*calls), "household_has_one") == 3


def a_month_is_paid_once(housing):
    """Two windows send the rent of the same month."""
    landlord = housing(
        "win_landlord",
        by="community_residence",
        on=ON,
        kind="owner",
        won_by="partner",
        details={"name": "相模 花子"},
    )["landlord_id"]
    benefit = housing(
        "apply_for_benefit",
        by=BENEFIT_DESK,
        on=ON,
        person_id=PERSON,
        household_id="h1",
        documents=[],
        landlord_id=landlord,
    )["benefit_id"]
    figures = {
        "size": 1,
        "income": 80_000,
        "assets": 100_000,
        "rent": 40_000,
        "cause": "lost_work",
        "lost_on": "2026-06-01",
    }
    housing("decide_benefit", benefit_id=benefit, by=BENEFIT_DESK, on=ON, figures=figures)
    send = calling("send_payment", benefit_id=benefit, by=BENEFIT_DESK, on=ON, month="2026-11")
    assert count_refused(housing.at_once(send, send, send), "nothing_payable") == 2


def a_sheet_has_one_outcome(housing):
    """A desk turns a sheet away while another of its windows takes the person in by it."""
    shelter = open_shelter(housing, capacity=1)
    sheet = receive_sheet(housing, SHEETS, "r1", PERSON, SHELTER_DESK)
    answer = {"by": SHELTER_DESK, "on": ON, "state": "rejected", "code": "no_capacity"}
    taken, turned_away = housing.at_once(
        check_in(shelter, referral_id=sheet), calling("answer_sheet", referral_id=sheet, **answer)
    )
    assert taken["state"] == "staying"
    assert count_refused([turned_away], "transition_not_allowed") == 1
    [row] = housing("list_sheets", state="all")["sheets"]
    assert row["state"] == "in_progress"


STORIES = {
    story.__name__: story
    for story in (
        one_bed_per_person,
        no_more_guests_than_places,
        one_course_of_a_kind_per_household,
        a_month_is_paid_once,
        a_sheet_has_one_outcome,
    )
}


@pytest.mark.parametrize("invariant", DEFINITION.invariants, ids=str)
def test_it_holds_when_commands_cross(housing, invariant):
    STORIES[invariant.name](housing)


def test_every_invariant_has_its_story():
    check_stories(DEFINITION.invariants, STORIES)
