"""How long a step may wait: working days, holidays, the year end, and who hears of it when."""

from datetime import date, timedelta

import pytest

from services.referral.domain import events, states
from services.referral.domain.clock import DEFAULT_CLOCKS, STEPS, Clock, deadlines_of
from services.referral.domain.need import Need
from tsunagu.testing import scenario

DAY = timedelta(days=1)


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-11-24", 1, "2026-11-25"),
        ("2026-11-20", 1, "2026-11-24"),
        ("2026-11-21", 1, "2026-11-24"),
        ("2026-11-23", 1, "2026-11-24"),
        ("2026-12-25", 1, "2026-12-28"),
        ("2026-12-28", 1, "2027-01-04"),
        ("2026-12-31", 1, "2027-01-04"),
        ("2027-01-03", 1, "2027-01-04"),
        ("2026-12-25", 3, "2027-01-05"),
        ("2026-04-28", 2, "2026-05-01"),
        ("2026-05-01", 1, "2026-05-07"),
        ("2026-09-18", 1, "2026-09-24"),
        ("2027-03-31", 1, "2027-04-01"),
        ("2028-02-28", 1, "2028-02-29"),
        ("2019-04-26", 3, "2019-05-09"),
    ],
    ids=[
        "a_plain_day",
        "friday_before_a_holiday_monday",
        "from_a_saturday",
        "from_the_holiday_itself",
        "last_but_one_day_of_the_year",
        "last_day_the_offices_are_open",
        "from_new_years_eve",
        "last_day_they_are_closed",
        "over_the_year_end",
        "around_showa_day",
        "golden_week_with_its_substitute_holiday",
        "silver_week_with_the_day_between",
        "into_the_new_fiscal_year",
        "leap_day",
        "ten_closed_days_of_the_accession",
    ],
)
def test_a_step_is_due_after_so_many_working_days(start, days, due):
    assert Clock(days).due_on(day(start)) == day(due)


@pytest.mark.parametrize(
    ("due", "lead", "support"),
    [
        ("2026-11-25", "2026-11-27", "2026-12-02"),
        ("2026-12-28", "2027-01-05", "2027-01-08"),
        ("2026-12-25", "2027-01-04", "2027-01-07"),
        ("2026-05-01", "2026-05-08", "2026-05-13"),
    ],
    ids=["plain_days", "due_before_the_year_end", "one_day_earlier", "due_before_golden_week"],
)
def test_the_lead_hears_two_and_the_support_lead_five_working_days_later(due, lead, support):
    days = deadlines_of(Clock(3), day(due))
    assert (days.remind_on, days.lead_on, days.support_on) == (day(due), day(lead), day(support))


@pytest.mark.parametrize("step", STEPS)
def test_by_default_every_waiting_step_has_a_running_clock(step):
    clock = DEFAULT_CLOCKS[step]
    assert clock.running and clock.days >= 1
    assert 1 <= clock.lead_after <= clock.support_after


def test_every_state_that_waits_is_such_a_step():
    assert set(STEPS) == {*states.OPEN_STATES, "returned"}


# -- one need's clock -----------------------------------------------------------------------------

PLACED = events.NeedPlaced(
    need_id="n1",
    person_id="p1",
    case_id=None,
    on=day("2026-12-23"),
    owner_desk="household_budget",
    next_step="answer_the_sheet",
    due_on=day("2026-12-28"),
    because="requested",
)
# Due on the last working day of the year; then 2027-01-04 is the first one after it.
STARTED = events.ClockStarted(
    need_id="n1",
    referral_id="r1",
    on=day("2026-12-23"),
    step="requested",
    desk="household_budget",
    lead_desk="budget_lead",
    remind_on=day("2026-12-28"),
    lead_on=day("2027-01-05"),
    support_on=day("2027-01-08"),
)


def reminded(on):
    return events.Reminded(referral_id="r1", on=day(on), desk="household_budget")


def escalated(on, level):
    desk = {"desk_lead": "budget_lead", "support_lead": "consultation_support"}[level]
    return events.Escalated(referral_id="r1", on=day(on), level=level, desk=desk)


def look(on):
    return lambda need: need.check_clock(day(on))


def test_placing_with_a_clock_fixes_all_three_days():
    story = scenario(Need, "n1").given(
        events.NeedTakenUp(need_id="n1", referral_id="r1", on=day("2026-12-23")), PLACED
    )
    clock = Clock(3)
    story.when(lambda n: n.start_clock(step="requested", clock=clock, lead_desk="budget_lead"))
    story.then(STARTED)


@pytest.mark.parametrize(
    ("today", "said"),
    [
        ("2026-12-25", ()),
        ("2026-12-27", ()),
        ("2026-12-28", (reminded("2026-12-28"),)),
        ("2026-12-29", (reminded("2026-12-29"),)),
        ("2027-01-04", (reminded("2027-01-04"),)),
        ("2027-01-05", (reminded("2027-01-05"), escalated("2027-01-05", "desk_lead"))),
        ("2027-01-07", (reminded("2027-01-07"), escalated("2027-01-07", "desk_lead"))),
        (
            "2027-01-08",
            (
                reminded("2027-01-08"),
                escalated("2027-01-08", "desk_lead"),
                escalated("2027-01-08", "support_lead"),
            ),
        ),
        (
            "2027-04-01",
            (
                reminded("2027-04-01"),
                escalated("2027-04-01", "desk_lead"),
                escalated("2027-04-01", "support_lead"),
            ),
        ),
    ],
    ids=[
        "due_in_three_days",
        "due_tomorrow",
        "due_today",
        "due_yesterday",
        "day_before_the_lead",
        "day_of_the_lead",
        "day_before_the_support_lead",
        "day_of_the_support_lead",
        "nobody_looked_for_a_quarter",
    ],
)
def test_looking_for_the_first_time(today, said):
    scenario(Need, "n1").given(PLACED, STARTED).when(look(today)).then(*said)


def test_looking_every_day_says_each_thing_once_on_its_own_day():
    need = Need.replay("n1", [PLACED, STARTED])
    today = day("2026-12-20")
    while today <= day("2027-01-31"):
        need.check_clock(today)
        need.check_clock(today)
        today += DAY
    assert need.pending == [
        reminded("2026-12-28"),
        escalated("2027-01-05", "desk_lead"),
        escalated("2027-01-08", "support_lead"),
    ]


def test_the_next_step_begins_a_clock_of_its_own():
    told = (reminded("2026-12-28"), escalated("2027-01-05", "desk_lead"))
    story = scenario(Need, "n1").given(PLACED, STARTED, *told, PLACED, STARTED)
    story.when(look("2027-01-04")).then(reminded("2027-01-04"))


@pytest.mark.parametrize(
    "history",
    [
        (PLACED,),
        (PLACED, STARTED, PLACED),
        (
            PLACED,
            STARTED,
            events.NeedClosed(need_id="n1", person_id="p1", on=PLACED.on, reason="completed"),
        ),
    ],
    ids=["no_clock", "placed_anew_without_one", "need_has_ended"],
)
def test_without_a_clock_nobody_is_reminded(history):
    scenario(Need, "n1").given(*history).when(look("2027-12-31")).then()


def test_a_clock_switched_off_fixes_no_days_but_leaves_the_due_date():
    off = Clock(3, running=False)
    story = scenario(Need, "n1").given(PLACED)
    story.when(lambda n: n.start_clock(step="requested", clock=off, lead_desk="x")).then()
    assert story.aggregate.due_on == day("2026-12-28")
