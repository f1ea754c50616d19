"""The questions of intake's screens, answered from its read models. Never a personal field."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from services.intake.readmodels import case_list, signal_history, signal_list, timeline
from tsunagu.errors import NotFound
from tsunagu.paging import page_by_due, plain
from tsunagu.schema import event_table


def case_of(connection: sa.Connection, person_id: str) -> str | None:
    """The case a new consultation belongs to: the open one, else the one that ended last."""
    table = case_list
    found = connection.execute(
        sa.select(table.c.case_id)
        .where(table.c.person_id == person_id)
        .order_by(sa.case((table.c.state == "open", 0), else_=1), table.c.ended_on.desc())
        .limit(1)
    ).scalar()
    return str(found) if found else None


def one_case(connection: sa.Connection, id: str) -> dict[str, Any]:
    row = connection.execute(sa.select(case_list).where(case_list.c.case_id == id)).first()
    if row is None:
        raise NotFound("not_found", f"ケース {id} は見つかりません / no such case", id=id)
    version = connection.execute(
        sa.select(sa.func.max(event_table.c.version)).where(event_table.c.stream == f"case-{id}")
    ).scalar()
    return plain(row._mapping) | {"version": version}


def cases(
    connection: sa.Connection,
    desk: str | None,
    state: str,
    before: date | None,
    after: str | None,
    limit: int,
) -> dict[str, Any]:
    """One page of the case list. `before`: only those due before that day."""
    query = sa.select(case_list)
    if state != "all":
        query = query.where(case_list.c.state == state)
    if desk:
        query = query.where(case_list.c.owner_desk == desk)
    if before is not None:
        query = query.where(case_list.c.due_on < before)
    rows, cursor = page_by_due(
        connection, query, case_list.c.due_on, case_list.c.case_id, after, limit
    )
    return {"cases": rows, "next": cursor}


def timeline_of(connection: sa.Connection, id: str) -> dict[str, Any]:
    one_case(connection, id)
    rows = connection.execute(
        sa.select(timeline)
        .where(timeline.c.case_id == id)
        .order_by(timeline.c.on, timeline.c.recorded_at, timeline.c.source, timeline.c.position)
    )
    entries = [
        plain({k: v for k, v in row._mapping.items() if k not in ("case_id", "position")})
        for row in rows
    ]
    return {"case_id": id, "entries": entries}


def one_signal(connection: sa.Connection, id: str, department: str | None) -> dict[str, Any]:
    row = connection.execute(sa.select(signal_list).where(signal_list.c.signal_id == id)).first()
    # Whose signal it is stays unsaid: to another department it is simply not there.
    if row is None or department not in (None, row.department):
        raise NotFound("not_found", f"連絡 {id} は見つかりません / no such signal", id=id)
    history = connection.execute(
        sa.select(signal_history.c.on, signal_history.c.what, signal_history.c.details)
        .where(signal_history.c.signal_id == id)
        .order_by(signal_history.c.position)
    )
    return {
        "signal_id": id,
        "state": row.state,
        "owner_desk": row.owner_desk,
        "next_step": row.next_step,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "history": [
            {"on": step.on.isoformat(), "what": step.what, **step.details} for step in history
        ],
    }


def signals(
    connection: sa.Connection,
    desk: str | None,
    state: str,
    department: str | None,
    after: str | None,
    limit: int,
) -> dict[str, Any]:
    query = sa.select(signal_list)
    if state != "all":
        query = query.where(signal_list.c.state == state)
    if desk:
        query = query.where(signal_list.c.owner_desk == desk)
    if department:
        query = query.where(signal_list.c.department == department)
    rows, cursor = page_by_due(
        connection, query, signal_list.c.due_on, signal_list.c.signal_id, after, limit
    )
    return {"signals": rows, "next": cursor}
