"""Questions about lots of food: what lies where, what is out of date, and where a lot went."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from services.foodbank.domain.goods import Goods
from services.foodbank.domain.packing import Shelf
from services.foodbank.domain.parcel import TAKEN_BACK
from services.foodbank.domain.refusals import NO_SUCH_LOT
from services.foodbank.projections.tables import lot_list, parcel_line, parcel_list, shelf
from services.foodbank.queries.rows import get_row
from tsunagu.domain.json_object import JsonObject
from tsunagu.projections.paging import encode_row, narrow_query, page_by_due


def list_shelves_at(connection: sa.Connection, place: str) -> list[Shelf]:
    """What lies at a place, as the packer sees it."""
    c = lot_list.c
    rows = connection.execute(
        sa.select(lot_list, shelf.c.units)
        .join(shelf, shelf.c.lot_id == c.lot_id)
        .where(shelf.c.place == place)
    )
    return [
        Shelf(
            row.lot_id,
            row.units,
            Goods(
                item=row.item,
                category=row.category,
                unit_grams=row.unit_grams,
                expires_on=row.expires_on,
                needs_cooking=row.needs_cooking,
                label=row.label,
                contents=frozenset(row.contents),
            ),
            row.drive_id,
        )
        for row in rows
    ]


def list_lots(
    connection: sa.Connection,
    *,
    item: str | None = None,
    category: str | None = None,
    drive_id: str | None = None,
    expires_by: date | None = None,
    in_stock: bool | None = True,
    after: str | None = None,
    limit: int | None = None,
) -> JsonObject:
    """One page of lots, whatever expires first; each with its places."""
    c = lot_list.c
    query = narrow_query(
        sa.select(lot_list, c.expires_on.label("due_on")),
        (c.item, item),
        (c.category, category),
        (c.drive_id, drive_id),
    )
    if expires_by is not None:
        query = query.where(c.expires_on <= expires_by)
    if in_stock is not False:
        query = query.where(c.on_shelf > 0)
    rows, cursor = page_by_due(connection, query, c.expires_on, c.lot_id, after, limit)
    places = _find_places(connection, [row["lot_id"] for row in rows])
    for row in rows:
        row.pop("due_on")
        row["places"] = places.get(row["lot_id"], {})
    return {"lots": rows, "next": cursor}


def _find_places(connection: sa.Connection, lot_ids: list[str]) -> dict[str, dict[str, int]]:
    places: dict[str, dict[str, int]] = {}
    rows = connection.execute(
        sa.select(shelf).where(shelf.c.lot_id.in_(lot_ids)).order_by(shelf.c.place)
    )
    for row in rows:
        places.setdefault(row.lot_id, {})[row.place] = row.units
    return places


def list_expired(connection: sa.Connection, today: date) -> list[str]:
    """Lots on a shelf whose last good day is past."""
    c = lot_list.c
    query = sa.select(c.lot_id).where(c.expires_on < today, c.on_shelf > 0)
    return list(connection.execute(query.order_by(c.expires_on)).scalars())


def trace_lot(connection: sa.Connection, lot_id: str) -> JsonObject:
    """Where a lot went, for a recall: the parcels that hold or held it."""
    lot = get_row(connection, lot_list, lot_list.c.lot_id, lot_id, NO_SUCH_LOT)
    p = parcel_list.c
    parcels = connection.execute(
        sa.select(p.parcel_id, p.visit_id, p.visitor_id, p.state, p.since, parcel_line.c.units)
        .join(parcel_line, parcel_line.c.parcel_id == p.parcel_id)
        .where(parcel_line.c.lot_id == lot_id, p.state != TAKEN_BACK)
        .order_by(p.since.desc(), p.parcel_id)
    )
    return lot | {
        "places": _find_places(connection, [lot_id]).get(lot_id, {}),
        "parcels": [encode_row(parcel._mapping) for parcel in parcels],
    }
