"""The list of sheets: from whom to whom, in which state, and by when."""

from __future__ import annotations

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
from tsunagu.log.row_changes import RowChange, RowReadModel, change_row, put_row
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


@RowReadModel
def write_sheet(e: RecordedEvent) -> RowChange:
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
    return put_row(referral_list, values)


@RowReadModel
def mark_requested(e: RecordedEvent) -> RowChange:
    values = {"referral_id": e.event.referral_id, "state": REQUESTED, "since": e.event.on}
    return change_row(referral_list, values)


def set_state(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {"state": STATE_AFTER[type(e.event)], "since": e.event.on}
    for name in ("reason", "outcome"):
        if hasattr(e.event, name):
            values[name] = getattr(e.event, name)
    if values["state"] not in OPEN_STATES:
        values["due_on"] = None
    # A past record of an earlier day changes nothing, but that the sheet was an error.
    change = sa.update(referral_list).where(referral_list.c.referral_id == e.event.referral_id)
    if values["state"] != ENTERED_IN_ERROR:
        change = change.where(referral_list.c.since <= e.event.on)
    connection.execute(change.values(**values))


@RowReadModel
def correct_sheet(e: RecordedEvent) -> RowChange:
    """What the list shows of the sheet, as it should have been."""
    values = {name: v for name, v in e.event.set.items() if name in referral_list.c}
    return change_row(referral_list, {"referral_id": e.event.referral_id} | values)
