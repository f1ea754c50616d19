"""By when a signal must be answered, and who hears of it when nobody did.

Urgent kinds have a clock in hours, which runs day and night: danger keeps no office
hours. The others count working days. Both give two alarms: to the lead of the desk
whose turn it is when the time has passed, and to the lead of consultation support later.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from tsunagu.domain.calendar import CITY_TIME, add_working_days

# No law names these figures: they are this platform's. The hours of each kind are in kinds.csv.
CONTACT_DAYS = 3
FLAGGED_HOURS = 4  # the department says it is urgent, of a kind that is not so by itself
SUPPORT_LEAD_HOURS = 1
SUPPORT_LEAD_DAYS = 2

DESK_LEAD, SUPPORT_LEAD = "desk_lead", "support_lead"
ALL_RAISED = (DESK_LEAD, SUPPORT_LEAD)


class Alarm(NamedTuple):
    level: str
    at: datetime


def end_of(day: date) -> datetime:
    """The moment at which a day of the city is over."""
    return datetime.combine(day + timedelta(days=1), time(), CITY_TIME)


def keeps_own_clock(due_at: object | None, came: bool) -> bool:
    """Whether a signal keeps its duty desk and clock in hours though a case of the person is open.

    What is urgent (`due_at`) does, until somebody has seen to it or the person has come.
    """
    return due_at is not None and not came


def next_alarm(due_on: date, due_at: str | None, raised: int) -> Alarm | None:
    """The alarm that comes after `raised` of them were given; None after the last."""
    if raised >= len(ALL_RAISED):
        return None
    level = ALL_RAISED[raised]
    if due_at is not None:
        moment = datetime.fromisoformat(due_at)
        later = timedelta(hours=SUPPORT_LEAD_HOURS)
        return Alarm(level, moment if level == DESK_LEAD else moment + later)
    last = due_on if level == DESK_LEAD else add_working_days(due_on, SUPPORT_LEAD_DAYS)
    return Alarm(level, end_of(last))
