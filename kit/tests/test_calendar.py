"""Boundaries of the city's calendar: year end, Golden Week, moved holidays, changes of era."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tsunagu.domain.calendar import (
    add_months,
    add_working_days,
    city_date,
    city_today,
    era_date_ja,
    era_name,
    era_name_ja,
    fiscal_year,
    fiscal_year_bounds,
    is_working_day,
    next_city_day,
)

DAYS = st.dates(date(2000, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        ("2026-11-23", False),  # Labour Thanksgiving Day
        ("2026-11-24", True),
        ("2026-11-28", False),  # Saturday
        ("2026-12-28", True),  # last working day of the year
        ("2026-12-29", False),  # offices closed, no public holiday
        ("2027-01-03", False),
        ("2027-01-04", True),
        ("2026-05-06", False),  # substitute holiday of May 3 on a Sunday
        ("2026-05-07", True),
        ("2026-09-22", False),  # the day between two holidays
        ("2019-04-30", False),  # around the accession
        ("2019-05-01", False),
        ("2019-05-02", False),
        ("2019-05-07", True),
        ("2020-07-24", False),  # Sports Day moved for the Olympic Games
        ("2020-10-12", True),  # and therefore not in October
    ],
)
def test_offices_are_open_on(day, open_):
    assert is_working_day(date.fromisoformat(day)) is open_


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        ("2026-12-25", 1, "2026-12-28"),
        ("2026-12-28", 1, "2027-01-04"),
        ("2026-12-25", 3, "2027-01-05"),
        ("2026-04-28", 1, "2026-04-30"),
        ("2026-04-30", 2, "2026-05-07"),  # May 1, then Golden Week
        ("2019-04-26", 1, "2019-05-07"),  # ten closed days in a row
        ("2026-11-21", 0, "2026-11-24"),  # a Saturday before a holiday Monday
        ("2026-11-24", 0, "2026-11-24"),
    ],
)
def test_working_days_are_counted_over_holidays(start, n, due):
    assert add_working_days(date.fromisoformat(start), n) == date.fromisoformat(due)


def test_working_days_are_not_counted_backwards():
    with pytest.raises(ValueError, match="negative"):
        add_working_days(date(2026, 1, 5), -1)


@given(DAYS, st.integers(1, 30))
def test_exactly_n_working_days_lie_behind_the_due_day(day, n):
    due = add_working_days(day, n)
    passed = [day + timedelta(days=i) for i in range(1, (due - day).days + 1)]
    assert is_working_day(due)
    assert sum(map(is_working_day, passed)) == n


@given(DAYS)
def test_every_day_lies_in_exactly_its_own_fiscal_year(day):
    first, last = fiscal_year_bounds(fiscal_year(day))
    assert first <= day <= last
    assert (first.month, first.day, last.month, last.day) == (4, 1, 3, 31)


def test_the_fiscal_year_turns_on_the_first_of_april():
    assert fiscal_year(date(2016, 3, 31)) == 2015
    assert fiscal_year(date(2016, 4, 1)) == 2016


@pytest.mark.parametrize(
    ("year", "short", "ja"),
    [
        (2014, "H26", "平成26年度"),
        (2015, "H27", "平成27年度"),
        (2018, "H30", "平成30年度"),
        (2019, "R1", "令和元年度"),
        (2026, "R8", "令和8年度"),
        (1989, "H1", "平成元年度"),
        (1988, "S63", "昭和63年度"),
    ],
)
def test_fiscal_years_carry_era_names(year, short, ja):
    assert era_name(year) == short
    assert era_name_ja(year) == ja


def test_an_unknown_era_is_refused_and_not_guessed():
    with pytest.raises(ValueError):
        era_name(1900)
    with pytest.raises(ValueError):
        era_date_ja(date(1900, 1, 1))


def test_days_change_era_at_the_accession_and_not_with_the_fiscal_year():
    assert era_date_ja(date(2019, 4, 30)) == "平成31年4月30日"
    assert era_date_ja(date(2019, 5, 1)) == "令和元年5月1日"
    assert era_date_ja(date(1989, 1, 7)) == "昭和64年1月7日"
    assert era_date_ja(date(1989, 1, 8)) == "平成元年1月8日"


def test_the_citys_day_begins_nine_hours_before_utc():
    assert city_date(datetime(2026, 11, 22, 14, 59, 59, tzinfo=UTC)) == date(2026, 11, 22)
    assert city_today(datetime(2026, 11, 22, 15, 0, tzinfo=UTC)) == date(2026, 11, 23)


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        city_date(datetime(2026, 11, 22))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2027, 1, 15), 1, date(2027, 2, 15)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 1, 29), 1, date(2028, 2, 29)),
        (date(2027, 1, 29), 1, date(2027, 2, 28)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 10, 15), 3, date(2027, 1, 15)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
        (date(2027, 3, 31), -1, date(2027, 2, 28)),
        (date(2027, 1, 15), -13, date(2025, 12, 15)),
    ],
)
def test_the_same_day_later_or_the_last_of_its_month(day, months, expected):
    assert add_months(day, months) == expected


def test_the_next_day_begins_at_midnight_in_the_city() -> None:
    late = datetime(2026, 4, 1, 14, 59, 59, tzinfo=UTC)  # one second before midnight there
    assert next_city_day(late) == datetime(2026, 4, 1, 15, tzinfo=UTC)
    assert next_city_day(late + timedelta(seconds=1)) == datetime(2026, 4, 2, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "n", "later"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2026-02-28", 1, "2026-03-28"),  # the end of a month is not kept, the day is
        ("2026-05-01", 0, "2026-05-01"),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_its_month(day, n, later):
    assert add_months(date.fromisoformat(day), n) == date.fromisoformat(later)


@given(DAYS, st.integers(-400, 400))
def test_months_go_by_the_calendar(day, n):
    later = add_months(day, n)
    assert (later.year - day.year) * 12 + later.month - day.month == n
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@pytest.mark.parametrize("of", [era_name, era_name_ja])
def test_before_showa_no_fiscal_year_has_a_name(of):
    assert of(1927) in ("S2", "昭和2年度")
    with pytest.raises(ValueError, match="1926"):
        of(1926)


def test_the_last_day_of_an_era_and_the_first_of_the_next():
    assert era_date_ja(date(1926, 12, 25)) == "昭和元年12月25日"
    assert era_date_ja(date(1989, 1, 7)) == "昭和64年1月7日"
    assert era_date_ja(date(1989, 1, 8)) == "平成元年1月8日"
    with pytest.raises(ValueError, match="1926-12-24"):
        era_date_ja(date(1926, 12, 24))
