"""Commands on lots of food: received, moved, discarded, looked for, and the lists of codes."""

from __future__ import annotations

from datetime import timedelta

from services.foodbank import reference
from services.foodbank.commands.authorisation import DeskCommands
from services.foodbank.domain.food_drive import Drive
from services.foodbank.domain.lot import Lot
from services.foodbank.domain.visit import WAITING
from services.foodbank.queries import stock, visits
from services.foodbank.schemas.stock import Discarding, LotQuery, LotShape, Moving
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import command
from tsunagu.process import clock
from tsunagu.process.ids import new_id


class Stock(DeskCommands):
    @command(LotShape)
    def receive_stock(self, asked: LotShape) -> JsonObject:
        """Food came in; says also who waits for some."""
        item = reference.items()[asked.item]
        cooking = item.needs_cooking if asked.needs_cooking is None else asked.needs_cooking
        with self.work_of(asked.by) as work:
            if asked.drive_id is not None:
                work.load(Drive, asked.drive_id)
            lot = work.load_or_new(Lot, new_id())
            goods = asked.values("by", "needs_cooking")
            lot.receive(**goods, needs_cooking=cooking, category=item.category)
            waiting = visits.list_visits(work.connection, state=WAITING)["visits"]
            return _state_of(lot) | {"waiting": [visit["visit_id"] for visit in waiting]}

    @command(Moving)
    def move_stock(self, moving: Moving, lot_id: str) -> JsonObject:
        with self.work_of(moving.by) as work:
            lot = work.load(Lot, lot_id)
            lot.move(**moving.values("by"))
            return _state_of(lot)

    @command(Discarding)
    def discard_stock(self, discarding: Discarding, lot_id: str) -> JsonObject:
        """Damaged, recalled, out of date, or missing when counted."""
        with self.work_of(discarding.by) as work:
            lot = work.load(Lot, lot_id)
            lot.discard(**discarding.values("by"))
            return _state_of(lot)

    @command(LotQuery)
    def list_stock(self, query: LotQuery) -> JsonObject:
        """Lots on the shelves, whatever expires first; `expires_within`: in so many days."""
        days = query.expires_within
        expires_by = None if days is None else clock.today() + timedelta(days=days)
        with self.store.reading() as connection:
            return stock.list_lots(
                connection, expires_by=expires_by, **query.values("expires_within")
            )

    @command
    def trace_stock(self, lot_id: str) -> JsonObject:
        """Where a lot went, for a recall: the parcels that hold or held it."""
        with self.store.reading() as connection:
            return stock.trace_lot(connection, lot_id)

    @command
    def list_codes(self) -> JsonObject:
        """Every list of codes with its names, for the screens."""
        return {
            name: [
                {"code": one.code, "ja": one.ja, "en": one.en}
                | ({"category": one.category} if isinstance(one, reference.Item) else {})
                for one in rows
            ]
            for name, rows in reference.lists().items()
        }


def _state_of(lot: Lot) -> JsonObject:
    return {
        "lot_id": lot.id,
        "received": lot.received,
        "places": dict(sorted(lot.shelves.items())),
        "in_parcels": sum(units for units, _ in lot.in_parcels.values()),
        "handed_out": lot.handed_out,
        "discarded": lot.discarded,
        "version": lot.version,
    }
