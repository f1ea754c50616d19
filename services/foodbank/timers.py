"""The timer that clears the shelves of what is out of date, and the first ration table."""

from __future__ import annotations

from datetime import datetime

from services.foodbank import reference
from services.foodbank.domain.lot import Lot
from services.foodbank.domain.ration import CITY, RationTable
from services.foodbank.queries.stock import list_expired
from tsunagu.log.due import take_each_due
from tsunagu.log.unit_of_work import EventStore
from tsunagu.process import clock

EVERY_SECONDS = 600.0


def discard_expired(store: EventStore, now: datetime) -> None:
    """Discard what is out of date on any shelf; each lot in a unit of work of its own."""
    take_each_due(store, now, Lot, list_expired, lambda lot, today: lot.discard_expired(on=today))


def set_first_rations(store: EventStore) -> None:
    """Rations of categories that have none yet; what the food bank has set itself stays."""
    today = clock.today()
    with store.work(actor="system", hold_log=True) as work:
        table = work.load_or_new(RationTable, CITY)
        for category, ration in reference.first_rations().items():
            if category not in table.rations:
                table.set_ration(category=category, ration=ration, on=today)
