"""The one clock: the city's date, and what follows when a test sets it."""

from datetime import UTC, date, datetime

import pytest
from marshmallow import ValidationError

from tsunagu.contracts.day_ranges import check_past_day
from tsunagu.contracts.field_checks import check_code
from tsunagu.process import clock


def test_the_moment_has_its_zone():
    assert clock.now().tzinfo is UTC


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 31, 14, 59, tzinfo=UTC), date(2026, 3, 31)),
        (datetime(2026, 3, 31, 15, 0, tzinfo=UTC), date(2026, 4, 1)),
    ],
)
def test_today_is_the_citys_and_follows_the_clock_that_a_test_sets(moment, day, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: moment)
    assert clock.today() == day
    check_past_day(day)
    with pytest.raises(ValidationError):
        check_past_day(day.replace(year=2027))


def test_a_day_before_records_reach_back_is_refused():
    check_past_day(date(1990, 1, 1))
    with pytest.raises(ValidationError, match="before 1990"):
        check_past_day(date(1989, 12, 31))


def test_words_are_no_code():
    check_code("no-capacity")
    with pytest.raises(ValidationError, match="must be a code → a-z, 0-9, _, -"):
        check_code("no capacity")
