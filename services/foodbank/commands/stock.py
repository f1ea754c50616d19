"""Commands on food: drives, lots, what expires, and how much a parcel holds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from services.foodbank import reference
from services.foodbank.commands.authorisation import ours
from services.foodbank.domain.food_drive import Drive
from services.foodbank.domain.packing import Ration
from services.foodbank.domain.ration import CITY, RationTable
from services.foodbank.domain.stock import Lot
from services.foodbank.domain.visit import WAITING
from services.foodbank.queries import people, stock
from services.foodbank.schemas import stock as stock_schemas
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.process import clock
from tsunagu.process.ids import new_id


class Stock(ServiceBase):
    @command
    def hold_drive(self, **body: Any) -> dict[str, Any]:
        """A food drive with a partner, and what it weighed."""
        asked = ours(stock_schemas.DriveShape(), body)
        with self.work() as work:
            drive = work.load_or_new(Drive, new_id())
            drive.hold(**asked)
            return {"drive_id": drive.id, "grams": sum(drive.grams_by_category.values())}

    @command
    def weigh_drive(self, drive_id: str, **body: Any) -> dict[str, Any]:
        """The right weights, in place of those before."""
        asked = ours(stock_schemas.Weights(), body)
        with self.work() as work:
            drive = work.load(Drive, drive_id)
            drive.weigh_again(**asked)
            return {"drive_id": drive_id, "grams": sum(drive.grams_by_category.values())}

    @command
    def list_drives(self, **query: Any) -> dict[str, Any]:
        """Food drives, each with what became of its food."""
        asked = stock_schemas.DriveQuery().load(query)
        with self.store.reading() as connection:
            return stock.drives(connection, **asked)

    # -- lots -------------------------------------------------------------------------------------

    @command
    def receive_stock(self, **body: Any) -> dict[str, Any]:
        """Food came in; says also who waits for some."""
        asked = ours(stock_schemas.LotShape(), body)
        item = reference.items()[asked["item"]]
        if asked["needs_cooking"] is None:
            asked["needs_cooking"] = item.needs_cooking
        asked["contents"] = tuple(asked["contents"])
        with self.work() as work:
            if asked["drive_id"] is not None:
                work.load(Drive, asked["drive_id"])
            lot = work.load_or_new(Lot, new_id())
            lot.receive(**asked, category=item.category)
            waiting = people.visits(work.connection, state=WAITING)["visits"]
            return _lot(lot) | {"waiting": [visit["visit_id"] for visit in waiting]}

    @command
    def move_stock(self, lot_id: str, **body: Any) -> dict[str, Any]:
        asked = ours(stock_schemas.Moving(), body)
        with self.work() as work:
            lot = work.load(Lot, lot_id)
            lot.move(**asked)
            return _lot(lot)

    @command
    def discard_stock(self, lot_id: str, **body: Any) -> dict[str, Any]:
        """Damaged, recalled, out of date, or missing when counted."""
        asked = ours(stock_schemas.Discarding(), body)
        with self.work() as work:
            lot = work.load(Lot, lot_id)
            lot.discard(**asked)
            return _lot(lot)

    @command
    def list_stock(self, **query: Any) -> dict[str, Any]:
        """Lots on the shelves, whatever expires first; `expires_within`: in so many days."""
        asked = stock_schemas.LotQuery().load(query)
        days = asked.pop("expires_within", None)
        if days is not None:
            asked["expires_by"] = clock.today() + timedelta(days=days)
        with self.store.reading() as connection:
            return stock.lots(connection, **asked)

    @command
    def trace_stock(self, lot_id: str) -> dict[str, Any]:
        """Where a lot went, for a recall: the parcels that hold or held it."""
        with self.store.reading() as connection:
            return stock.trace(connection, lot_id)

    # -- how much ---------------------------------------------------------------------------------

    @command
    def get_ration(self) -> dict[str, Any]:
        """How much of each category a person gets for a day, and for how many days."""
        with self.work() as work:
            table = work.load_or_new(RationTable, CITY)
        return {
            "days": table.days,
            "rations": [
                {
                    "category": category,
                    "whom": ration.whom,
                    "grams_per_day": ration.grams_per_day,
                    "child_percent": ration.child_percent,
                }
                for category, ration in sorted(table.rations.items())
            ],
        }

    @command
    def set_ration(self, **body: Any) -> dict[str, Any]:
        """How much of a category a person gets for a day, from now on."""
        asked = ours(stock_schemas.RationShape(), body)
        on, category = asked.pop("on"), asked.pop("category")
        with self.work() as work:
            table = work.load_or_new(RationTable, CITY)
            table.set_ration(category=category, ration=Ration(**asked), on=on)
        return {"category": category, **asked}

    @command
    def set_ration_days(self, **body: Any) -> dict[str, Any]:
        """For how many days a parcel is packed where nothing else is said."""
        asked = ours(stock_schemas.DaysShape(), body)
        with self.work() as work:
            work.load_or_new(RationTable, CITY).set_days(**asked)
        return {"days": asked["days"]}

    @command
    def list_codes(self) -> dict[str, Any]:
        """Every list of codes with its names, for the screens."""
        return {
            name: [
                {"code": one.code, "ja": one.ja, "en": one.en}
                | ({"category": one.category} if isinstance(one, reference.Item) else {})
                for one in rows
            ]
            for name, rows in reference.lists().items()
        }


def _lot(lot: Lot) -> dict[str, Any]:
    return {
        "lot_id": lot.id,
        "received": lot.received,
        "places": dict(sorted(lot.shelves.items())),
        "in_parcels": sum(units for units, _ in lot.in_parcels.values()),
        "handed_out": lot.handed_out,
        "discarded": lot.discarded,
        "version": lot.version,
    }
