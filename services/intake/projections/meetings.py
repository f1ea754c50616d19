"""The tables of meetings: which there were, and whose decisions are still open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from services.intake.domain.events import meeting as domain
from services.intake.projections.cases import add_to_timeline, metadata
from tsunagu.log.open_needs import OpenNeed
from tsunagu.log.unit_of_work import RecordedEvent

meeting_list = sa.Table(
    "meeting_list",
    metadata,
    sa.Column("meeting_id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("due_on", sa.Date, nullable=False, comment="the day it is held"),
    sa.Column("desk", sa.Text, nullable=False),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("members", sa.Integer, nullable=False),
    sa.Column("cases", sa.Integer, nullable=False),
)

decision_list = sa.Table(
    "decision_list",
    metadata,
    sa.Column("decision_id", sa.Text, primary_key=True),
    sa.Column("meeting_id", sa.Text, nullable=False, index=True),
    sa.Column("case_id", sa.Text, nullable=False, index=True),
    sa.Column("owner_desk", sa.Text, nullable=False, index=True),
    sa.Column("next_step", sa.Text, nullable=False),
    sa.Column("due_on", sa.Date),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("result", sa.Text),
)


def add_meeting(connection: sa.Connection, e: RecordedEvent) -> None:
    connection.execute(
        meeting_list.insert(),
        {
            "meeting_id": e.event.meeting_id,
            "kind": e.event.kind,
            "due_on": e.event.held_on,
            "desk": e.event.desk,
            "purpose": e.event.purpose,
            "state": "open",
            "members": 0,
            "cases": 0,
        },
    )


def count_member(connection: sa.Connection, e: RecordedEvent) -> None:
    _set(connection, e, members=meeting_list.c.members + 1)


def count_case(connection: sa.Connection, e: RecordedEvent) -> None:
    _set(connection, e, cases=meeting_list.c.cases + 1)


def close_meeting(connection: sa.Connection, e: RecordedEvent) -> None:
    _set(connection, e, state="closed")


def _set(connection: sa.Connection, e: RecordedEvent, **values: Any) -> None:
    connection.execute(
        meeting_list.update()
        .where(meeting_list.c.meeting_id == e.event.meeting_id)
        .values(**values)
    )


def add_decision(connection: sa.Connection, e: RecordedEvent) -> None:
    names = ("decision_id", "meeting_id", "case_id", "owner_desk", "next_step", "due_on")
    values = {name: getattr(e.event, name) for name in names}
    connection.execute(decision_list.insert(), values | {"state": "open"})


def close_decision(connection: sa.Connection, e: RecordedEvent) -> None:
    connection.execute(
        decision_list.update()
        .where(decision_list.c.decision_id == e.event.decision_id)
        .values(state="done", result=e.event.result, due_on=None)
    )


def list_meeting_needs(connection: sa.Connection) -> Iterator[OpenNeed]:
    """Every meeting whose minutes are not closed, and every decision that is not done."""
    called_by = sa.select(
        meeting_list.c.meeting_id, meeting_list.c.desk, meeting_list.c.due_on
    ).where(meeting_list.c.state == "open")
    for meeting_id, desk, due_on in connection.execute(called_by):
        yield OpenNeed("meeting", meeting_id, desk, "close_the_minutes", due_on)
    table = decision_list
    for row in connection.execute(
        sa.select(table.c.decision_id, table.c.owner_desk, table.c.next_step, table.c.due_on).where(
            table.c.state == "open"
        )
    ):
        yield OpenNeed("decision", *row)


MEETING_READ_MODELS: dict[type, Any] = {
    domain.MeetingCalled: add_meeting,
    domain.MeetingMemberNamed: count_member,
    domain.CaseDiscussed: [count_case, add_to_timeline],
    domain.MeetingDecided: [add_decision, add_to_timeline],
    domain.DecisionDone: [close_decision, add_to_timeline],
    domain.ResourceMissed: add_to_timeline,
    domain.MeetingClosed: close_meeting,
}
