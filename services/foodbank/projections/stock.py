"""How the tables follow the stock and the food drives; in the events' transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from services.foodbank.domain.events import food_drive, stock
from services.foodbank.projections.tables import drive_list, lot_list, shelf
from tsunagu.log.database import upsert
from tsunagu.log.unit_of_work import RecordedEvent

_OF_LOT = (
    "lot_id", "drive_id", "source", "item", "category", "expires_on", "unit_grams",
    "needs_cooking", "label",
)  # fmt: skip


def insert_lot(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {name: getattr(e.event, name) for name in _OF_LOT}
    values |= {"contents": list(e.event.contents), "received_on": e.event.on}
    counts = {"received": e.event.units, "on_shelf": e.event.units}
    none_yet = {"in_parcels": 0, "handed_out": 0, "discarded": 0}
    upsert(connection, lot_list, ["lot_id"], values | counts | none_yet)
    _shelve(connection, e.event.lot_id, e.event.place, e.event.units)


def move_units(connection: sa.Connection, e: RecordedEvent) -> None:
    _shelve(connection, e.event.lot_id, e.event.from_place, -e.event.units)
    _shelve(connection, e.event.lot_id, e.event.to_place, e.event.units)


def pack_units(connection: sa.Connection, e: RecordedEvent) -> None:
    _count(connection, e, on_shelf=-1, in_parcels=1)
    _shelve(connection, e.event.lot_id, e.event.place, -e.event.units)


def put_units_back(connection: sa.Connection, e: RecordedEvent) -> None:
    _count(connection, e, on_shelf=1, in_parcels=-1)
    _shelve(connection, e.event.lot_id, e.event.place, e.event.units)


def hand_units_out(connection: sa.Connection, e: RecordedEvent) -> None:
    _count(connection, e, in_parcels=-1, handed_out=1)


def discard_units(connection: sa.Connection, e: RecordedEvent) -> None:
    _count(connection, e, on_shelf=-1, discarded=1)
    _shelve(connection, e.event.lot_id, e.event.place, -e.event.units)


def _count(connection: sa.Connection, e: RecordedEvent, **signs: int) -> None:
    """Add the event's units to these columns, or take them away."""
    changed = {name: lot_list.c[name] + sign * e.event.units for name, sign in signs.items()}
    connection.execute(
        lot_list.update().where(lot_list.c.lot_id == e.event.lot_id).values(**changed)
    )


def _shelve(connection: sa.Connection, lot_id: str, place: str, units: int) -> None:
    here = (shelf.c.lot_id == lot_id) & (shelf.c.place == place)
    present = connection.execute(sa.select(shelf.c.units).where(here)).scalar() or 0
    if present + units:
        values = {"lot_id": lot_id, "place": place, "units": present + units}
        upsert(connection, shelf, ["lot_id", "place"], values)
    else:
        connection.execute(shelf.delete().where(here))


def insert_drive(connection: sa.Connection, e: RecordedEvent) -> None:
    names = ("drive_id", "partner", "place", "grams", "grams_by_category")
    values = {name: getattr(e.event, name) for name in names} | {"held_on": e.event.on}
    upsert(connection, drive_list, ["drive_id"], values)


def update_weights(connection: sa.Connection, e: RecordedEvent) -> None:
    connection.execute(
        drive_list.update()
        .where(drive_list.c.drive_id == e.event.drive_id)
        .values(grams=e.event.grams, grams_by_category=e.event.grams_by_category)
    )


STOCK_MODELS: Mapping[type, Any] = {
    stock.StockReceived: insert_lot,
    stock.StockMoved: move_units,
    stock.StockPacked: pack_units,
    stock.StockPutBack: put_units_back,
    stock.StockHandedOut: hand_units_out,
    stock.StockDiscarded: discard_units,
    food_drive.DriveHeld: insert_drive,
    food_drive.DriveReweighed: update_weights,
}
