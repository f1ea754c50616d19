"""Periods of months, and their last day.

As the Civil Code counts periods (art. 143-2). Pure; nothing here reads a clock.
"""

from __future__ import annotations

from datetime import date, timedelta

from tsunagu.domain.calendar import add_months


def find_last_day(start: date, months: int) -> date:
    """The last day of a period that begins on `start`: a year from April 1 ends on March 31."""
    same = add_months(start, months)
    return same - timedelta(days=1) if same.day == start.day else same
