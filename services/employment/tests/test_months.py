"""The last day of a period of months: ends of months and leap years."""

from datetime import date

import pytest

from services.employment.domain.months import find_last_day


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2026, 4, 1), 12, date(2027, 3, 31)),
        (date(2026, 11, 20), 12, date(2027, 11, 19)),
        (date(2027, 3, 1), 12, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 1, 28), 1, date(2027, 2, 27)),
    ],
)
def test_a_period_ends_the_day_before_or_with_its_month(start, months, last):
    assert find_last_day(start, months) == last
