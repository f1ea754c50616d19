"""Work preparation: stages, sessions, and that it never runs longer than it is allowed to."""

from datetime import date, timedelta

import pytest

from services.employment.domain.preparation import (
    Preparation,
    PreparationEnded,
    PreparationExtended,
    PreparationStageMoved,
    SessionAttended,
)
from services.employment.tests.people import (
    ENDS_BY,
    FRIDAY,
    NEXT_MONDAY,
    PREPARED,
    PREPARING,
    WHO,
    step,
)
from tsunagu.testing import scenario

DAY = timedelta(days=1)
OF = {"preparation_id": "v1", **WHO}
REVIEW = date(2026, 12, 21)  # twenty working days after the Friday, 23 November being a holiday
REVIEWED = step("preparation", "v1", "review_progress", REVIEW, desk=PREPARING)


def course(*history):
    return scenario(Preparation, "v1").given(*history)


def attended(session="farm_day", on=FRIDAY, attendance="present"):
    return SessionAttended(**OF, on=on, session=session, stage="daily_life", attendance=attendance)


def attend(session="farm_day", on=FRIDAY, attendance="present"):
    return lambda p: p.attend(on=on, session=session, attendance=attendance)


@pytest.mark.parametrize(
    ("on", "ends_by"),
    [
        (FRIDAY, ENDS_BY),
        (date(2026, 4, 1), date(2027, 3, 31)),
        (date(2028, 2, 29), date(2029, 2, 28)),
    ],
)
def test_a_course_may_last_a_year(on, ends_by):
    story = course().when(lambda p: p.start(**WHO, on=on, stage="daily_life"))
    assert story.aggregate.ends_by == ends_by


def test_from_the_first_day_on_a_first_session_is_due():
    course().when(lambda p: p.start(**WHO, on=FRIDAY, stage="daily_life")).then(*PREPARED)


# -- stages and sessions --------------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["social", "work"])
def test_a_person_may_go_on_or_back(stage):
    there = PreparationStageMoved(**OF, on=FRIDAY, was="daily_life", stage=stage, reason="ready")
    back = PreparationStageMoved(**OF, on=FRIDAY, was=stage, stage="daily_life", reason="ill")
    move = lambda to, why: lambda p: p.move_stage(on=FRIDAY, stage=to, reason=why)  # noqa: E731
    course(*PREPARED).when(move(stage, "ready")).then(there)
    course(*PREPARED, there).when(move("daily_life", "ill")).then(back)


@pytest.mark.parametrize(
    ("stage", "code"), [("daily_life", "same_stage"), ("leisure", "not_one_of")]
)
def test_a_move_that_is_none(stage, code):
    story = course(*PREPARED)
    story.when(lambda p: p.move_stage(on=FRIDAY, stage=stage, reason="ready")).refused(code)


def test_the_first_session_is_followed_by_a_review_the_second_changes_nothing():
    course(*PREPARED).when(attend()).then(attended(), REVIEWED)
    story = course(*PREPARED, attended(), REVIEWED).when(attend("cooking"))
    story.then(attended("cooking"))


def test_one_session_a_day_of_a_kind():
    course(*PREPARED, attended()).when(attend()).refused("recorded_twice")
    story = course(*PREPARED, attended(), REVIEWED)
    story.when(attend(on=NEXT_MONDAY)).then(attended(on=NEXT_MONDAY))


@pytest.mark.parametrize("attendance", ["late", "absent", "excused"])
def test_not_coming_is_recorded_like_coming(attendance):
    story = course(*PREPARED).when(attend(attendance=attendance))
    story.then(attended(attendance=attendance), REVIEWED)


# -- never longer than allowed --------------------------------------------------------------------


@pytest.mark.parametrize(("on", "allowed"), [(ENDS_BY, True), (ENDS_BY + DAY, False)])
@pytest.mark.parametrize(
    "command",
    [
        lambda on: attend(on=on),
        lambda on: lambda p: p.move_stage(on=on, stage="social", reason="ready"),
        lambda on: lambda p: p.end(on=on, outcome="job_search"),
        lambda on: lambda p: p.set_next_step(on=FRIDAY, next_step="call_back", due_on=on),
    ],
    ids=["session", "stage", "end", "next_step"],
)
def test_nothing_happens_after_the_last_day(command, on, allowed):
    story = course(*PREPARED).when(command(on))
    if allowed:
        assert story.aggregate.pending
    else:
        assert str(ENDS_BY) in story.refused("past_allowed_end").message


def extend(until, on=FRIDAY, reason="was_in_hospital"):
    return lambda p: p.extend(on=on, until=until, reason=reason)


@pytest.mark.parametrize(
    ("until", "code"),
    [
        (ENDS_BY, "extension_backwards"),
        (ENDS_BY + DAY, None),
        (date(2028, 11, 19), None),
        (date(2028, 11, 20), "extension_too_long"),
    ],
)
def test_it_is_extended_by_a_year_at_most(until, code):
    story = course(*PREPARED).when(extend(until))
    if code:
        story.refused(code)
    else:
        extended = PreparationExtended(**OF, on=FRIDAY, until=until, reason="was_in_hospital")
        story.then(extended, REVIEWED)


def test_the_year_may_be_followed_by_another():
    extended = PreparationExtended(**OF, on=FRIDAY, until=date(2028, 11, 19), reason="ill")
    story = course(*PREPARED, extended)
    story.when(extend(date(2029, 5, 31))).then(
        PreparationExtended(**OF, on=FRIDAY, until=date(2029, 5, 31), reason="was_in_hospital"),
        REVIEWED,
    )


def test_it_is_extended_with_a_reason_and_before_it_is_over():
    course(*PREPARED).when(extend(date(2028, 1, 31), reason="入院")).refused("not_a_code")
    story = course(*PREPARED).when(extend(date(2028, 1, 31), on=ENDS_BY + DAY))
    story.refused("past_allowed_end")


# -- ending ---------------------------------------------------------------------------------------


def test_a_course_ends_with_its_outcome_and_not_before_its_last_session():
    ended = PreparationEnded(**OF, on=NEXT_MONDAY, outcome="job_search")
    end = lambda on: lambda p: p.end(on=on, outcome="job_search")  # noqa: E731
    story = course(*PREPARED, attended(on=NEXT_MONDAY)).when(end(NEXT_MONDAY)).then(ended)
    assert not story.aggregate.is_open
    early = course(*PREPARED, attended(on=NEXT_MONDAY)).when(end(NEXT_MONDAY - DAY))
    early.refused("before_beginning")
    course(*PREPARED, ended).when(attend(on=NEXT_MONDAY)).refused("has_ended")
