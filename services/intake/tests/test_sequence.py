"""Running numbers: whatever order they come in, what is missing is exactly what never came."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.department_sequence import (
    Numbering,
    SequenceGapExplained,
    next_place,
    remove_from_gap,
)
from tsunagu.testing import scenario

DAY = date(2026, 11, 20)


def missing_after(numbers):
    """The gaps as the read model keeps them, step by step."""
    highest, gaps = 0, []
    for number in numbers:
        if number <= highest:
            gaps = [left for gap in gaps for left in remove_from_gap(gap, number, number)]
            continue
        highest, gap = next_place(highest, number)
        gaps += [gap] if gap else []
    return highest, gaps


@given(st.lists(st.integers(1, 60), max_size=80))
def test_what_is_missing_is_what_never_came_below_the_highest(numbers):
    highest, gaps = missing_after(numbers)
    assert highest == max(numbers, default=0)
    missing = [number for first, last in gaps for number in range(first, last + 1)]
    assert sorted(missing) == sorted(set(range(1, highest + 1)) - set(numbers))
    assert len(missing) == len(set(missing))


@pytest.mark.parametrize(
    ("numbers", "gaps"),
    [
        ([1, 2, 3], []),
        ([5], [(1, 4)]),
        ([1, 5], [(2, 4)]),
        ([1, 5, 3], [(2, 2), (4, 4)]),
        ([1, 5, 2, 4, 3], []),
        ([1, 1, 1], []),
        ([3, 2, 1], []),
    ],
)
def test_gaps_open_and_close(numbers, gaps):
    assert missing_after(numbers)[1] == gaps


EXPLAINED = SequenceGapExplained(
    department="waterworks", first=2, last=4, on=DAY, reason="never_used"
)


def test_a_department_says_once_that_numbers_will_not_come():
    story = scenario(Numbering, "waterworks")
    explain = {"first": 2, "last": 4, "on": DAY, "reason": "never_used"}
    story.when(lambda n: n.explain(**explain)).then(EXPLAINED)
    story.given(EXPLAINED).when(lambda n: n.explain(**explain)).then()


def test_a_gap_does_not_end_before_it_begins():
    scenario(Numbering, "waterworks").when(
        lambda n: n.explain(first=4, last=3, on=DAY, reason="never_used")
    ).refused("gap_ends_before_it_begins")
