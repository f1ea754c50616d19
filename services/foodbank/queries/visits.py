"""Questions about visits."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from services.foodbank.projections.tables import visit_list
from services.foodbank.queries.rows import get_row
from tsunagu.domain.json_object import JsonObject
from tsunagu.projections.paging import narrow_query, page_by_due


def list_visits(
    connection: sa.Connection,
    *,
    state: str | None = None,
    visitor_id: str | None = None,
    from_on: date | None = None,
    to_on: date | None = None,
    after: str | None = None,
    limit: int | None = None,
) -> JsonObject:
    """One page: those that wait by due date first."""
    c = visit_list.c
    query = narrow_query(sa.select(visit_list), (c.state, state), (c.visitor_id, visitor_id))
    if from_on is not None:
        query = query.where(c.on >= from_on)
    if to_on is not None:
        query = query.where(c.on <= to_on)
    rows, cursor = page_by_due(connection, query, c.due_on, c.visit_id, after, limit)
    return {"visits": rows, "next": cursor}


def get_visit(connection: sa.Connection, visit_id: str) -> JsonObject:
    return get_row(connection, visit_list, visit_list.c.visit_id, visit_id)
