"""The course of each sheet: one entry for each thing that happened to it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import sqlalchemy as sa

from services.referral.projections.tables import referral_history
from tsunagu.log.row_changes import RowChange, RowReadModel, add_row
from tsunagu.log.unit_of_work import RecordedEvent

SHOWN = (
    "reason",
    "outcome",
    "by",
    "status",
    "to_desk",
    "from_desk",
    "desk",
    "level",
    "due_on",
    "answer",
    "because",
)


@RowReadModel
def append_entry(e: RecordedEvent) -> RowChange:
    secret = type(e.event).personal_fields
    details = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(e.event).items()
        if name in SHOWN and name not in secret and value is not None
    }
    return add_row(
        referral_history,
        {
            "position": e.position,
            "referral_id": e.event.referral_id,
            "on": e.event.on,
            "first_on": e.event.on,
            "what": type(e.event).wire_type,
            "actor": e.actor,
            "details": details,
        },
    )


def correct_day(connection: sa.Connection, e: RecordedEvent) -> None:
    """The day by which the corrected entry is found from now on."""
    if "on" not in e.event.set:
        return
    table = referral_history
    newest = (
        sa.select(sa.func.max(table.c.position))
        .where(table.c.referral_id == e.event.referral_id, table.c.what == e.event.of_type)
        .scalar_subquery()
    )
    connection.execute(
        table.update()
        .where(table.c.position == newest)
        .values(on=date.fromisoformat(e.event.set["on"]))
    )
