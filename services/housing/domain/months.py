"""Months and years as this service counts them. A month is text, as on the forms: "2026-11"."""

from __future__ import annotations

import calendar
from datetime import date

from tsunagu.domain.calendar import add_months, add_working_days

RENT_DAY = 25  # rents here fall due towards the end of the month before
DAYS_TO_ORDER = 5  # working days that a first payment order takes


def month_of(day: date) -> str:
    return f"{day.year:04}-{day.month:02}"


def first_day(month: str) -> date:
    return date.fromisoformat(month + "-01")


def last_day(month: str) -> date:
    first = first_day(month)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def month_after(month: str, n: int = 1) -> str:
    """The n-th month after it; before it where n is negative."""
    return month_of(add_months(first_day(month), n))


def months_from(first: str, n: int) -> tuple[str, ...]:
    return tuple(month_after(first, i) for i in range(n))


def add_years(day: date, n: int) -> date:
    return add_months(day, 12 * n)


def payable_on(month: str, ordered_on: date) -> date:
    """By when a month's rent has to leave: the month before, but never sooner than it can."""
    usual = add_working_days(first_day(month_after(month, -1)).replace(day=RENT_DAY), 0)
    return max(usual, add_working_days(ordered_on, DAYS_TO_ORDER))
