"""The tables of what a department may hear of its signals: their steps, slips and refusals.

They hold every step, without person or case; how much is told is decided on asking.
"""

from __future__ import annotations

import orjson
import sqlalchemy as sa

from services.intake.projections.cases import metadata, shown_fields
from tsunagu.log.bulk_insert import insert_rows
from tsunagu.log.database import upsert
from tsunagu.log.unit_of_work import RecordedEvent

signal_history = sa.Table(
    "signal_history",
    metadata,
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("signal_id", sa.Text, nullable=False, index=True),
    sa.Column("on", sa.Date, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("details", sa.JSON, nullable=False),
)

signal_slip = sa.Table(
    "signal_slip",
    metadata,
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("signal_id", sa.Text, nullable=False, unique=True),
    sa.Column("on", sa.Date, nullable=False),
)

signal_refusal = sa.Table(
    "signal_refusal",
    metadata,
    sa.Column("signal_id", sa.Text, primary_key=True),
    sa.Column("department", sa.Text, nullable=False, index=True),
    sa.Column("on", sa.Date, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("fields", sa.JSON, nullable=False),
)

_SHOWN = {"answer", "owner_desk", "next_step", "due_on", "due_at", "reason", "level", "to_id"}


def add_to_history(connection: sa.Connection, steps: list[RecordedEvent]) -> None:
    """Every step of a signal, without person or case; how much is told is decided on asking."""
    names = [column.name for column in signal_history.columns]
    rows = []
    for e in steps:
        details = {k: v for k, v in shown_fields(e).items() if k in _SHOWN}
        if e.actor.startswith("department:"):
            details["by"] = "department"
        what = type(e.event).wire_type.removeprefix("intake.")
        text = orjson.dumps(details).decode()
        rows.append([e.position, e.event.signal_id, e.event.on, what, text])
    insert_rows(connection, signal_history.name, names, rows)


def add_slip(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {"code": e.event.code, "signal_id": e.event.signal_id, "on": e.event.on}
    connection.execute(signal_slip.insert(), values)


def put_refusal(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {column.name: getattr(e.event, column.name) for column in signal_refusal.columns}
    values["fields"] = list(values["fields"])
    upsert(connection, signal_refusal, ["signal_id"], values)
