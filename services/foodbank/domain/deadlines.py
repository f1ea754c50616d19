"""By when something is due where nobody says a day.

No law or source names these figures: they are this platform's.
"""

from __future__ import annotations

from datetime import date

from tsunagu.domain.calendar import add_working_days

CALL_DAYS = 3  # working days until we call whoever waits for stock
STEP_DAYS = 5  # working days for any other step


def calculate_call_day(on: date) -> date:
    return add_working_days(on, CALL_DAYS)


def calculate_step_day(on: date) -> date:
    return add_working_days(on, STEP_DAYS)
