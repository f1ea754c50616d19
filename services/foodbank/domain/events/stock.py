"""Events of a lot of food: received, moved, packed, handed out or discarded."""

from __future__ import annotations

from datetime import date

from tsunagu.domain.aggregate import event


@event("foodbank.stock_received")
class StockReceived:
    """`contents`: codes of what is in it, as far as `label` was read."""

    lot_id: str
    on: date
    drive_id: str | None
    source: str
    item: str
    category: str
    units: int
    unit_grams: int
    grams: int
    expires_on: date | None
    needs_cooking: bool
    label: str
    contents: tuple[str, ...]
    place: str


@event("foodbank.stock_moved")
class StockMoved:
    lot_id: str
    on: date
    units: int
    from_place: str
    to_place: str


@event("foodbank.stock_packed")
class StockPacked:
    """Units left the shelf for a parcel that is not given yet."""

    lot_id: str
    on: date
    units: int
    place: str
    parcel_id: str


@event("foodbank.stock_put_back")
class StockPutBack:
    lot_id: str
    on: date
    units: int
    place: str
    parcel_id: str


@event("foodbank.stock_handed_out")
class StockHandedOut:
    lot_id: str
    on: date
    units: int
    parcel_id: str


@event("foodbank.stock_discarded")
class StockDiscarded:
    lot_id: str
    on: date
    drive_id: str | None
    item: str
    category: str
    place: str
    units: int
    grams: int
    reason: str
