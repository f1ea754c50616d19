"""Months on the calendar: the same day of a later month, or its last day where there is none.

As the Civil Code counts periods (art. 143-2). Pure; nothing here reads a clock.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def add_months(day: date, months: int) -> date:
    """That many months later: January 31 and one month is the last day of February."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def last_day_of(start: date, months: int) -> date:
    """The last day of a period that begins on `start`: a year from April 1 ends on March 31."""
    same = add_months(start, months)
    return same - timedelta(days=1) if same.day == start.day else same
