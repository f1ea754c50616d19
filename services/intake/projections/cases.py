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
from tsunagu.log.database import upsert
from tsunagu.log.open_needs import OpenNeed
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


def add_to_timeline(connection: sa.Connection, e: RecordedEvent) -> None:
    connection.execute(
        timeline.insert(),
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


def index_record(connection: sa.Connection, e: RecordedEvent) -> None:
    connection.execute(
        record_index.insert(),
        {
            "record_id": e.event.record_id,
            "person_id": e.event.person_id,
            "of_type": type(e.event).wire_type,
            "on": e.event.on,
            "first_on": e.event.on,
        },
    )


def move_record(connection: sa.Connection, e: RecordedEvent) -> None:
    """A corrected date is the date by which the record is found from now on."""
    if new_day := e.event.set.get("on"):
        connection.execute(
            record_index.update()
            .where(record_index.c.record_id == e.event.record_id)
            .values(on=date.fromisoformat(new_day))
        )


def put_open_case(connection: sa.Connection, e: RecordedEvent) -> None:
    upsert(
        connection,
        case_list,
        ["case_id"],
        {
            "case_id": e.event.case_id,
            "person_id": e.event.person_id,
            "state": "open",
            "owner_desk": e.event.owner_desk,
            "next_step": e.event.next_step,
            "due_on": e.event.due_on,
            "last_consulted_on": e.event.on,
            "ended_on": None,
        },
    )


def put_next_step(connection: sa.Connection, e: RecordedEvent) -> None:
    upsert(
        connection,
        case_list,
        ["case_id"],
        {
            "case_id": e.event.case_id,
            "person_id": e.event.person_id,
            "state": "open",
            "owner_desk": e.event.owner_desk,
            "next_step": e.event.next_step,
            "due_on": e.event.due_on,
        },
    )


def set_main_issue(connection: sa.Connection, e: RecordedEvent) -> None:
    connection.execute(
        case_list.update()
        .where(case_list.c.case_id == e.event.case_id)
        .values(main_issue=e.event.main)
    )


def set_case_ended(connection: sa.Connection, e: RecordedEvent) -> None:
    connection.execute(
        case_list.update()
        .where(case_list.c.case_id == e.event.case_id)
        .values(state="ended", owner_desk=None, next_step=None, due_on=None, ended_on=e.event.on)
    )


def follow_dates(connection: sa.Connection, e: RecordedEvent) -> None:
    """Where the dates put a case whose records came out of their order."""
    names = ("owner_desk", "next_step", "due_on", "last_consulted_on", "ended_on", "main_issue")
    state = {name: getattr(e.event, name) for name in names}
    state["state"] = "open" if e.event.owner_desk else "ended"
    connection.execute(
        case_list.update().where(case_list.c.case_id == e.event.case_id).values(**state)
    )


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
