"""Questions about parcels, and which lots are in one."""

from __future__ import annotations

import sqlalchemy as sa

from services.foodbank.projections.tables import parcel_line, parcel_list
from services.foodbank.queries.rows import get_row
from tsunagu.domain.json_object import JsonObject
from tsunagu.projections.paging import narrow_query, page_by_due


def list_parcels(
    connection: sa.Connection,
    *,
    state: str | None = None,
    how: str | None = None,
    after: str | None = None,
    limit: int | None = None,
) -> JsonObject:
    """One page: those still owed by due date first."""
    c = parcel_list.c
    query = narrow_query(sa.select(parcel_list), (c.state, state), (c.how, how))
    rows, cursor = page_by_due(connection, query, c.due_on, c.parcel_id, after, limit)
    return {"parcels": rows, "next": cursor}


def get_parcel(connection: sa.Connection, parcel_id: str) -> JsonObject:
    row = get_row(connection, parcel_list, parcel_list.c.parcel_id, parcel_id)
    c = parcel_line.c
    lines = connection.execute(
        sa.select(c.lot_id, c.units).where(c.parcel_id == parcel_id).order_by(c.lot_id)
    )
    return row | {"lines": [dict(line._mapping) for line in lines]}
