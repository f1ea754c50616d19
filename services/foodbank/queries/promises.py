"""Everything that somebody waits for at the food bank, with whose it is and by when it is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa

from services.foodbank.domain.events.invitation import AGREED
from services.foodbank.domain.parcel import PACKED
from services.foodbank.domain.visit import WAITING
from services.foodbank.projections.tables import (
    contact_list,
    parcel_list,
    sheet_inbox,
    visit_list,
    visitor_list,
)
from tsunagu.domain.json_object import JsonObject
from tsunagu.log.open_needs import OpenNeed
from tsunagu.projections.paging import narrow_query, page_by_due
from tsunagu.sheets.inbox import REQUESTED


def _select_promised(kind: str, key: sa.Column[Any], table: sa.Table, when: Any) -> sa.Select[Any]:
    c = table.c
    return sa.select(
        sa.literal(kind).label("kind"),
        key.label("id"),
        c.visitor_id.label("visitor_id"),
        c.owner_desk.label("owner_desk"),
        c.next_step.label("next_step"),
        c.due_on.label("due_on"),
    ).where(when)


def _select_promises() -> sa.Subquery:
    """Everything that somebody waits for, by its state and not by whether a step stands there."""
    visits, parcels, people = visit_list.c, parcel_list.c, visitor_list.c
    waiting_sheets = sa.select(
        sa.literal("sheet"),
        sheet_inbox.c.referral_id,
        sa.null(),
        sheet_inbox.c.desk,
        sa.literal("answer"),
        sheet_inbox.c.due_on,
    ).where(sheet_inbox.c.state == REQUESTED)
    return sa.union_all(
        _select_promised("visit", visits.visit_id, visit_list, visits.state == WAITING),
        _select_promised("parcel", parcels.parcel_id, parcel_list, parcels.state == PACKED),
        _select_promised(
            "invitation", people.visitor_id, visitor_list, people.invitation == AGREED
        ),
        _select_promised(
            "contact", contact_list.c.contact_id, contact_list, contact_list.c.promised
        ),
        waiting_sheets,
    ).subquery()


def list_open_needs(connection: sa.Connection) -> Iterator[OpenNeed]:
    """Every promise with its owner; a visitor to whom nothing was promised is no open need."""
    p = _select_promises().c
    query = sa.select(p.kind, p.id, p.owner_desk, p.next_step, p.due_on)
    for row in connection.execute(query):
        yield OpenNeed(*row)


def list_promises(
    connection: sa.Connection,
    *,
    kind: str | None = None,
    before: date | None = None,
    after: str | None = None,
    limit: int | None = None,
) -> JsonObject:
    """One page of promises by due date. `before`: only those due before that day."""
    table = _select_promises()
    query = narrow_query(sa.select(table), (table.c.kind, kind))
    if before is not None:
        query = query.where(table.c.due_on < before)
    rows, cursor = page_by_due(connection, query, table.c.due_on, table.c.id, after, limit)  # type: ignore[arg-type]
    return {"promises": rows, "next": cursor}
