"""A training placement: days inside its period, as an employee or not, and its result."""

from datetime import timedelta

import pytest

from services.employment.domain.training import (
    Training,
    TrainingDayRecorded,
    TrainingEnded,
    TrainingExtended,
)
from services.employment.tests.people import (
    FRIDAY,
    IN_TRAINING,
    NEXT_MONDAY,
    TRAINED_UNTIL,
    TRAINING,
    WHO,
    step,
)
from tsunagu.testing import scenario

DAY = timedelta(days=1)
OF = {"training_id": "t1", **WHO}
START = {
    **WHO,
    "on": FRIDAY,
    "until": TRAINED_UNTIL,
    "kind": "certified",
    "employed": False,
    "workplace_kind": "partner",
    "workplace": "book_cafe_hibarigaoka",
    "allowance": 500,
}


def placement(*history):
    return scenario(Training, "t1").given(*history)


def day(on=FRIDAY, attendance="present"):
    return TrainingDayRecorded(**OF, on=on, attendance=attendance)


def record(on=FRIDAY, attendance="present"):
    return lambda t: t.record_day(on=on, attendance=attendance)


def test_from_the_first_day_on_somebody_visits_the_workplace():
    placement().when(lambda t: t.start(**START)).then(*IN_TRAINING)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"until": FRIDAY - DAY}, "outside_period"),
        ({"employed": True}, "wage_of_employed"),
        ({"employed": True, "wage": 0}, "wage_of_employed"),
        ({"kind": "holiday"}, "not_one_of"),
        ({"workplace_kind": "home"}, "not_one_of"),
        ({"workplace": "山田さんの店"}, "not_a_code"),
    ],
)
def test_a_placement_that_cannot_be(changed, code):
    placement().when(lambda t: t.start(**START | changed)).refused(code)


@pytest.mark.parametrize(("employed", "wage"), [(True, 1300), (False, None)])
def test_only_an_employee_has_a_wage(employed, wage):
    story = placement().when(lambda t: t.start(**START | {"employed": employed, "wage": 1300}))
    assert story.aggregate.pending[0].wage == wage


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (FRIDAY - DAY, "before_beginning"),
        (FRIDAY, None),
        (TRAINED_UNTIL, None),
        (TRAINED_UNTIL + DAY, "outside_period"),
    ],
)
def test_days_lie_inside_the_period(on, code):
    story = placement(*IN_TRAINING).when(record(on))
    if code:
        story.refused(code)
    else:
        story.then(day(on))


def test_each_day_is_recorded_once():
    placement(*IN_TRAINING, day()).when(record(attendance="absent")).refused("recorded_twice")


def test_the_result_says_on_how_many_days_the_person_came():
    came = (day(), day(NEXT_MONDAY, "late"), day(NEXT_MONDAY + DAY, "absent"))
    last = NEXT_MONDAY + DAY
    story = placement(*IN_TRAINING, *came).when(lambda t: t.end(on=last, result="hired_there"))
    story.then(TrainingEnded(**OF, on=last, result="hired_there", days=2))
    assert not story.aggregate.is_open


@pytest.mark.parametrize(
    ("on", "result", "code"),
    [
        (FRIDAY, "hired_there", "before_beginning"),
        (TRAINED_UNTIL + DAY, "hired_there", "outside_period"),
        (TRAINED_UNTIL, "cured", "not_one_of"),
    ],
)
def test_it_ends_inside_its_period_and_after_its_last_day(on, result, code):
    story = placement(*IN_TRAINING, day(NEXT_MONDAY))
    story.when(lambda t: t.end(on=on, result=result)).refused(code)


def test_it_is_extended_for_a_reason():
    until = TRAINED_UNTIL + DAY
    story = placement(*IN_TRAINING)
    story.when(lambda t: t.extend(on=FRIDAY, until=until, reason="goes_well"))
    story.then(
        TrainingExtended(**OF, on=FRIDAY, until=until, reason="goes_well"),
        step("training", "t1", "visit_workplace", NEXT_MONDAY, desk=TRAINING),
    )
    same = placement(*IN_TRAINING)
    same.when(lambda t: t.extend(on=FRIDAY, until=TRAINED_UNTIL, reason="goes_well"))
    same.refused("extension_backwards")


def test_what_has_ended_has_ended():
    ended = TrainingEnded(**OF, on=FRIDAY, result="job_search", days=0)
    placement(*IN_TRAINING, ended).when(record()).refused("has_ended")
