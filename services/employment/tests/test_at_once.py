"""What holds over several things holds when commands cross, on every database."""

import pytest

from services.employment.definition import DEFINITION
from services.employment.reference.sheets import SHEETS
from services.employment.tests.people import PLACEMENT, PREPARING
from tsunagu.domain.errors import TsunaguError
from tsunagu.testing.at_once import (
    calling,
    check_stories,
    count_refused,
    open_replicas,
    receive_sheet,
)

ON, STARTS, UNTIL = "2026-11-20", "2026-12-01", "2027-01-29"
AT_DESK = {"by": PLACEMENT, "on": ON}
TERMS = {
    **AT_DESK,
    "starts_on": STARTS,
    "type": "part_time",
    "wage": 1250,
    "wage_per": "hour",
    "hours_per_week": 24,
}


@pytest.fixture
def employment(any_database, tmp_path):
    with open_replicas("employment", any_database, tmp_path) as replicas:
        yield replicas


def register(employment, person_id):
    return employment("register_seeker", **AT_DESK, person_id=person_id)["seeker_id"]


def offer(employment, places=1):
    employer = employment("list_employer", **AT_DESK, name="相模クリーニング")["employer_id"]
    offered = {"title": "仕上げ", "occupation": "laundry", "type": "part_time", "places": places}
    opening = employment(
        "receive_opening", **AT_DESK, employer_id=employer, **offered, valid_until=UNTIL
    )
    return opening["opening_id"]


def introducing(seeker_id, opening_id):
    return calling("introduce", **AT_DESK, seeker_id=seeker_id, opening_id=opening_id)


def introduce(employment, seeker_id, opening_id):
    return introducing(seeker_id, opening_id)(employment)["introduction_id"]


def count_waiting(employment):
    return len(employment("list_introductions", state="open")["introductions"])


def one_support_per_person(employment):
    """Four windows register the same person."""
    calls = [calling("register_seeker", **AT_DESK, person_id="p1")] * 4
    assert count_refused(employment.at_once(*calls), "already_registered") == 3


def one_work_per_sheet(employment):
    """A sheet that the desk has accepted and begun already, taken up by two of its windows."""
    sheet = receive_sheet(employment, SHEETS, "r1", "p1", PREPARING)
    at_desk = {"by": PREPARING, "on": ON}
    for state in ("accepted", "in_progress"):
        employment("answer_sheet", referral_id=sheet, **at_desk, state=state)
    start = calling("start_preparation", **at_desk, referral_id=sheet)
    register = calling("register_seeker", **at_desk, referral_id=sheet)
    assert count_refused(employment.at_once(start, start, register), "sheet_taken") == 2
    assert count_refused(employment.at_once(start, register), "sheet_taken") == 2


def one_introduction_to_an_opening(employment):
    """Two windows put the same person to the same opening, and two hire on it."""
    seeker, opening = register(employment, "p1"), offer(employment, places=3)
    introduction = introducing(seeker, opening)
    assert count_refused(employment.at_once(*[introduction] * 3), "already_introduced") == 2
    [row] = employment("list_introductions", state="open")["introductions"]
    hire = calling("hire", introduction_id=row["introduction_id"], **TERMS)
    assert count_refused(employment.at_once(hire, hire, hire), "has_ended") == 2
    assert len(employment("list_jobs")["jobs"]) == 1


def no_more_hires_than_places(employment):
    """One place; three people are hired for it, and the employer wants fewer."""
    opening = offer(employment, places=2)
    seekers = [register(employment, f"p{n}") for n in range(3)]
    introduced = [introduce(employment, seeker, opening) for seeker in seekers]
    *hired, fewer = employment.at_once(
        *(calling("hire", introduction_id=id, **TERMS) for id in introduced),
        calling("set_places", opening_id=opening, **AT_DESK, places=1),
    )
    assert count_refused(hired, "has_ended") == 1  # it fell away with the last place
    assert count_refused([fewer], "fewer_than_hired") == 1
    assert employment("get_opening", opening_id=opening)["hires"] == 2


def close_by_withdrawing(employment, opening):
    return calling("withdraw_opening", opening_id=opening, **AT_DESK, reason="hired_elsewhere")


def close_by_hiring(employment, opening):
    hired = introduce(employment, register(employment, f"hired-for-{opening}"), opening)
    return calling("hire", introduction_id=hired, **TERMS)


def close_by_wanting_fewer(employment, opening):
    employment("set_places", opening_id=opening, **AT_DESK, places=2)
    close_by_hiring(employment, opening)(employment)
    return calling("set_places", opening_id=opening, **AT_DESK, places=1)


def nothing_waits_for_a_closed_opening(employment):
    """Somebody is put to an opening while it closes, whichever of the two comes first."""
    for make in (close_by_withdrawing, close_by_hiring, close_by_wanting_fewer):
        for turn in (1, -1):
            opening = offer(employment)
            seeker = register(employment, f"for-{opening}")
            introduced = introducing(seeker, opening)
            outcomes = employment.at_once(*[introduced, make(employment, opening)][::turn])
            refused = [one for one in outcomes if isinstance(one, TsunaguError)]
            assert count_refused(refused, "opening_closed") == (turn == -1)
            assert count_waiting(employment) == 0


def nothing_waits_after_the_support(employment):
    """Somebody is put to an opening while their support ends, whichever comes first."""
    for turn in (1, -1):
        seeker, opening = register(employment, f"p{turn}"), offer(employment)
        end = calling("end_support", **AT_DESK, seeker_id=seeker, outcome="moved_away")
        outcomes = employment.at_once(*[introducing(seeker, opening), end][::turn])
        refused = [one for one in outcomes if isinstance(one, TsunaguError)]
        assert count_refused(refused, "has_ended") == (turn == -1)
        assert count_waiting(employment) == 0


STORIES = {
    story.__name__: story
    for story in (
        one_support_per_person,
        one_work_per_sheet,
        one_introduction_to_an_opening,
        no_more_hires_than_places,
        nothing_waits_for_a_closed_opening,
        nothing_waits_after_the_support,
    )
}


@pytest.mark.parametrize("invariant", DEFINITION.invariants, ids=str)
def test_it_holds_when_commands_cross(employment, invariant):
    STORIES[invariant.name](employment)


def test_every_invariant_has_its_story():
    check_stories(DEFINITION.invariants, STORIES)
