"""What the desks' screens ask: the directory, sheets sent and received, whose needs, history.

They change in the transaction of the events, and hold no personal field.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

import sqlalchemy as sa

from services.referral.domain import events
from services.referral.domain.events import OPEN_STATES
from tsunagu.log.database import upsert
from tsunagu.log.open_needs import OpenNeed
from tsunagu.log.unit_of_work import RecordedEvent

metadata = sa.MetaData()

desk_directory = sa.Table(
    "desk_directory",
    metadata,
    sa.Column("desk", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text),
    sa.Column("ja", sa.Text),
    sa.Column("en", sa.Text),
    sa.Column("lead_desk", sa.Text),
    sa.Column("capacity", sa.Text),
)

desk_clock = sa.Table(
    "desk_clock",
    metadata,
    sa.Column("desk", sa.Text, primary_key=True),
    sa.Column("step", sa.Text, primary_key=True),
    sa.Column("from_desk", sa.Text, primary_key=True, comment="empty: every sender"),
    sa.Column("days", sa.Integer, nullable=False),
    sa.Column("lead_after", sa.Integer, nullable=False),
    sa.Column("support_after", sa.Integer, nullable=False),
    sa.Column("running", sa.Boolean, nullable=False),
)

referral_list = sa.Table(
    "referral_list",
    metadata,
    sa.Column("referral_id", sa.Text, primary_key=True),
    sa.Column("need_id", sa.Text, nullable=False, index=True),
    sa.Column("person_id", sa.Text, nullable=False, index=True),
    sa.Column("case_id", sa.Text),
    sa.Column("from_desk", sa.Text, nullable=False, index=True),
    sa.Column("to_desk", sa.Text, nullable=False, index=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("since", sa.Date, nullable=False),
    sa.Column("due_on", sa.Date),
    sa.Column("issues", sa.JSON, nullable=False),
    sa.Column("hop", sa.Integer, nullable=False),
    sa.Column("replaces", sa.Text),
    sa.Column("warm", sa.Boolean, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("outcome", sa.Text),
)

need_list = sa.Table(
    "need_list",
    metadata,
    sa.Column("need_id", sa.Text, primary_key=True),
    sa.Column("person_id", sa.Text),
    sa.Column("case_id", sa.Text),
    sa.Column("referral_id", sa.Text),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("owner_desk", sa.Text, index=True),
    sa.Column("next_step", sa.Text),
    sa.Column("due_on", sa.Date),
    sa.Column("because", sa.Text),
    sa.Column("alarm_on", sa.Date, index=True, comment="when to remind or escalate next"),
    sa.Column("lead_on", sa.Date),
    sa.Column("support_on", sa.Date),
)

referral_history = sa.Table(
    "referral_history",
    metadata,
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("referral_id", sa.Text, nullable=False, index=True),
    sa.Column("on", sa.Date, nullable=False),
    sa.Column("first_on", sa.Date, nullable=False, comment="as recorded, before any correction"),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("details", sa.JSON, nullable=False),
)

_STATE_OF = {
    events.Accepted: events.ACCEPTED,
    events.Rejected: events.REJECTED,
    events.Started: events.IN_PROGRESS,
    events.PutOnHold: events.ON_HOLD,
    events.Resumed: events.IN_PROGRESS,
    events.Completed: events.COMPLETED,
    events.Failed: events.FAILED,
    events.Cancelled: events.CANCELLED,
    events.EnteredInError: events.ENTERED_IN_ERROR,
}
_SHOWN = (
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


# -- desks ----------------------------------------------------------------------------------------


def desk_listed(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {"desk": e.event.desk, "kind": e.event.kind, "ja": e.event.ja}
    upsert(connection, desk_directory, ["desk"], values)


def desk_described(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {"desk": e.event.desk, "en": e.event.en, "lead_desk": e.event.lead_desk}
    upsert(connection, desk_directory, ["desk"], values)


def desk_capacity_set(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {"desk": e.event.desk, "capacity": e.event.capacity}
    upsert(connection, desk_directory, ["desk"], values)


def desk_clock_set(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {c.name: getattr(e.event, c.name) for c in desk_clock.columns}
    values["from_desk"] = values["from_desk"] or ""
    upsert(connection, desk_clock, ["desk", "step", "from_desk"], values)


# -- referrals ------------------------------------------------------------------------------------


def sheet_written(connection: sa.Connection, e: RecordedEvent) -> None:
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
    values: dict[str, Any] = {name: getattr(e.event, name) for name in names}
    values |= {"issues": list(e.event.issues), "state": events.DRAFT, "since": e.event.on}
    upsert(connection, referral_list, ["referral_id"], values)


def requested(connection: sa.Connection, e: RecordedEvent) -> None:
    _set(connection, e, state=events.REQUESTED, since=e.event.on)


def moved(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {"state": _STATE_OF[type(e.event)], "since": e.event.on}
    for name in ("reason", "outcome"):
        if hasattr(e.event, name):
            values[name] = getattr(e.event, name)
    if values["state"] not in OPEN_STATES:
        values["due_on"] = None
    _set(connection, e, **values)


def corrected(connection: sa.Connection, e: RecordedEvent) -> None:
    """Desks of the sheet, and the day by which the corrected step is found from now on."""
    values = {name: v for name, v in e.event.set.items() if name in referral_list.c}
    if values:
        _set(connection, e, **values)
    if "on" in e.event.set:
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


def _set(connection: sa.Connection, e: RecordedEvent, **values: Any) -> None:
    connection.execute(
        referral_list.update()
        .where(referral_list.c.referral_id == e.event.referral_id)
        .values(**values)
    )


def on_history(connection: sa.Connection, e: RecordedEvent) -> None:
    secret = type(e.event).personal_fields
    details = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(e.event).items()
        if name in _SHOWN and name not in secret and value is not None
    }
    connection.execute(
        referral_history.insert(),
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


# -- needs ----------------------------------------------------------------------------------------


def need_taken_up(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {"need_id": e.event.need_id, "referral_id": e.event.referral_id, "state": "open"}
    upsert(connection, need_list, ["need_id"], values)


def need_placed(connection: sa.Connection, e: RecordedEvent) -> None:
    names = ["need_id", "person_id", "case_id", "owner_desk", "next_step", "due_on", "because"]
    values = {name: getattr(e.event, name) for name in names}
    rest = {"state": "open", "alarm_on": None, "lead_on": None, "support_on": None}
    upsert(connection, need_list, ["need_id"], values | rest)
    connection.execute(
        referral_list.update()
        .where(referral_list.c.need_id == e.event.need_id, referral_list.c.state.in_(OPEN_STATES))
        .values(due_on=e.event.due_on)
    )


def clock_started(connection: sa.Connection, e: RecordedEvent) -> None:
    connection.execute(
        need_list.update()
        .where(need_list.c.need_id == e.event.need_id)
        .values(
            referral_id=e.event.referral_id,
            alarm_on=e.event.remind_on,
            lead_on=e.event.lead_on,
            support_on=e.event.support_on,
        )
    )


def alarm_given(connection: sa.Connection, e: RecordedEvent) -> None:
    """The next one: the desk's lead after the reminder, the support lead after that."""
    table = need_list
    following: Any = table.c.lead_on
    if isinstance(e.event, events.Escalated):
        following = table.c.support_on if e.event.level == "desk_lead" else None
    connection.execute(
        table.update()
        .where(table.c.need_id == e.stream.removeprefix("need-"))
        .values(alarm_on=following)
    )


def need_closed(connection: sa.Connection, e: RecordedEvent) -> None:
    connection.execute(
        need_list.update()
        .where(need_list.c.need_id == e.event.need_id)
        .values(
            state="closed",
            owner_desk=None,
            next_step=None,
            due_on=None,
            because=e.event.reason,
            alarm_on=None,
        )
    )


def open_needs(connection: sa.Connection) -> Iterator[OpenNeed]:
    """Every open need, with whoever owns its next step."""
    table = need_list
    rows = connection.execute(
        sa.select(table.c.need_id, table.c.owner_desk, table.c.next_step, table.c.due_on).where(
            table.c.state == "open"
        )
    )
    for row in rows:
        yield OpenNeed("need", *row)


READ_MODELS: dict[type, Any] = {
    events.DeskListed: desk_listed,
    events.DeskDescribed: desk_described,
    events.DeskCapacitySet: desk_capacity_set,
    events.DeskClockSet: desk_clock_set,
    events.SheetWritten: sheet_written,
    events.Requested: [requested, on_history],
    events.StatusNoted: on_history,
    events.AnswerLate: on_history,
    **{event: [moved, on_history] for event in _STATE_OF},
    events.NeedTakenUp: need_taken_up,
    events.NeedPlaced: need_placed,
    events.ClockStarted: clock_started,
    events.Reminded: [alarm_given, on_history],
    events.Escalated: [alarm_given, on_history],
    events.NeedClosed: need_closed,
    events.RecordCorrected: corrected,
}
