"""The readiness ladder: six rungs, and every move on record with its direction and reason."""

from datetime import timedelta

import pytest

from services.employment.domain.readiness_ladder import Ladder, ReadinessMoved
from services.employment.tests.people import FRIDAY
from tsunagu.testing import scenario


def moved(was, rung, direction, reason="first_talk"):
    return ReadinessMoved(
        person_id="p1",
        case_id="c1",
        on=FRIDAY,
        was=was,
        rung=rung,
        direction=direction,
        reason=reason,
    )


def move(rung, on=FRIDAY, reason="first_talk"):
    return lambda ladder: ladder.move(case_id="c1", on=on, rung=rung, reason=reason)


AT_THREE = moved(None, 3, "first")


@pytest.mark.parametrize("rung", [1, 6])
def test_somebody_may_begin_on_any_rung(rung):
    scenario(Ladder, "p1").given().when(move(rung)).then(moved(None, rung, "first"))


@pytest.mark.parametrize("rung", [0, 7, -1])
def test_there_are_six_rungs(rung):
    scenario(Ladder, "p1").given().when(move(rung)).refused("no_such_rung")


@pytest.mark.parametrize(("rung", "direction"), [(4, "up"), (6, "up"), (2, "down"), (1, "down")])
def test_a_move_says_from_where_and_which_way(rung, direction):
    story = scenario(Ladder, "p1").given(AT_THREE)
    story.when(move(rung, reason="fell_ill")).then(moved(3, rung, direction, "fell_ill"))
    assert story.aggregate.rung == rung


def test_staying_is_no_move():
    scenario(Ladder, "p1").given(AT_THREE).when(move(3)).refused("same_rung")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"reason": "腰を痛めた"}, "not_a_code"),
        ({"reason": ""}, "not_a_code"),
        ({"on": FRIDAY - timedelta(days=1)}, "before_beginning"),
    ],
)
def test_a_move_has_a_reason_and_follows_the_one_before(changed, code):
    scenario(Ladder, "p1").given(AT_THREE).when(move(4, **changed)).refused(code)
