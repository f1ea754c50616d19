"""A job found, and whether it lasts: asked after one, three and six months, to the day."""

from datetime import date, timedelta

import pytest

from services.employment.domain.job import Job
from services.employment.domain.job_events import (
    HireWithdrawn,
    LeftWork,
    RetentionChecked,
    RetentionEnded,
)
from services.employment.tests.people import (
    FRIDAY,
    HIRED,
    PLACEMENT,
    SEEKER,
    STARTS,
    TERMS,
    WHO,
    step,
)
from tsunagu.testing import scenario

DAY = timedelta(days=1)
ONE, THREE, SIX = date(2027, 1, 1), date(2027, 3, 1), date(2027, 6, 1)
BEGIN = {**SEEKER, "on": FRIDAY, "starts_on": STARTS, "desk": PLACEMENT, **TERMS}
OF_JOB = {"record_id": "j1", **WHO}


def job(*history):
    return scenario(Job, "j1").given(*history)


def checked(months, on):
    return RetentionChecked(**OF_JOB, on=on, months=months)


def left(on, reason="too_far", early=False):
    return LeftWork(**OF_JOB, on=on, reason=reason, within_a_month=early)


STAYED_SIX = (*HIRED, checked(6, SIX))


def test_from_the_first_day_on_the_check_at_one_month_is_due():
    job().when(lambda j: j.begin(**BEGIN)).then(*HIRED)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 12, 1), date(2027, 1, 1)),
        (date(2026, 11, 30), date(2026, 12, 30)),
    ],
)
def test_the_check_is_due_on_the_same_day_of_the_next_month_or_its_last(start, due):
    story = job().when(lambda j: j.begin(**BEGIN | {"starts_on": start}))
    assert story.aggregate.due_on == due


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"starts_on": FRIDAY - DAY}, "starts_before_hired"),
        ({"wage_per": None}, "wage_unit_required"),
        ({"wage": None}, "wage_unit_required"),
        ({"wage": 0}, "wage_unit_required"),
        ({"wage_per": "day"}, "not_one_of"),
        ({"type": "volunteer"}, "not_one_of"),
        ({"through": "luck"}, "not_one_of"),
    ],
)
def test_a_job_that_cannot_be(changed, code):
    job().when(lambda j: j.begin(**BEGIN | changed)).refused(code)


@pytest.mark.parametrize("changed", [{"starts_on": FRIDAY}, {"wage": None, "wage_per": None}])
def test_it_may_begin_at_once_and_its_wage_need_not_be_known(changed):
    assert job().when(lambda j: j.begin(**BEGIN | changed)).aggregate.is_open


# -- checks ---------------------------------------------------------------------------------------


def test_each_check_is_followed_by_the_next_until_six_months_are_over():
    story = job(*HIRED).when(lambda j: j.check_retention(on=ONE, months=1))
    story.then(checked(1, ONE), step("job", "j1", "check_after_3_months", THREE, on=ONE))
    story = job(*HIRED, checked(1, ONE)).when(lambda j: j.check_retention(on=THREE, months=3))
    story.then(checked(3, THREE), step("job", "j1", "check_after_6_months", SIX, on=THREE))
    story = job(*HIRED, checked(3, THREE)).when(lambda j: j.check_retention(on=SIX, months=6))
    story.then(checked(6, SIX))
    assert not story.aggregate.is_open


def test_a_later_check_answers_the_earlier_ones_too():
    story = job(*HIRED).when(lambda j: j.check_retention(on=SIX, months=3))
    story.then(checked(3, SIX), step("job", "j1", "check_after_6_months", SIX, on=SIX))
    again = job(*HIRED, checked(3, SIX)).when(lambda j: j.check_retention(on=SIX, months=1))
    again.refused("check_done")


@pytest.mark.parametrize(("months", "due"), [(1, ONE), (3, THREE), (6, SIX)])
def test_a_check_says_nothing_before_its_day(months, due):
    early = job(*HIRED).when(lambda j: j.check_retention(on=due - DAY, months=months))
    assert str(due) in early.refused("check_not_due").details["remedy"]
    assert job(*HIRED).when(lambda j: j.check_retention(on=due, months=months)).aggregate.pending


@pytest.mark.parametrize("months", [0, 2, 12])
def test_there_are_three_checks(months):
    story = job(*HIRED).when(lambda j: j.check_retention(on=SIX, months=months))
    story.refused("not_one_of")


# -- leaving --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "early"),
    [(STARTS, True), (ONE - DAY, True), (ONE, False), (SIX, False)],
    ids=["first_day", "eve_of_the_month", "month_over", "six_months"],
)
def test_within_a_month_is_before_the_day_of_the_first_check(on, early):
    job(*HIRED).when(lambda j: j.leave(on=on, reason="too_far")).then(left(on, early=early))


@pytest.mark.parametrize(
    ("on", "reason", "again"),
    [
        (ONE - DAY, "too_far", True),
        (ONE - DAY, "better_work", True),
        (ONE - DAY, "died", False),
        (ONE, "too_far", True),
        (ONE, "better_work", False),
        (ONE, "died", False),
    ],
)
def test_within_the_month_the_support_opens_again_whatever_the_reason_but_a_death(
    on, reason, again
):
    story = job(*HIRED).when(lambda j: j.leave(on=on, reason=reason))
    assert story.aggregate.support_is_needed_again is again
    assert not story.aggregate.is_open


@pytest.mark.parametrize(
    "history",
    [STAYED_SIX, (*HIRED, RetentionEnded(**OF_JOB, on=FRIDAY, reason="lost_contact"))],
    ids=["after_six_months", "nobody_asks_any_more"],
)
def test_that_somebody_left_may_become_known_later(history):
    job(*history).when(lambda j: j.leave(on=SIX, reason="too_far")).then(left(SIX))


@pytest.mark.parametrize(
    ("history", "on", "code"),
    [
        ((), SIX, "has_ended"),
        (HIRED, STARTS - DAY, "before_beginning"),
        ((*HIRED, left(ONE)), SIX, "has_ended"),
        (
            (*HIRED, HireWithdrawn(**OF_JOB, on=FRIDAY, reason="did_not_start")),
            SIX,
            "has_ended",
        ),
    ],
    ids=["never", "before_it_began", "left_before", "withdrawn"],
)
def test_nobody_leaves_what_they_are_not_in(history, on, code):
    job(*history).when(lambda j: j.leave(on=on, reason="too_far")).refused(code)


# -- never was, nobody asks -----------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["did_not_start", "entered_in_error"])
@pytest.mark.parametrize("history", [HIRED, STAYED_SIX], ids=["open", "after_six_months"])
def test_a_hire_that_never_was_is_taken_back_whenever_it_is_found_out(history, reason):
    story = job(*history).when(lambda j: j.withdraw(on=SIX, reason=reason))
    story.then(HireWithdrawn(**OF_JOB, on=SIX, reason=reason))
    assert not story.aggregate.is_open


def test_a_hire_is_taken_back_once():
    taken_back = HireWithdrawn(**OF_JOB, on=FRIDAY, reason="did_not_start")
    story = job(*HIRED, taken_back)
    story.when(lambda j: j.withdraw(on=SIX, reason="entered_in_error")).refused("has_ended")


def test_nobody_asks_any_more_only_for_one_of_these_reasons():
    story = job(*HIRED).when(lambda j: j.end_retention(on=ONE, reason="lost_contact"))
    story.then(RetentionEnded(**OF_JOB, on=ONE, reason="lost_contact"))
    job(*HIRED).when(lambda j: j.end_retention(on=ONE, reason="tired")).refused("not_one_of")
    job(*STAYED_SIX).when(lambda j: j.end_retention(on=SIX, reason="died")).refused("has_ended")
