"""What is urgent, and by when it must be answered: the place that a new need gets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from services.intake import reference
from services.intake.domain.sharing import DANGER_TO_LIFE
from services.intake.domain.signal_clock import CONTACT_DAYS, FLAGGED_HOURS
from services.intake.projections.signals import utc
from tsunagu.domain.calendar import add_working_days, city_date


def is_urgent(asked: Mapping[str, Any]) -> bool:
    """It says so itself, is of a kind that is, or rests on danger to life."""
    kind = reference.kinds().get(asked["kind"])
    return bool(asked["urgent"] or (kind and kind.urgent_hours) or asked["basis"] == DANGER_TO_LIFE)


def step_of(kind: str, urgent: bool, now: datetime) -> dict[str, Any]:
    """The next step of a need that begins now: hours day and night if urgent, else working days."""
    if not urgent:
        due_on = add_working_days(city_date(now), CONTACT_DAYS)
        return {"next_step": "first_contact", "due_on": due_on, "due_at": None}
    known = reference.kinds().get(kind)
    hours = (known.urgent_hours if known else None) or FLAGGED_HOURS
    moment = now + timedelta(hours=hours)
    return {"next_step": "urgent_contact", "due_on": city_date(moment), "due_at": utc(moment)}
