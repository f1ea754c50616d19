"""The timer that closes openings whose validity has run out."""

from __future__ import annotations

from datetime import datetime

from services.employment.domain.opening import Opening
from services.employment.queries.lookups import find_expired_openings
from tsunagu.log.due import take_each_due
from tsunagu.log.unit_of_work import EventStore

EVERY_SECONDS = 600.0


def expire_openings(store: EventStore, now: datetime) -> None:
    """Each opening by itself; introductions made in time go on."""
    take_each_due(
        store,
        now,
        Opening,
        find_expired_openings,
        lambda opening, today: opening.expire(on=today),
    )
