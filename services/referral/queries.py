"""The questions of the desks' screens, answered from the tables. Never a personal field."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from services.referral.domain.refusals import NOT_FOUND
from services.referral.domain.states import OPEN_STATES
from services.referral.projections.tables import (
    desk_clock,
    desk_directory,
    need_list,
    referral_history,
    referral_list,
)
from services.referral.schemas import NeedQuery, ReferralQuery
from tsunagu.domain.json_object import JsonObject
from tsunagu.log.tables import event_table
from tsunagu.projections.paging import encode_row, narrow_query, page_by_due


def list_desks(connection: sa.Connection) -> list[JsonObject]:
    """The directory, each desk with its own clocks."""
    clocks: dict[str, list[JsonObject]] = {}
    for row in connection.execute(sa.select(desk_clock).order_by(desk_clock.c.step)):
        clock = encode_row(row._mapping)
        clock["from_desk"] = clock["from_desk"] or None
        clocks.setdefault(clock.pop("desk"), []).append(clock)
    table = desk_directory
    rows = connection.execute(sa.select(table).order_by(table.c.kind, table.c.desk))
    return [
        encode_row(row._mapping)
        | {"capacity": row.capacity or "available", "clocks": clocks.get(row.desk, [])}
        for row in rows
    ]


def get_referral(connection: sa.Connection, id: str) -> JsonObject:
    row = connection.execute(
        sa.select(referral_list).where(referral_list.c.referral_id == id)
    ).first()
    if row is None:
        raise NOT_FOUND(id=id)
    version = connection.execute(
        sa.select(sa.func.max(event_table.c.version)).where(
            event_table.c.stream == f"referral-{id}"
        )
    ).scalar()
    need = connection.execute(
        sa.select(need_list.c.owner_desk, need_list.c.next_step, need_list.c.due_on).where(
            need_list.c.need_id == row.need_id
        )
    ).first()
    placed = encode_row(need._mapping) if need is not None else {}
    return encode_row(row._mapping) | placed | {"version": version}


def list_referrals(connection: sa.Connection, asked: ReferralQuery, today: date) -> JsonObject:
    """One page of sheets by due date."""
    table = referral_list
    query = sa.select(table)
    if asked.desk is not None:
        sent, received = table.c.from_desk == asked.desk, table.c.to_desk == asked.desk
        wanted = {"sent": sent, "received": received, "both": sent | received}[asked.direction]
        # A draft is its sender's alone.
        query = query.where(wanted, sent | (table.c.state != "draft"))
    if asked.state == "open":
        query = query.where(table.c.state.in_(OPEN_STATES))
    elif asked.state not in (None, "all"):
        query = query.where(table.c.state == asked.state)
    if asked.overdue:
        query = query.where(table.c.state.in_(OPEN_STATES), table.c.due_on < today)
    rows, cursor = page_by_due(
        connection, query, table.c.due_on, table.c.referral_id, asked.after, asked.limit
    )
    return {"referrals": rows, "next": cursor}


def read_history(connection: sa.Connection, id: str) -> JsonObject:
    get_referral(connection, id)
    table = referral_history
    rows = connection.execute(
        sa.select(table.c.on, table.c.what, table.c.actor, table.c.details)
        .where(table.c.referral_id == id)
        .order_by(table.c.position)
    )
    return {"referral_id": id, "entries": [encode_row(row._mapping) for row in rows]}


def list_needs(connection: sa.Connection, asked: NeedQuery, today: date) -> JsonObject:
    """One page of open needs by due date."""
    table = need_list
    query = sa.select(
        *(c for c in table.c if c.name not in ("alarm_on", "lead_on", "support_on"))
    ).where(table.c.state == "open")
    query = narrow_query(query, (table.c.owner_desk, asked.desk))
    if asked.overdue:
        query = query.where(table.c.due_on < today)
    rows, cursor = page_by_due(
        connection, query, table.c.due_on, table.c.need_id, asked.after, asked.limit
    )
    return {"needs": rows, "next": cursor}


def find_alarms(connection: sa.Connection, today: date) -> list[str]:
    """Needs whose clock has something to say today."""
    table = need_list
    return list(
        connection.execute(
            sa.select(table.c.need_id)
            .where(table.c.alarm_on <= today, table.c.state == "open")
            .order_by(table.c.alarm_on)
        ).scalars()
    )
