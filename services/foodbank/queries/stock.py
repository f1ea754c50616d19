"""The questions of the food bank's screens about food: shelves, dates, drives, and recalls."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from services.foodbank.domain.goods import Goods
from services.foodbank.domain.packing import Shelf
from services.foodbank.domain.parcel import TAKEN_BACK
from services.foodbank.projections.tables import (
    drive_list,
    lot_list,
    parcel_line,
    parcel_list,
    shelf,
)
from tsunagu.domain.errors import NotFound
from tsunagu.projections.paging import narrowed, page_by_due, plain


def shelves_at(connection: sa.Connection, place: str) -> list[Shelf]:
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


def lots(
    connection: sa.Connection,
    *,
    item: str | None = None,
    category: str | None = None,
    drive_id: str | None = None,
    expires_by: date | None = None,
    in_stock: bool = True,
    after: str | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """One page of lots, whatever expires first; each with its places."""
    c = lot_list.c
    query = narrowed(
        sa.select(lot_list, c.expires_on.label("due_on")),
        (c.item, item),
        (c.category, category),
        (c.drive_id, drive_id),
    )
    if expires_by is not None:
        query = query.where(c.expires_on <= expires_by)
    if in_stock:
        query = query.where(c.on_shelf > 0)
    rows, cursor = page_by_due(connection, query, c.expires_on, c.lot_id, after, limit)
    places = _places(connection, [row["lot_id"] for row in rows])
    for row in rows:
        row.pop("due_on")
        row["places"] = places.get(row["lot_id"], {})
    return {"lots": rows, "next": cursor}


def _places(connection: sa.Connection, lot_ids: list[str]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    rows = connection.execute(
        sa.select(shelf).where(shelf.c.lot_id.in_(lot_ids)).order_by(shelf.c.place)
    )
    for row in rows:
        found.setdefault(row.lot_id, {})[row.place] = row.units
    return found


def expired(connection: sa.Connection, today: date, limit: int = 200) -> list[str]:
    """Lots on a shelf whose last good day is past."""
    c = lot_list.c
    query = sa.select(c.lot_id).where(c.expires_on < today, c.on_shelf > 0)
    return list(connection.execute(query.order_by(c.expires_on).limit(limit)).scalars())


def trace(connection: sa.Connection, lot_id: str) -> dict[str, Any]:
    """Where a lot went, for a recall: the parcels that hold or held it."""
    row = connection.execute(sa.select(lot_list).where(lot_list.c.lot_id == lot_id)).first()
    if row is None:
        raise NotFound("not_found", f"{lot_id} は見つかりません / no such lot", id=lot_id)
    p = parcel_list.c
    parcels = connection.execute(
        sa.select(p.parcel_id, p.visit_id, p.visitor_id, p.state, p.since, parcel_line.c.units)
        .join(parcel_line, parcel_line.c.parcel_id == p.parcel_id)
        .where(parcel_line.c.lot_id == lot_id, p.state != TAKEN_BACK)
        .order_by(p.since.desc(), p.parcel_id)
    )
    return plain(row._mapping) | {
        "places": _places(connection, [lot_id]).get(lot_id, {}),
        "parcels": [plain(parcel._mapping) for parcel in parcels],
    }


def drives(
    connection: sa.Connection,
    *,
    partner: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """One page of food drives, the oldest first, each with what became of its food."""
    c = drive_list.c
    query = sa.select(drive_list, c.held_on.label("due_on"))
    if partner is not None:
        query = query.where(c.partner == partner)
    rows, cursor = page_by_due(connection, query, c.held_on, c.drive_id, after, limit)
    fate = _fate(connection, [row["drive_id"] for row in rows])
    for row in rows:
        row.pop("due_on")
        row["became"] = fate.get(row["drive_id"]) or dict.fromkeys(_FATE, 0)
    return {"drives": rows, "next": cursor}


_FATE = ("received", "on_shelf", "in_parcels", "handed_out", "discarded")


def _fate(connection: sa.Connection, drive_ids: list[str]) -> dict[str, dict[str, int]]:
    """Drive → grams taken in as lots, on shelves, in open parcels, handed out, discarded."""
    c = lot_list.c
    grams = [sa.func.sum(c[name] * c.unit_grams).label(name) for name in _FATE]
    rows = connection.execute(
        sa.select(c.drive_id, *grams).where(c.drive_id.in_(drive_ids)).group_by(c.drive_id)
    )
    return {row.drive_id: {name: int(getattr(row, name)) for name in _FATE} for row in rows}
