"""Questions about food drives, and what became of the food that each brought."""

from __future__ import annotations

import sqlalchemy as sa

from services.foodbank.projections.tables import drive_list, lot_list
from tsunagu.domain.json_object import JsonObject
from tsunagu.projections.paging import page_by_due

_FATE = ("received", "on_shelf", "in_parcels", "handed_out", "discarded")


def list_drives(
    connection: sa.Connection,
    *,
    partner: str | None = None,
    after: str | None = None,
    limit: int | None = None,
) -> JsonObject:
    """One page of food drives, the oldest first, each with what became of its food."""
    c = drive_list.c
    query = sa.select(drive_list, c.held_on.label("due_on"))
    if partner is not None:
        query = query.where(c.partner == partner)
    rows, cursor = page_by_due(connection, query, c.held_on, c.drive_id, after, limit)
    fate = _weigh_fate(connection, [row["drive_id"] for row in rows])
    for row in rows:
        row.pop("due_on")
        row["became"] = fate.get(row["drive_id"]) or dict.fromkeys(_FATE, 0)
    return {"drives": rows, "next": cursor}


def _weigh_fate(connection: sa.Connection, drive_ids: list[str]) -> dict[str, dict[str, int]]:
    """Drive → grams taken in as lots, on shelves, in open parcels, handed out, discarded."""
    c = lot_list.c
    grams = [sa.func.sum(c[name] * c.unit_grams).label(name) for name in _FATE]
    rows = connection.execute(
        sa.select(c.drive_id, *grams).where(c.drive_id.in_(drive_ids)).group_by(c.drive_id)
    )
    return {row.drive_id: {name: int(getattr(row, name)) for name in _FATE} for row in rows}
