"""The tables of cases: whose turn it is, what happened to a case, which record is which.

They change in the transaction of the events, and hold no personal field.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa

from services.intake.domain.events import case, person
from tsunagu.domain.json_object import JsonObject
from tsunagu.log.open_needs import OpenNeed
from tsunagu.log.row_changes import RowChange, RowReadModel, add_row, change_row, put_row
from tsunagu.log.unit_of_work import RecordedEvent

metadata = sa.MetaData()

case_list = sa.Table(
    "case_list",
    metadata,
    sa.Column("case_id", sa.Text, primary_key=True),
    sa.Column("person_id", sa.Text, nullable=False, index=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("owner_desk", sa.Text, index=True),
    sa.Column("next_step", sa.Text),
    sa.Column("due_on", sa.Date),
    sa.Column("last_consulted_on", sa.Date),
    sa.Column("ended_on", sa.Date),
    sa.Column("main_issue", sa.Text),
)

timeline = sa.Table(
    "timeline",
    metadata,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("case_id", sa.Text, nullable=False, index=True),
    sa.Column("on", sa.Date, nullable=False),
    sa.Column("recorded_at", sa.Text, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("details", sa.JSON, nullable=False),
)

record_index = sa.Table(
    "record_index",
    metadata,
    sa.Column("record_id", sa.Text, primary_key=True),
    sa.Column("person_id", sa.Text, nullable=False),
    sa.Column("of_type", sa.Text, nullable=False),
    sa.Column("on", sa.Date, nullable=False),
    sa.Column("first_on", sa.Date, nullable=False, comment="as recorded, before any correction"),
    sa.Index("record_index_person", "person_id", "of_type", "on"),
)

_NOT_SHOWN = {"case_id", "person_id", "on", "record_id"}


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def shown_fields(e: RecordedEvent) -> JsonObject:
    """What of an event may be shown: nothing personal, and not whom or which case it is about."""
    secret = type(e.event).personal_fields
    return {
        name: _as_json(value)
        for name, value in vars(e.event).items()
        if name not in secret and name not in _NOT_SHOWN and value is not None
    }


@RowReadModel
def add_to_timeline(e: RecordedEvent) -> RowChange:
    return add_row(
        timeline,
        {
            "source": "intake",
            "position": e.position,
            "case_id": e.event.case_id,
            "on": e.event.on,
            "recorded_at": e.recorded_at.isoformat(timespec="seconds"),
            "what": type(e.event).wire_type,
            "actor": e.actor,
            "details": shown_fields(e),
        },
    )


@RowReadModel
def index_record(e: RecordedEvent) -> RowChange:
    return add_row(
        record_index,
        {
            "record_id": e.event.record_id,
            "person_id": e.event.person_id,
            "of_type": type(e.event).wire_type,
            "on": e.event.on,
            "first_on": e.event.on,
        },
    )


@RowReadModel
def move_record(e: RecordedEvent) -> RowChange | None:
    """A corrected date is the date by which the record is found from now on."""
    if new_day := e.event.set.get("on"):
        values = {"record_id": e.event.record_id, "on": date.fromisoformat(new_day)}
        return change_row(record_index, values)
    return None


@RowReadModel
def put_open_case(e: RecordedEvent) -> RowChange:
    return _put_open(e, last_consulted_on=e.event.on, ended_on=None)


@RowReadModel
def put_next_step(e: RecordedEvent) -> RowChange:
    return _put_open(e)


def _put_open(e: RecordedEvent, **others: date | None) -> RowChange:
    names = ("case_id", "person_id", "owner_desk", "next_step", "due_on")
    values = {name: getattr(e.event, name) for name in names}
    return put_row(case_list, values | {"state": "open"} | others)


@RowReadModel
def set_main_issue(e: RecordedEvent) -> RowChange:
    return change_row(case_list, {"case_id": e.event.case_id, "main_issue": e.event.main})


@RowReadModel
def set_case_ended(e: RecordedEvent) -> RowChange:
    nobody: dict[str, None] = dict.fromkeys(("owner_desk", "next_step", "due_on"))
    ended = {"case_id": e.event.case_id, "state": "ended", "ended_on": e.event.on}
    return change_row(case_list, ended | nobody)


@RowReadModel
def follow_dates(e: RecordedEvent) -> RowChange:
    """Where the dates put a case whose records came out of their order."""
    names = (
        *("case_id", "owner_desk", "next_step", "due_on"),
        *("last_consulted_on", "ended_on", "main_issue"),
    )
    values = {name: getattr(e.event, name) for name in names}
    return change_row(case_list, values | {"state": "open" if e.event.owner_desk else "ended"})


def list_case_needs(connection: sa.Connection) -> Iterator[OpenNeed]:
    """Every open case, with whoever owns its next step."""
    columns = (case_list.c[name] for name in ("case_id", "owner_desk", "next_step", "due_on"))
    for row in connection.execute(sa.select(*columns).where(case_list.c.state == "open")):
        yield OpenNeed("case", *row)


READ_MODELS = {
    case.ConsultationAccepted: [put_open_case, index_record, add_to_timeline],
    case.Screened: [add_to_timeline],
    case.Assessed: [set_main_issue, index_record, add_to_timeline],
    case.PlanMade: [index_record, add_to_timeline],
    case.JournalWritten: [add_to_timeline],
    case.NextStepSet: [put_next_step, add_to_timeline],
    case.WorkFound: [index_record, add_to_timeline],
    case.IncomeIncreased: [index_record, add_to_timeline],
    case.CaseEnded: [set_case_ended, index_record, add_to_timeline],
    case.CaseStateFollowed: [follow_dates],
    person.PublicAssistanceInterviewed: [index_record],
    person.PublicAssistanceApplied: [index_record],
    person.RecordCorrected: [move_record],
}
