"""The lists of the desks' screens, by due date, and the row behind one of their lines."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from services.employment.domain.refusals.shared import NOT_FOUND
from services.employment.projections.tables import WORK_LISTS
from services.employment.schemas.queries import Page, WorkQuery
from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.work_item import OPEN
from tsunagu.log.tables import event_table
from tsunagu.projections.paging import check_filter, encode_row, narrow_query, page_by_due
from tsunagu.projections.work_lists import WorkList

# What every list takes; any other field of a list's query is a column with just that value.
COMMON = ("desk", "state", "overdue", "after", "limit")


def find_row(connection: sa.Connection, kind: str, id: str) -> JsonObject:
    """One row of a list, with its version for those who change it next."""
    key = WORK_LISTS.of[kind].key
    row = connection.execute(sa.select(key.table).where(key == id)).first()
    if row is None:
        raise NOT_FOUND(category=kind, id=id)
    version = connection.execute(
        sa.select(sa.func.max(event_table.c.version)).where(event_table.c.stream == f"{kind}-{id}")
    ).scalar()
    return encode_row(row._mapping) | {"version": version}


def read_page(
    connection: sa.Connection, kind: str, query: Page, today: date, state: str = OPEN
) -> JsonObject:
    """One page of a kind's list: `{"<kind>s": [...], "next": ...}`.

    `state`: what it shows where the query names none.
    """
    rows, cursor = WORK_LISTS.of[kind].read_page(
        connection,
        state=query.state or state,
        desk=query.desk,
        before=today if query.overdue else None,
        after=query.after,
        limit=query.limit,
        **query.values(*COMMON),
    )
    return {f"{kind}s": rows, "next": cursor}


def read_waiting(connection: sa.Connection, query: WorkQuery, today: date) -> JsonObject:
    """Everything that waits for somebody, of every kind, the most urgent first."""
    check_filter("kind", query.kind, tuple(WORK_LISTS.of))
    kinds = [query.kind] if query.kind else list(WORK_LISTS.of)
    selects = [_select_waiting(kind, WORK_LISTS.of[kind]) for kind in kinds]
    every: Any = sa.union_all(*selects).subquery()
    rows_wanted = narrow_query(sa.select(every), (every.c.owner_desk, query.desk))
    if query.overdue:
        rows_wanted = rows_wanted.where(every.c.due_on < today)
    rows, cursor = page_by_due(
        connection, rows_wanted, every.c.due_on, every.c.id, query.after, query.limit
    )
    return {"work": rows, "next": cursor}


def _select_waiting(kind: str, work_list: WorkList) -> sa.Select[Any]:
    """The open items of one kind, in the columns that all kinds have."""
    table = work_list.table
    person = table.c.person_id if "person_id" in table.c else sa.null()
    return sa.select(
        sa.literal(kind).label("kind"),
        work_list.key.label("id"),
        sa.cast(person, sa.Text).label("person_id"),
        table.c.owner_desk,
        table.c.next_step,
        table.c.due_on,
    ).where(table.c.state == OPEN)
