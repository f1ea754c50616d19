"""The timer that clears the shelves of what is out of date, and the first ration table."""

from __future__ import annotations

from datetime import UTC, datetime

from services.foodbank import reference
from services.foodbank.domain.ration import CITY, RationTable
from services.foodbank.domain.stock import Lot
from services.foodbank.queries import stock
from tsunagu.domain.calendar import city_today
from tsunagu.log.unit_of_work import EventStore

EVERY_SECONDS = 600.0


def discard_expired(store: EventStore, now: datetime) -> None:
    """Discard what is out of date on any shelf; each lot in a unit of work of its own."""
    today = city_today(now)
    while True:
        with store.reading() as connection:
            expired = stock.expired(connection, today)
        discarded = 0
        for lot_id in expired:
            with store.work(actor="clock") as work:
                work.load(Lot, lot_id).discard_expired(on=today)
            discarded += work.appended
        if not discarded:
            return


def set_first_rations(store: EventStore) -> None:
    """Rations of categories that have none yet; what the food bank has set itself stays."""
    today = city_today(datetime.now(UTC))
    with store.work(actor="system") as work:
        table = work.load_or_new(RationTable, CITY)
        for category, ration in reference.first_rations().items():
            if category not in table.rations:
                table.set_ration(category=category, ration=ration, on=today)
