"""The list of sheets: from whom to whom, in which state, and by when."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from services.referral.domain import events
from services.referral.domain.states import (
    ACCEPTED,
    CANCELLED,
    COMPLETED,
    DRAFT,
    ENTERED_IN_ERROR,
    FAILED,
    IN_PROGRESS,
    ON_HOLD,
    OPEN_STATES,
    REJECTED,
    REQUESTED,
)
from services.referral.projections.tables import referral_list
from tsunagu.log.database import upsert
from tsunagu.log.unit_of_work import RecordedEvent

STATE_AFTER = {
    events.Accepted: ACCEPTED,
    events.Rejected: REJECTED,
    events.Started: IN_PROGRESS,
    events.PutOnHold: ON_HOLD,
    events.Resumed: IN_PROGRESS,
    events.Completed: COMPLETED,
    events.Failed: FAILED,
    events.Cancelled: CANCELLED,
    events.EnteredInError: ENTERED_IN_ERROR,
}


def write_sheet(connection: sa.Connection, e: RecordedEvent) -> None:
    names = [
        "referral_id",
        "need_id",
        "person_id",
        "case_id",
        "from_desk",
        "to_desk",
        "hop",
        "replaces",
        "warm",
    ]
    values = {name: getattr(e.event, name) for name in names}
    values |= {"issues": list(e.event.issues), "state": DRAFT, "since": e.event.on}
    upsert(connection, referral_list, ["referral_id"], values)


def mark_requested(connection: sa.Connection, e: RecordedEvent) -> None:
    _update(connection, e, state=REQUESTED, since=e.event.on)


def set_state(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {"state": STATE_AFTER[type(e.event)], "since": e.event.on}
    for name in ("reason", "outcome"):
        if hasattr(e.event, name):
            values[name] = getattr(e.event, name)
    if values["state"] not in OPEN_STATES:
        values["due_on"] = None
    # A past record of an earlier day changes nothing, but that the sheet was an error.
    is_later = (
        sa.true() if values["state"] == ENTERED_IN_ERROR else referral_list.c.since <= e.event.on
    )
    _update(connection, e, is_later, **values)


def correct_sheet(connection: sa.Connection, e: RecordedEvent) -> None:
    """What the list shows of the sheet, as it should have been."""
    values = {name: v for name, v in e.event.set.items() if name in referral_list.c}
    if values:
        _update(connection, e, **values)


def _update(
    connection: sa.Connection,
    e: RecordedEvent,
    *conditions: sa.ColumnElement[bool],
    **values: Any,
) -> None:
    connection.execute(
        referral_list.update()
        .where(referral_list.c.referral_id == e.event.referral_id, *conditions)
        .values(**values)
    )
