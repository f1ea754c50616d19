"""A shelter and a stay: room, the last day, leaving early, and where to next."""

from datetime import date

import pytest

from services.housing.domain import shelter as d
from services.housing.domain.course import NextStepSet, TakenOn
from services.housing.domain.shelter import Shelter
from services.housing.domain.stay import Stay
from tsunagu.testing import scenario

ARRIVED = date(2026, 11, 20)
UNTIL = date(2027, 2, 20)
ROOM_FOR_TWO = (
    d.ShelterOpened(shelter_id="s1", name="やどり", on=ARRIVED),
    d.ShelterCapacitySet(shelter_id="s1", on=ARRIVED, capacity=2, taken=0),
)


def taken(stay_id, places=1):
    return d.PlaceTaken(shelter_id="s1", stay_id=stay_id, on=ARRIVED, places=places)


def capacity(places, used=0):
    return d.ShelterCapacitySet(shelter_id="s1", on=ARRIVED, capacity=places, taken=used)


def shelter(*history):
    return scenario(Shelter, "s1").given(*ROOM_FOR_TWO, *history)


# -- places ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("history", "places", "fits"),
    [
        ((), 2, True),
        ((), 3, False),
        ((taken("a"),), 1, True),
        ((taken("a"),), 2, False),
        ((taken("a", 2),), 1, False),
        (
            (taken("a", 2), d.PlaceFreed(shelter_id="s1", stay_id="a", on=ARRIVED)),
            2,
            True,
        ),
        ((capacity(5), taken("a", 2)), 3, True),
    ],
    ids=[
        "as_many_as_there_are",
        "one_too_many",
        "the_last_one",
        "a_family_where_one_is_left",
        "full",
        "freed_again",
        "enlarged",
    ],
)
def test_places_are_taken_up_to_the_capacity(history, places, fits):
    told = shelter(*history).when(lambda s: s.take(on=ARRIVED, stay_id="b", places=places))
    if fits:
        told.then(taken("b", places))
    else:
        refusal = told.refused("shelter_full")
        assert refusal.details["free"] == told.aggregate.free


@pytest.mark.parametrize(
    ("to", "code"),
    [(2, None), (1, None), (0, "capacity_below_occupancy"), (9, None)],
    ids=["the_same", "down_to_what_is_taken", "below_what_is_taken", "more"],
)
def test_the_capacity_never_falls_below_what_is_taken(to, code):
    told = shelter(taken("a")).when(lambda s: s.set_capacity(on=ARRIVED, capacity=to))
    if code is None:
        told.then(capacity(to, used=1))
    else:
        assert told.refused(code).details["taken"] == 1


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (lambda s: s.take(on=ARRIVED, stay_id="b", places=0), "not_a_number_of_places"),
        (lambda s: s.set_capacity(on=ARRIVED, capacity=-1), "not_a_capacity"),
        (lambda s: s.open(on=ARRIVED, name="x", capacity=1), "already_begun"),
    ],
)
def test_what_a_shelter_does_not_take(command, code):
    shelter().when(command).refused(code)


def test_a_shelter_is_not_opened_with_less_than_nothing():
    story = scenario(Shelter, "s1").given()
    story.when(lambda s: s.open(on=ARRIVED, name="やどり", capacity=-1)).refused("not_a_capacity")


def test_freeing_what_nobody_takes_changes_nothing():
    shelter().when(lambda s: s.free_up(on=ARRIVED, stay_id="x")).then()


# -- a stay ---------------------------------------------------------------------------------------

IDS = {"stay_id": "a", "shelter_id": "s1", "person_id": "p1", "case_id": None}
STAYING = (
    TakenOn(
        kind="stay",
        subject_id="a",
        person_id="p1",
        case_id=None,
        on=ARRIVED,
        desk="temporary_shelter",
        referral_id=None,
        household_id=None,
    ),
    d.StayBegun(**IDS, on=ARRIVED, places=1, until=UNTIL, warn_days=14),
)
SOON = d.StayEndingSoon(**IDS, on=date(2027, 2, 6), until=UNTIL, days_left=14)


def step(next_step, due_on, on):
    return NextStepSet(
        kind="stay",
        id="a",
        person_id="p1",
        case_id=None,
        on=on,
        owner_desk="temporary_shelter",
        next_step=next_step,
        due_on=due_on,
    )


def stay(*history):
    return scenario(Stay, "a").given(*history)


def check_in(until=UNTIL):
    return lambda s: s.check_in(
        on=ARRIVED,
        shelter_id="s1",
        person_id="p1",
        case_id=None,
        referral_id=None,
        until=until,
        places=1,
        longest_months=3,
        warn_days=14,
    )


def test_a_stay_begins_with_a_last_day_and_a_plan_for_what_comes_after():
    stay().when(check_in()).then(*STAYING, step("plan_next_place", date(2026, 12, 7), ARRIVED))


@pytest.mark.parametrize(
    ("until", "possible"),
    [("2026-11-20", False), ("2026-11-21", True), ("2027-02-20", True), ("2027-02-21", False)],
    ids=["the_first_day", "one_night", "three_months", "a_day_longer"],
)
def test_the_first_last_day_lies_within_three_months(until, possible):
    told = stay().when(check_in(date.fromisoformat(until)))
    assert told.aggregate.is_open if possible else told.refused("stay_too_long")


@pytest.mark.parametrize(
    ("until", "code"),
    [
        ("2027-02-21", None),
        ("2027-05-20", None),
        ("2027-05-21", "stay_too_long"),
        ("2027-02-20", "not_an_extension"),
    ],
    ids=["a_day", "six_months_in_all", "a_day_too_long", "no_later_than_it_was"],
)
def test_the_last_day_is_put_off_up_to_six_months_in_all(until, code):
    day, on = date.fromisoformat(until), date(2027, 2, 10)
    told = stay(*STAYING, SOON).when(lambda s: s.extend(on=on, until=day, longest_months=6))
    if code is None:
        assert told.aggregate.pending[0] == d.StayExtended(**IDS, on=on, until=day)
        assert not told.aggregate.warned
    else:
        told.refused(code)


@pytest.mark.parametrize(
    ("history", "today", "alarms"),
    [
        ((), "2027-02-05", ()),
        ((), "2027-02-06", (SOON,)),
        ((SOON,), "2027-02-19", ()),
        (
            (),
            "2027-02-20",
            (d.StayEndingSoon(**IDS, on=date(2027, 2, 20), until=UNTIL, days_left=0),),
        ),
        ((SOON,), "2027-02-21", (d.StayOverrun(**IDS, on=date(2027, 2, 21), until=UNTIL),)),
        ((), "2027-03-01", (d.StayOverrun(**IDS, on=date(2027, 3, 1), until=UNTIL),)),
    ],
    ids=[
        "fifteen_days_before",
        "fourteen_days_before",
        "told_once",
        "first_looked_at_on_the_last_day",
        "the_day_after",
        "nobody_looked_for_weeks",
    ],
)
def test_the_desk_is_told_before_the_last_day_and_after_it(history, today, alarms):
    told = stay(*STAYING, *history).when(lambda s: s.check_clock(date.fromisoformat(today)))
    assert [e for e in told.aggregate.pending if not isinstance(e, NextStepSet)] == list(alarms)
    told.when(lambda s: s.check_clock(date.fromisoformat(today)))
    assert [e for e in told.aggregate.pending if not isinstance(e, NextStepSet)] == list(alarms)


def test_overrun_the_next_step_is_to_put_it_off_or_to_check_out():
    told = stay(*STAYING).when(lambda s: s.check_clock(date(2027, 2, 22)))
    assert told.aggregate.next_step == "extend_or_check_out"
    assert told.aggregate.due_on == date(2027, 2, 24)  # the 23rd is the emperor's birthday


def check_out(reason, next_place, on=date(2026, 12, 1)):
    return lambda s: s.check_out(on=on, reason=reason, next_place=next_place, note="荷物あり")


@pytest.mark.parametrize(
    ("reason", "next_place", "nights", "on"),
    [
        ("moved_on", "flat", 11, "2026-12-01"),
        ("left_early", "street", 1, "2026-11-21"),
        ("lost_contact", "unknown", 0, "2026-11-20"),
    ],
    ids=["as_planned", "early", "gone_the_same_day"],
)
def test_leaving_is_recorded_with_nights_reason_and_where_to(reason, next_place, nights, on):
    day = date.fromisoformat(on)
    stay(*STAYING).when(check_out(reason, next_place, day)).then(
        d.StayEnded(
            **IDS, on=day, nights=nights, reason=reason, next_place=next_place, note="荷物あり"
        )
    )


@pytest.mark.parametrize(
    ("history", "command", "code"),
    [
        (STAYING, check_out("moved_on", "street"), "moved_on_to_where"),
        (STAYING, check_out("moved_on", "unknown"), "moved_on_to_where"),
        (STAYING, check_out("bored", "flat"), "not_one_of"),
        (STAYING, check_out("moved_on", "moon"), "not_one_of"),
        (STAYING, check_out("moved_on", "flat", date(2026, 11, 19)), "before_present_state"),
        (STAYING, check_in(), "already_begun"),
        (
            (
                *STAYING,
                d.StayEnded(**IDS, on=ARRIVED, nights=0, reason="left_early", next_place="street"),
            ),
            check_out("moved_on", "flat"),
            "has_ended",
        ),
    ],
)
def test_what_a_stay_does_not_take(history, command, code):
    stay(*history).when(command).refused(code)
