"""The timer that closes openings whose validity has run out."""

from __future__ import annotations

from datetime import datetime

from services.employment.domain.opening import Opening
from services.employment.queries import lists
from tsunagu.domain.calendar import city_today
from tsunagu.log.unit_of_work import EventStore

EVERY_SECONDS = 600.0


def expire_openings(store: EventStore, now: datetime) -> None:
    """Each opening in a unit of work of its own; introductions made in time go on."""
    today = city_today(now)
    with store.reading() as connection:
        expired = lists.expired_openings(connection, today)
    for opening_id in expired:
        with store.work(actor="clock") as work:
            work.load(Opening, opening_id).expire(on=today)
