"""What a timer does: everything that is due moves, whatever fails beside it."""

from datetime import UTC, datetime

import pytest

from kit.tests.contract.conftest import DAY
from kit.tests.contract.source import Box
from tsunagu.log.due import take_each_due

IDS = ("a", "b", "c")
NOW = datetime(2026, 4, 1, tzinfo=UTC)


@pytest.fixture
def boxes(store):
    """Three boxes, opened and not yet moved."""
    with store.work() as work:
        for id in IDS:
            work.load_or_new(Box, id).open(DAY)
    return store


def moved(store):
    with store.work() as work:
        return "".join(id for id in IDS if work.load(Box, id).room)


def move(box, today):
    if not box.room:
        box.move(today, "attic")


def test_what_comes_so_many_at_a_time_is_all_taken(boxes):
    left, days = list(IDS), []

    def take(box, today):
        days.append(today)
        move(box, today)
        left.remove(box.id)

    take_each_due(boxes, NOW, Box, lambda connection, today: left[:2], take)
    assert moved(boxes) == "abc"
    assert days == [DAY] * 3


def test_looking_ends_where_nothing_moves_any_more(boxes):
    looked = []

    def take(box, today):
        looked.append(box.id)
        move(box, today)

    take_each_due(boxes, NOW, Box, lambda connection, today: ["a"], take)
    assert looked == ["a", "a"]  # the second time, nothing was left to record


def test_one_that_fails_keeps_no_other_from_its_step_and_is_told_at_the_end(boxes):
    tried = []

    def take(box, today):
        tried.append(box.id)
        move(box, today)
        if box.id == "b":
            raise LookupError("broken")

    with pytest.raises(LookupError, match="broken"):
        take_each_due(boxes, NOW, Box, lambda connection, today: IDS, take)
    assert moved(boxes) == "ac"
    assert tried.count("b") == 1


def test_of_those_taken_together_one_that_fails_fails_alone(boxes):
    tried = []

    def take(box, today):
        tried.append(box.id)
        move(box, today)
        if box.id == "b":
            raise LookupError("broken")

    with pytest.raises(LookupError, match="broken"):
        take_each_due(boxes, NOW, Box, lambda connection, today: IDS, take, together=3)
    assert moved(boxes) == "ac"
    assert tried == ["a", "b", "a", "b", "c", "a", "c"]  # the last: nothing was left to record
