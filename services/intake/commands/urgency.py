"""What is urgent, and the first step of a need: what is done first, and by when."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from services.intake import reference
from services.intake.domain.sharing import DANGER_TO_LIFE
from services.intake.domain.signal_clock import CONTACT_DAYS, FLAGGED_HOURS
from services.intake.projections.signals import utc
from tsunagu.domain.calendar import add_working_days, city_date


class Step(NamedTuple):
    """`due_at`: by when (UTC), where hours count."""

    next_step: str
    due_on: date
    due_at: str | None


def is_urgent(kind: str, flagged: bool, basis: str) -> bool:
    """The signal says so itself, is of a kind that is, or rests on danger to life."""
    known = reference.kinds().get(kind)
    return bool(flagged or (known and known.urgent_hours) or basis == DANGER_TO_LIFE)


def first_step(kind: str, urgent: bool, now: datetime) -> Step:
    """The step of a need that begins now: hours day and night if urgent, else working days."""
    if not urgent:
        return Step("first_contact", add_working_days(city_date(now), CONTACT_DAYS), None)
    known = reference.kinds().get(kind)
    hours = (known.urgent_hours if known else None) or FLAGGED_HOURS
    moment = now + timedelta(hours=hours)
    return Step("urgent_contact", city_date(moment), utc(moment))
