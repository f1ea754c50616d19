"""The questions about meetings: which there are, and which of their decisions are open."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from services.intake.domain.refusals.meetings import MEETING_NOT_FOUND
from services.intake.projections.meetings import decision_list, meeting_list
from tsunagu.domain.json_object import JsonObject
from tsunagu.projections.paging import encode_row, page_by_due


def list_meetings(
    connection: sa.Connection, kind: str | None, after: str | None, limit: int
) -> JsonObject:
    """One page of meetings by the day they are held."""
    table = meeting_list
    query = sa.select(table)
    if kind:
        query = query.where(table.c.kind == kind)
    rows, cursor = page_by_due(connection, query, table.c.due_on, table.c.meeting_id, after, limit)
    return {"meetings": [_show(row) for row in rows], "next": cursor}


def get_meeting(connection: sa.Connection, id: str) -> JsonObject:
    """One meeting with its decisions."""
    query = sa.select(meeting_list).where(meeting_list.c.meeting_id == id)
    row = connection.execute(query).first()
    if row is None:
        raise MEETING_NOT_FOUND(id=id)
    decisions = connection.execute(
        sa.select(decision_list)
        .where(decision_list.c.meeting_id == id)
        .order_by(decision_list.c.due_on, decision_list.c.decision_id)
    )
    shown = [encode_row(decision._mapping) for decision in decisions]
    return _show(encode_row(row._mapping)) | {"decisions": shown}


def list_decisions(
    connection: sa.Connection,
    desk: str | None,
    before: date | None,
    after: str | None,
    limit: int,
) -> JsonObject:
    """One page of open decisions by due date. `before`: only those due before that day."""
    table = decision_list
    query = sa.select(table).where(table.c.state == "open")
    if desk:
        query = query.where(table.c.owner_desk == desk)
    if before is not None:
        query = query.where(table.c.due_on < before)
    rows, cursor = page_by_due(connection, query, table.c.due_on, table.c.decision_id, after, limit)
    return {"decisions": rows, "next": cursor}


def _show(row: JsonObject) -> JsonObject:
    return {("held_on" if key == "due_on" else key): value for key, value in row.items()}
