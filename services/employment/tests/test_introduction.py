"""An introduction: interview, and whoever says no says why."""

from datetime import date, timedelta

import pytest

from services.employment.domain.introduction import (
    DECIDED,
    InterviewArranged,
    Introduction,
    IntroductionSettled,
)
from services.employment.tests.people import FRIDAY, INTRODUCED, PLACEMENT, SEEKER, WHO, step
from tsunagu.testing import scenario

INTRODUCE = {
    **SEEKER,
    "registration": 1,
    "opening_id": "o1",
    "employer_id": "e1",
    "on": FRIDAY,
    "desk": PLACEMENT,
}


def introduction(*history):
    return scenario(Introduction, "i1").given(*history)


def settled(result, reason=None, note=None, on=FRIDAY):
    return IntroductionSettled(
        introduction_id="i1",
        **WHO,
        opening_id="o1",
        on=on,
        result=result,
        reason=reason,
        note=note,
    )


HIRED = settled("hired")


def test_somebody_sees_that_an_introduction_is_answered():
    introduction().when(lambda i: i.introduce(**INTRODUCE)).then(*INTRODUCED)


def test_in_one_support_a_person_is_put_to_an_opening_once():
    story = introduction(*INTRODUCED, settled("not_hired", "no_experience"))
    story.when(lambda i: i.introduce(**INTRODUCE)).refused("already_introduced")


def test_after_the_interview_somebody_hears_the_result():
    day = date(2026, 11, 27)
    story = introduction(*INTRODUCED)
    story.when(lambda i: i.arrange_interview(on=FRIDAY, interview_on=day, accompanied=True))
    arranged = InterviewArranged(
        introduction_id="i1", **WHO, on=FRIDAY, interview_on=day, accompanied=True
    )
    three_working_days_after_it = date(2026, 12, 2)
    story.then(arranged, step("introduction", "i1", "hear_result", three_working_days_after_it))


@pytest.mark.parametrize(("days", "refused"), [(0, False), (-1, True)])
def test_an_interview_lies_ahead_or_is_today(days, refused):
    day = FRIDAY + timedelta(days=days)
    story = introduction(*INTRODUCED)
    story.when(lambda i: i.arrange_interview(on=FRIDAY, interview_on=day, accompanied=False))
    if refused:
        story.refused("interview_in_the_past")
    else:
        assert len(story.aggregate.pending) == 2


@pytest.mark.parametrize("result", DECIDED)
def test_a_no_is_kept_with_its_reason(result):
    story = introduction(*INTRODUCED)
    story.when(lambda i: i.decide(on=FRIDAY, result=result, reason="too_far", note="駅から遠い"))
    story.then(settled(result, "too_far", "駅から遠い"))
    assert not story.aggregate.is_open


@pytest.mark.parametrize(
    ("result", "reason", "code"),
    [
        ("not_hired", "", "reason_required"),
        ("not_hired", "遠い", "not_a_code"),
        ("hired", "too_far", "not_one_of"),
        ("support_ended", "too_far", "not_one_of"),
    ],
)
def test_a_no_without_a_reason_is_none(result, reason, code):
    story = introduction(*INTRODUCED)
    story.when(lambda i: i.decide(on=FRIDAY, result=result, reason=reason)).refused(code)


@pytest.mark.parametrize(
    "command",
    [
        lambda i: i.hire(on=FRIDAY),
        lambda i: i.decide(on=FRIDAY, result="not_hired", reason="too_far"),
        lambda i: i.arrange_interview(on=FRIDAY, interview_on=FRIDAY, accompanied=False),
    ],
    ids=["hire", "decide", "interview"],
)
def test_what_is_settled_is_settled(command):
    introduction(*INTRODUCED, HIRED).when(command).refused("has_ended")


def test_what_is_settled_does_not_fall_away_but_what_is_open_does():
    fall = lambda i: i.fall_away(on=FRIDAY, result="support_ended")  # noqa: E731 used twice
    introduction(*INTRODUCED).when(fall).then(settled("support_ended"))
    introduction(*INTRODUCED, HIRED).when(fall).then()


def test_a_hire_that_came_to_nothing_is_said_so():
    withdraw = lambda i: i.withdraw_hire(on=FRIDAY, reason="did_not_start")  # noqa: E731 twice
    introduction(*INTRODUCED, HIRED).when(withdraw).then(settled("hire_withdrawn", "did_not_start"))
    introduction(*INTRODUCED).when(withdraw).then()
