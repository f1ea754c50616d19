"""The questions about cases, answered from the read models. Never a personal field."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from services.intake.domain.refusals.cases import CASE_NOT_FOUND
from services.intake.projections.cases import case_list, timeline
from services.intake.projections.identity import records_of
from services.intake.queries.identity import list_reasons_of_case
from tsunagu.domain.json_object import JsonObject
from tsunagu.log.tables import event_table
from tsunagu.projections.paging import encode_row, page_by_due


def find_case_of(connection: sa.Connection, person_id: str) -> str | None:
    """The case a new consultation belongs to: the open one, else the one that ended last.

    Of any record of the same human: who is known under two is helped in one case.
    """
    table = case_list
    found = connection.execute(
        sa.select(table.c.case_id)
        .where(table.c.person_id.in_(records_of(connection, person_id)))
        .order_by(sa.case((table.c.state == "open", 0), else_=1), table.c.ended_on.desc())
        .limit(1)
    ).scalar()
    return str(found) if found else None


def get_case(connection: sa.Connection, id: str) -> JsonObject:
    row = connection.execute(sa.select(case_list).where(case_list.c.case_id == id)).first()
    if row is None:
        raise CASE_NOT_FOUND(id=id)
    version = connection.execute(
        sa.select(sa.func.max(event_table.c.version)).where(event_table.c.stream == f"case-{id}")
    ).scalar()
    return encode_row(row._mapping) | {
        "version": version,
        "signals": list_reasons_of_case(connection, id),
    }


def list_cases(
    connection: sa.Connection,
    desk: str | None,
    person_id: str | None,
    state: str,
    before: date | None,
    after: str | None,
    limit: int,
) -> JsonObject:
    """One page of the case list. `before`: only those due before that day."""
    query = sa.select(case_list)
    if state != "all":
        query = query.where(case_list.c.state == state)
    if desk:
        query = query.where(case_list.c.owner_desk == desk)
    if person_id:
        query = query.where(case_list.c.person_id.in_(records_of(connection, person_id)))
    if before is not None:
        query = query.where(case_list.c.due_on < before)
    rows, cursor = page_by_due(
        connection, query, case_list.c.due_on, case_list.c.case_id, after, limit
    )
    return {"cases": rows, "next": cursor}


def get_timeline(connection: sa.Connection, id: str) -> JsonObject:
    get_case(connection, id)
    rows = connection.execute(
        sa.select(timeline)
        .where(timeline.c.case_id == id)
        .order_by(timeline.c.on, timeline.c.recorded_at, timeline.c.source, timeline.c.position)
    )
    entries = [
        encode_row({k: v for k, v in row._mapping.items() if k not in ("case_id", "position")})
        for row in rows
    ]
    return {"case_id": id, "entries": entries}
