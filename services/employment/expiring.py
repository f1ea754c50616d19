"""The timer that closes openings whose validity has run out."""

from __future__ import annotations

from datetime import datetime

from services.employment import asking
from services.employment.domain_opening import Opening
from tsunagu.calendar import city_today
from tsunagu.store import Store

EVERY_SECONDS = 600.0


def expire_openings(store: Store, now: datetime) -> None:
    """Each opening in a unit of work of its own; introductions made in time go on."""
    today = city_today(now)
    with store.reading() as connection:
        expired = asking.expired_openings(connection, today)
    for opening_id in expired:
        with store.work(actor="clock") as work:
            work.load(Opening, opening_id).expire(on=today)
