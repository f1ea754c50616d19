"""The directory of desks, with their capacity and their own clocks."""

from __future__ import annotations

import sqlalchemy as sa

from services.referral.projections.tables import desk_clock, desk_directory
from tsunagu.log.database import upsert
from tsunagu.log.unit_of_work import RecordedEvent


def list_desk(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {"desk": e.event.desk, "kind": e.event.kind, "ja": e.event.ja}
    upsert(connection, desk_directory, ["desk"], values)


def describe_desk(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {"desk": e.event.desk, "en": e.event.en, "lead_desk": e.event.lead_desk}
    upsert(connection, desk_directory, ["desk"], values)


def set_capacity(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {"desk": e.event.desk, "capacity": e.event.capacity}
    upsert(connection, desk_directory, ["desk"], values)


def set_clock(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {c.name: getattr(e.event, c.name) for c in desk_clock.columns}
    values["from_desk"] = values["from_desk"] or ""
    upsert(connection, desk_clock, ["desk", "step", "from_desk"], values)
