"""A need is always somebody's until it ends; a desk says how much room and how much time it has."""

from datetime import date

import pytest

from services.referral.domain import events
from services.referral.domain.clock import DEFAULT_CLOCKS, STEPS, Clock
from services.referral.domain.desk import Desk
from services.referral.domain.need import Need
from services.referral.tests.sheets import FRIDAY
from tsunagu.testing import scenario

WHOSE = {
    "person_id": "p1",
    "case_id": "c1",
    "on": FRIDAY,
    "owner_desk": "household_budget",
    "next_step": "support",
    "due_on": date(2026, 12, 4),
    "because": "in_progress",
}
PLACED = events.NeedPlaced(need_id="n1", **WHOSE)
CLOSED = events.NeedClosed(need_id="n1", person_id="p1", on=FRIDAY, reason="completed")


# -- the need -------------------------------------------------------------------------------------


def test_a_placed_need_has_an_owner_a_next_step_and_a_due_date():
    story = scenario(Need, "n1").given().when(lambda n: n.place(**WHOSE)).then(PLACED)
    need = story.aggregate
    assert need.is_open
    assert (need.owner_desk, need.next_step, need.due_on) == (
        "household_budget",
        "support",
        date(2026, 12, 4),
    )


def test_a_next_step_is_a_code_since_everybody_reads_it():
    story = scenario(Need, "n1").given()
    story.when(lambda n: n.place(**WHOSE | {"next_step": "call his sister"}))
    assert story.refused("not_a_code").details["field"] == "next_step"


def test_a_need_ends_with_a_reason():
    story = scenario(Need, "n1").given(PLACED)
    story.when(lambda n: n.close(on=FRIDAY, reason="completed")).then(CLOSED)
    assert not story.aggregate.is_open and story.aggregate.closed_because == "completed"


@pytest.mark.parametrize(
    ("reason", "code"), [("", "reason_required"), ("引っ越し", "not_a_code")], ids=["none", "words"]
)
def test_without_a_code_for_a_reason_it_does_not_end(reason, code):
    story = scenario(Need, "n1").given(PLACED)
    story.when(lambda n: n.close(on=FRIDAY, reason=reason)).refused(code)


@pytest.mark.parametrize(
    "command",
    [
        lambda n: n.place(**WHOSE),
        lambda n: n.take_up(referral_id="r2", on=FRIDAY),
        lambda n: n.close(on=FRIDAY, reason="completed"),
    ],
    ids=["placed", "taken_up", "closed_again"],
)
def test_a_need_that_has_ended_is_not(command):
    scenario(Need, "n1").given(PLACED, CLOSED).when(command).refused("need_closed")


def test_a_referral_takes_a_need_up_once():
    taken = events.NeedTakenUp(need_id="n1", referral_id="r1", on=FRIDAY)
    take = lambda n: n.take_up(referral_id="r1", on=FRIDAY)  # noqa: E731 one command, used twice
    scenario(Need, "n1").given().when(take).then(taken)
    scenario(Need, "n1").given(taken).when(take).then()


# -- the directory --------------------------------------------------------------------------------

LISTED = events.DeskListed(desk="food_bank", kind="programme", ja="フードバンク", on=FRIDAY)
DESCRIBED = events.DeskDescribed(desk="food_bank", en="Food bank", lead_desk="lead", on=FRIDAY)
ENTRY = {"kind": "programme", "ja": "フードバンク", "en": "Food bank", "lead_desk": "lead"}


def enter(**other):
    return lambda desk: desk.enter_in_directory(**ENTRY | other, on=FRIDAY)


def test_a_desk_is_listed_once():
    scenario(Desk, "food_bank").given().when(enter()).then(LISTED, DESCRIBED)
    scenario(Desk, "food_bank").given(LISTED, DESCRIBED).when(enter()).then()


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"ja": "食料支援"}, events.DeskListed),
        ({"kind": "partner"}, events.DeskListed),
        ({"en": "Food"}, events.DeskDescribed),
        ({"lead_desk": "livelihood"}, events.DeskDescribed),
    ],
    ids=["japanese_name", "kind", "english_name", "lead"],
)
def test_only_what_has_changed_is_recorded(change, kind):
    story = scenario(Desk, "food_bank").given(LISTED, DESCRIBED).when(enter(**change))
    assert [type(e) for e in story.aggregate.pending] == [kind]


# -- room -----------------------------------------------------------------------------------------


def capacity(value):
    return lambda desk: desk.set_capacity(capacity=value, on=FRIDAY)


def room(value):
    return events.DeskCapacitySet(desk="food_bank", capacity=value, on=FRIDAY)


def test_a_desk_says_how_much_room_it_has():
    story = scenario(Desk, "food_bank").given(LISTED, DESCRIBED)
    assert story.aggregate.capacity == "available"
    story.when(capacity("available")).then()
    story.when(capacity("none")).then(room("none"))
    story.given(LISTED, DESCRIBED, room("none")).when(capacity("waitlist")).then(room("waitlist"))


@pytest.mark.parametrize("value", ["full", "", "None"])
def test_there_is_no_other_capacity(value):
    refusal = scenario(Desk, "food_bank").given(LISTED).when(capacity(value))
    assert "waitlist" in refusal.refused("capacity_unknown").details["remedy"]


# -- its clocks -----------------------------------------------------------------------------------


def set_clock(step="requested", clock=None, from_desk=None):
    clock = clock or Clock(7)
    return lambda d: d.set_clock(step=step, clock=clock, from_desk=from_desk, on=FRIDAY)


def clock_set(days, from_desk=None, running=True):
    return events.DeskClockSet(
        desk="food_bank",
        on=FRIDAY,
        step="requested",
        from_desk=from_desk,
        days=days,
        lead_after=2,
        support_after=5,
        running=running,
    )


@pytest.mark.parametrize("step", STEPS)
def test_a_desk_without_clocks_of_its_own_has_the_usual_ones(step):
    assert Desk.replay("food_bank", [LISTED]).clock_for(step, "livelihood") == DEFAULT_CLOCKS[step]


def test_a_route_of_its_own_goes_before_the_desks_and_the_desks_before_the_usual():
    desk = Desk.replay("food_bank", [LISTED, clock_set(7), clock_set(1, "livelihood")])
    assert desk.clock_for("requested", "livelihood").days == 1
    assert desk.clock_for("requested", "housing").days == 7
    assert desk.clock_for("accepted", "livelihood") == DEFAULT_CLOCKS["accepted"]


def test_a_clock_can_be_switched_off_for_one_route():
    off = Clock(7, running=False)
    story = scenario(Desk, "food_bank").given(LISTED)
    story.when(set_clock(clock=off, from_desk="livelihood"))
    story.then(clock_set(7, "livelihood", running=False))
    assert not story.aggregate.clock_for("requested", "livelihood").running
    assert story.aggregate.clock_for("requested", "housing").running


def test_setting_the_same_clock_again_changes_nothing():
    scenario(Desk, "food_bank").given(LISTED, clock_set(7)).when(set_clock()).then()


@pytest.mark.parametrize(
    "clock",
    [Clock(1, 1, 1), Clock(1, 1, 2), Clock(250, 2, 5)],
    ids=["as_short_as_can_be", "leads_on_two_days", "a_year"],
)
def test_a_possible_clock(clock):
    story = scenario(Desk, "food_bank").given(LISTED).when(set_clock(clock=clock))
    assert story.aggregate.clock_for("requested") == clock


@pytest.mark.parametrize(
    "clock",
    [Clock(0), Clock(-1), Clock(3, 0, 5), Clock(3, 6, 5)],
    ids=["due_at_once", "due_before", "lead_on_the_due_day", "support_lead_before_the_desks"],
)
def test_an_impossible_clock(clock):
    story = scenario(Desk, "food_bank").given(LISTED).when(set_clock(clock=clock))
    story.refused("clock_impossible")


@pytest.mark.parametrize("step", ["rejected", "completed", ""])
def test_no_clock_for_what_does_not_wait(step):
    story = scenario(Desk, "food_bank").given(LISTED).when(set_clock(step=step))
    story.refused("step_unknown")
