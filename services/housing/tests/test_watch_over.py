"""Watching over: visits fixed for a year, made, missed with an alarm, or still to come."""

from datetime import date, timedelta

import pytest

from services.housing.domain import watch_over_events as d
from services.housing.domain.course import NextStepSet, TakenOn
from services.housing.domain.watch_over import WatchOver, plan_visits
from tsunagu.domain.calendar import is_working_day
from tsunagu.testing import scenario

MOVED_IN = date(2026, 11, 20)  # a Friday; 2026-11-23 is a holiday
UNTIL = date(2027, 11, 20)
FIRST, SECOND, THIRD = date(2026, 12, 4), date(2026, 12, 18), date(2027, 1, 4)
IDS = {"watch_id": "w1", "person_id": "p1", "case_id": "c1"}
BEGUN = (
    TakenOn(
        kind="watch_over",
        subject_id="w1",
        person_id="p1",
        case_id="c1",
        on=MOVED_IN,
        desk="community_residence",
        referral_id=None,
        household_id=None,
    ),
    d.WatchOverBegun(
        **IDS,
        on=MOVED_IN,
        every_days=14,
        until=UNTIL,
        visits=("2026-12-04", "2026-12-18", "2027-01-04"),
        grace_days=2,
        escalate_days=3,
    ),
)


def watch(*history):
    return scenario(WatchOver, "w1").given(*history)


def step(next_step, due_on, on):
    return NextStepSet(
        kind="watch_over",
        id="w1",
        person_id="p1",
        case_id="c1",
        on=on,
        owner_desk="community_residence",
        next_step=next_step,
        due_on=due_on,
    )


def made(on, scheduled_on, met=True, late=False):
    return d.VisitMade(**IDS, on=on, scheduled_on=scheduled_on, met=met, late=late)


def missed(scheduled_on, on):
    return d.VisitMissed(**IDS, on=on, scheduled_on=scheduled_on, desk="community_residence")


def escalated(scheduled_on, on):
    return d.VisitAlarmEscalated(
        **IDS, on=on, scheduled_on=scheduled_on, desk="consultation_support"
    )


def visit(on, met=True, scheduled_on=None):
    return lambda w: w.record_visit(on=on, met=met, scheduled_on=scheduled_on)


def look(on):
    return lambda w: w.check_clock(on)


def alarms_of(story):
    return [e for e in story.aggregate.pending if not isinstance(e, NextStepSet)]


# -- the year -------------------------------------------------------------------------------------


def begin(every_days=14):
    return lambda w: w.begin(
        on=MOVED_IN,
        person_id="p1",
        case_id="c1",
        referral_id=None,
        every_days=every_days,
        months=12,
        offered=(7, 14, 30),
        grace_days=2,
        escalate_days=3,
    )


@pytest.mark.parametrize(("every_days", "visits"), [(7, 52), (14, 26), (30, 12)])
def test_the_visits_of_a_year_are_fixed_on_working_days(every_days, visits):
    days = plan_visits(MOVED_IN, every_days, UNTIL)
    assert visits - 1 <= len(days) <= visits
    assert all(is_working_day(day) for day in days) and list(days) == sorted(set(days))
    assert days[0] > MOVED_IN and days[-1] <= UNTIL


def test_a_visit_on_a_closed_day_moves_to_the_next_working_day():
    days = plan_visits(date(2026, 12, 17), 14, date(2027, 1, 31))
    assert days == (THIRD, date(2027, 1, 14), date(2027, 1, 28))  # not New Year's Eve


def test_it_begins_with_its_first_visit_as_the_next_step():
    story = watch().when(begin())
    begun = story.aggregate.pending[1]
    assert (begun.until, begun.visits[:3]) == (
        UNTIL,
        ("2026-12-04", "2026-12-18", "2027-01-04"),
    )
    assert story.aggregate.pending[2] == step("visit", FIRST, MOVED_IN)


def test_only_intervals_that_the_desk_can_keep_are_offered():
    refusal = watch().when(begin(every_days=3)).refused("interval_not_offered")
    assert refusal.details["remedy"] == "7, 14, 30"


# -- visits ---------------------------------------------------------------------------------------


def test_a_visit_made_brings_the_next():
    watch(*BEGUN).when(visit(FIRST)).then(made(FIRST, FIRST), step("visit", SECOND, FIRST))


@pytest.mark.parametrize(
    ("on", "late"),
    [("2026-11-27", False), ("2026-12-04", False), ("2026-12-08", False), ("2026-12-09", True)],
    ids=["a_week_early", "on_the_day", "within_two_working_days", "after_its_grace"],
)
def test_a_visit_counts_from_a_week_before_until_its_grace(on, late):
    day = date.fromisoformat(on)
    story = watch(*BEGUN).when(visit(day))
    too_late = [missed(FIRST, day)] if late else []
    assert alarms_of(story) == [*too_late, made(day, FIRST, late=late)]
    assert story.aggregate.visits[FIRST].state == ("missed" if late else "made")
    assert not story.aggregate.alarms


@pytest.mark.parametrize(
    ("history", "command", "code"),
    [
        (BEGUN, visit(date(2026, 11, 26)), "visit_too_early"),
        (BEGUN, visit(FIRST, scheduled_on=THIRD), "visit_too_early"),
        (BEGUN, visit(FIRST, scheduled_on=date(2026, 12, 5)), "no_such_visit"),
        (
            (*BEGUN, made(FIRST, FIRST)),
            visit(FIRST, scheduled_on=FIRST),
            "no_such_visit",
        ),
        (BEGUN, visit(date(2026, 11, 19)), "before_present_state"),
        (BEGUN, begin(), "already_begun"),
    ],
    ids=[
        "eight_days_early",
        "weeks_early",
        "on_no_day_of_a_visit",
        "made_already",
        "before_it_began",
        "begun_twice",
    ],
)
def test_visits_cannot_be_ticked_off_at_will(history, command, code):
    watch(*history).when(command).refused(code)


def test_nobody_at_home_is_an_attempt_and_the_visit_stays_open():
    watch(*BEGUN).when(visit(FIRST, met=False)).then(
        made(FIRST, FIRST, met=False), step("visit_again", date(2026, 12, 8), FIRST)
    )


def test_an_earlier_visit_that_nobody_made_is_missed_by_the_time_of_the_next():
    story = watch(*BEGUN).when(visit(SECOND))
    assert alarms_of(story) == [missed(FIRST, SECOND), made(SECOND, SECOND)]
    assert story.aggregate.alarms == ()  # seen again, so nobody has to look for the person


# -- alarms ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("history", "today", "alarms"),
    [
        ((), "2026-12-08", ()),
        ((), "2026-12-09", (missed(FIRST, date(2026, 12, 9)),)),
        ((missed(FIRST, date(2026, 12, 9)),), "2026-12-11", ()),
        (
            (missed(FIRST, date(2026, 12, 9)),),
            "2026-12-14",
            (escalated(FIRST, date(2026, 12, 14)),),
        ),
        ((made(FIRST, FIRST, met=False),), "2026-12-09", (missed(FIRST, date(2026, 12, 9)),)),
        (
            (missed(FIRST, date(2026, 12, 9)), made(date(2026, 12, 10), FIRST, late=True)),
            "2026-12-14",
            (),
        ),
        (
            (
                missed(FIRST, date(2026, 12, 9)),
                made(date(2026, 12, 10), FIRST, met=False, late=True),
            ),
            "2026-12-14",
            (escalated(FIRST, date(2026, 12, 14)),),
        ),
        (
            (),
            "2027-01-15",
            (
                missed(FIRST, date(2027, 1, 15)),
                missed(SECOND, date(2027, 1, 15)),
                missed(THIRD, date(2027, 1, 15)),
                escalated(FIRST, date(2027, 1, 15)),
                escalated(SECOND, date(2027, 1, 15)),
                escalated(THIRD, date(2027, 1, 15)),
            ),
        ),
    ],
    ids=[
        "within_its_grace",
        "the_day_after_it",
        "told_once",
        "the_lead_hears_after_three_more_working_days",
        "nobody_at_home_is_missed_too",
        "seen_since_so_nobody_escalates",
        "not_at_home_again_so_it_does",
        "nobody_looked_for_six_weeks",
    ],
)
def test_a_visit_that_nobody_made_raises_an_alarm_and_goes_up(history, today, alarms):
    day = date.fromisoformat(today)
    story = watch(*BEGUN, *history).when(look(day))
    assert alarms_of(story) == list(alarms)
    story.when(look(day))
    assert alarms_of(story) == list(alarms)


def test_while_an_alarm_stands_finding_the_person_is_the_next_step():
    story = watch(*BEGUN).when(look(date(2026, 12, 9)))
    assert (story.aggregate.next_step, story.aggregate.due_on) == (
        "find_person",
        date(2026, 12, 10),
    )
    story.when(visit(date(2026, 12, 10)))
    assert (story.aggregate.next_step, story.aggregate.due_on) == ("visit", SECOND)


def test_a_visit_written_down_late_was_made_all_the_same():
    """The visit was on time; its note came after the alarm."""
    story = watch(*BEGUN, missed(FIRST, date(2026, 12, 9)))
    story.when(visit(date(2026, 12, 7), scheduled_on=FIRST))
    assert story.aggregate.visits[FIRST].state == "made" and not story.aggregate.alarms


def test_an_early_note_does_not_answer_a_later_alarm():
    history = (missed(FIRST, date(2026, 12, 9)), missed(SECOND, date(2026, 12, 23)))
    story = watch(*BEGUN, *history).when(visit(date(2026, 12, 7), scheduled_on=FIRST))
    assert story.aggregate.alarms == (SECOND,)


# -- the end --------------------------------------------------------------------------------------

ALL_MADE = tuple(made(day, day) for day in (FIRST, SECOND, THIRD))


def end(reason, on=UNTIL, to_desk=None):
    return lambda w: w.end(on=on, reason=reason, to_desk=to_desk)


def ended(reason, on, made_visits, missed_visits, to_desk=None):
    return d.WatchOverEnded(
        **IDS,
        on=on,
        reason=reason,
        to_desk=to_desk,
        visits_made=made_visits,
        visits_missed=missed_visits,
    )


def test_after_the_year_it_ends():
    watch(*BEGUN, *ALL_MADE).when(end("year_over")).then(ended("year_over", UNTIL, 3, 0))


def test_it_may_be_handed_over_to_another_desk():
    on = date(2026, 12, 20)
    history = (*BEGUN, *ALL_MADE[:2])
    watch(*history).when(end("handed_over", on, "elderly")).then(
        ended("handed_over", on, 2, 0, to_desk="elderly")
    )
    watch(*history).when(end("handed_over", on)).refused("handed_to_whom")


@pytest.mark.parametrize(
    ("history", "on", "code"),
    [
        (ALL_MADE, UNTIL - timedelta(days=1), "year_not_over"),
        (ALL_MADE[:2], UNTIL, "alarm_open"),
        ((*ALL_MADE[:2], missed(THIRD, date(2027, 1, 8))), UNTIL, "alarm_open"),
    ],
    ids=["a_day_early", "a_visit_still_open", "an_alarm_unanswered"],
)
def test_the_year_is_not_over_while_somebody_was_not_seen(history, on, code):
    watch(*BEGUN, *history).when(end("year_over", on)).refused(code)


def test_ending_early_never_swallows_a_visit_that_was_due():
    on = date(2026, 12, 20)
    watch(*BEGUN, ALL_MADE[0]).when(end("lost_contact", on)).then(
        missed(SECOND, on), ended("lost_contact", on, 1, 1)
    )


def test_after_the_end_nobody_is_alarmed_any_more():
    history = (*BEGUN, ended("own_wish", FIRST, 0, 0))
    watch(*history).when(look(date(2027, 6, 1))).then()
    watch(*history).when(visit(FIRST)).refused("has_ended")


def test_when_the_last_visit_is_made_the_year_is_still_to_be_closed():
    story = watch(*BEGUN, *ALL_MADE[:2]).when(visit(THIRD))
    assert (story.aggregate.next_step, story.aggregate.due_on) == ("end_or_hand_over", UNTIL)
