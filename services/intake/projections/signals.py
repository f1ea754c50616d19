"""What is asked about signals: whose turn it is and until when, what a department may hear of
its own, which slips there are, which of its numbers never came.

They change in the transaction of the events, and hold no personal field. What a burst of
signals writes is written in bulk.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date
from typing import Any

import orjson
import sqlalchemy as sa

from services.intake.domain.department_sequence import next_place, remove_from_gap
from services.intake.domain.events import person, signal
from services.intake.domain.sharing import CONSENT_ENDED
from services.intake.domain.signal_clock import ALL_RAISED, end_of, next_alarm
from services.intake.projections.cases import metadata, on_timeline, public
from tsunagu.log.bulk_insert import insert_rows
from tsunagu.log.database import upsert
from tsunagu.log.open_needs import OpenNeed
from tsunagu.log.unit_of_work import InBulk, RecordedEvent

signal_list = sa.Table(
    "signal_list",
    metadata,
    sa.Column("signal_id", sa.Text, primary_key=True),
    sa.Column("department", sa.Text, nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("noticed_on", sa.Date, nullable=False),
    sa.Column("basis", sa.Text, nullable=False),
    sa.Column("urgent", sa.Boolean, nullable=False),
    sa.Column("person_id", sa.Text, index=True),
    sa.Column("case_id", sa.Text),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("owner_desk", sa.Text),
    sa.Column("next_step", sa.Text),
    sa.Column("due_on", sa.Date),
    sa.Column("due_at", sa.Text, comment="UTC, where the clock counts hours"),
    sa.Column("due_by", sa.Text, comment="UTC: the moment after which it is late; for sorting"),
    sa.Column("alarm_at", sa.Text, index=True, comment="UTC: when a lead is told next"),
    sa.Column("level", sa.Text, comment="the last alarm of this step"),
    sa.Column("basis_now", sa.Text, nullable=False),
    sa.Column("feedback", sa.Boolean, nullable=False),
    sa.Column("consent_id", sa.Text, index=True),
    sa.Column("consent_until", sa.Date),
    sa.Column("conference_id", sa.Text),
    sa.Column("attached_to", sa.Text, index=True, comment="the signal that leads them both"),
    sa.Index("signal_list_due", "state", "due_by", "signal_id"),
)

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

sequence_highest = sa.Table(
    "sequence_highest",
    metadata,
    sa.Column("department", sa.Text, primary_key=True),
    sa.Column("number", sa.BigInteger, nullable=False),
)

sequence_gap = sa.Table(
    "sequence_gap",
    metadata,
    sa.Column("department", sa.Text, primary_key=True),
    sa.Column("first", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("last", sa.BigInteger, nullable=False),
    sa.Column("noticed_at", sa.Text, nullable=False, comment="UTC"),
)

_SHOWN = {"answer", "owner_desk", "next_step", "due_on", "due_at", "reason", "level", "to_id"}


def utc(moment: Any) -> str:
    """A moment as it is kept and compared: UTC, whole seconds."""
    text: str = moment.astimezone(UTC).isoformat(timespec="seconds")
    return text


def _clock(due_on: date, due_at: str | None, raised: int) -> dict[str, str | None]:
    alarm = next_alarm(due_on, due_at, raised)
    return {"alarm_at": utc(alarm.at) if alarm else None, "due_by": due_at or utc(end_of(due_on))}


_NO_CLOCK = dict.fromkeys(("owner_desk", "next_step", "due_on", "due_at", "due_by", "alarm_at"))


# -- the list -------------------------------------------------------------------------------------


def signals_received(connection: sa.Connection, received: list[RecordedEvent]) -> None:
    names = [column.name for column in signal_list.columns]
    rows = []
    for e in (recorded.event for recorded in received):
        clock = _clock(e.due_on, e.due_at, raised=0)
        row = {**vars(e), **clock, "state": "open", "basis_now": e.basis}
        rows.append([row.get(name) for name in names])
    insert_rows(connection, signal_list.name, names, rows)


def signal_stepped(connection: sa.Connection, e: RecordedEvent) -> None:
    step = e.event
    _set(
        connection,
        e,
        owner_desk=step.owner_desk,
        next_step=step.next_step,
        due_on=step.due_on,
        due_at=step.due_at,
        level=None,
        **_clock(step.due_on, step.due_at, raised=0),
    )
    _followers(connection, e)


def _followers(connection: sa.Connection, e: RecordedEvent) -> None:
    """Those attached to it share its place; the clock is told to its desk once."""
    place = {name: getattr(e.event, name) for name in ("owner_desk", "next_step", "due_on")}
    connection.execute(
        signal_list.update()
        .where(signal_list.c.attached_to == e.event.signal_id)
        .values(
            **place,
            due_at=e.event.due_at,
            due_by=_clock(e.event.due_on, e.event.due_at, raised=0)["due_by"],
        )
    )


def signal_attached(connection: sa.Connection, e: RecordedEvent) -> None:
    place = {name: getattr(e.event, name) for name in ("owner_desk", "next_step", "due_on")}
    due_by = _clock(e.event.due_on, e.event.due_at, raised=0)["due_by"]
    _set(
        connection,
        e,
        state="attached",
        attached_to=e.event.to_id,
        **place,
        due_at=e.event.due_at,
        due_by=due_by,
        alarm_at=None,
        level=None,
    )


def signal_detached(connection: sa.Connection, e: RecordedEvent) -> None:
    signal_stepped(connection, e)
    _set(
        connection,
        e,
        state="open",
        attached_to=None,
        case_id=None,
        person_id=e.event.person_id,
    )


def signal_escalated(connection: sa.Connection, e: RecordedEvent) -> None:
    raised = ALL_RAISED.index(e.event.level) + 1
    clock = _clock(e.event.due_on, e.event.due_at, raised)
    _set(connection, e, level=e.event.level, alarm_at=clock["alarm_at"])


def signal_connected(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {"case_id": e.event.case_id, "person_id": e.event.person_id}
    _set(connection, e, state="connected", attached_to=None, **values, **_NO_CLOCK)


def signal_closed(connection: sa.Connection, e: RecordedEvent) -> None:
    _set(connection, e, state="closed", attached_to=None, **_NO_CLOCK)


def sharing_stopped(connection: sa.Connection, e: RecordedEvent) -> None:
    _set(connection, e, basis_now=CONSENT_ENDED)


def consent_withdrawn(connection: sa.Connection, e: RecordedEvent) -> None:
    """Wherever the person takes it back: what was sent on that consent is shared no longer."""
    connection.execute(
        signal_list.update()
        .where(signal_list.c.consent_id == e.event.consent_id)
        .values(basis_now=CONSENT_ENDED)
    )


def _set(connection: sa.Connection, e: RecordedEvent, **values: Any) -> None:
    connection.execute(
        signal_list.update().where(signal_list.c.signal_id == e.event.signal_id).values(**values)
    )


# -- what a department may hear -------------------------------------------------------------------


def on_history(connection: sa.Connection, steps: list[RecordedEvent]) -> None:
    """Every step of a signal, without person or case; how much is told is decided on asking."""
    names = [column.name for column in signal_history.columns]
    rows = []
    for e in steps:
        details = {k: v for k, v in public(e).items() if k in _SHOWN}
        if e.actor.startswith("department:"):
            details["by"] = "department"
        what = type(e.event).wire_type.removeprefix("intake.")
        text = orjson.dumps(details).decode()
        rows.append([e.position, e.event.signal_id, e.event.on, what, text])
    insert_rows(connection, signal_history.name, names, rows)


def slip_issued(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {"code": e.event.code, "signal_id": e.event.signal_id, "on": e.event.on}
    connection.execute(signal_slip.insert(), values)


def signal_refused(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {column.name: getattr(e.event, column.name) for column in signal_refusal.columns}
    values["fields"] = list(values["fields"])
    upsert(connection, signal_refusal, ["signal_id"], values)


# -- running numbers ------------------------------------------------------------------------------


def numbered(connection: sa.Connection, received: list[RecordedEvent]) -> None:
    """Notice what is missing before a number, and that what was missing has come."""
    of_department: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for e in received:
        if e.event.sequence is not None:
            of_department[e.event.department].append((e.event.sequence, utc(e.recorded_at)))
    for department, numbers in of_department.items():
        _follow(connection, department, numbers)


def _follow(connection: sa.Connection, department: str, numbers: list[tuple[int, str]]) -> None:
    before = highest = _highest(connection, department)
    for number, at in numbers:
        if number <= highest:
            _no_longer_missing(connection, department, number, number)
            continue
        highest, gap = next_place(highest, number)
        if gap is not None:
            _missing(connection, department, *gap, at)
    if highest != before:
        row = {"department": department, "number": highest}
        upsert(connection, sequence_highest, ["department"], row)


def gap_explained(connection: sa.Connection, e: RecordedEvent) -> None:
    department, first, last = e.event.department, e.event.first, e.event.last
    _no_longer_missing(connection, department, first, last)
    highest = _highest(connection, department)
    if last > highest:
        if first > highest + 1:
            _missing(connection, department, highest + 1, first - 1, utc(e.recorded_at))
        row = {"department": department, "number": last}
        upsert(connection, sequence_highest, ["department"], row)


def _highest(connection: sa.Connection, department: str) -> int:
    table = sequence_highest
    found = connection.execute(sa.select(table.c.number).where(table.c.department == department))
    return int(found.scalar() or 0)


def _missing(connection: sa.Connection, department: str, first: int, last: int, at: str) -> None:
    row = {"department": department, "first": first, "last": last, "noticed_at": at}
    connection.execute(sequence_gap.insert(), row)


def _no_longer_missing(connection: sa.Connection, department: str, first: int, last: int) -> None:
    table = sequence_gap
    touched = (table.c.department == department, table.c.first <= last, table.c.last >= first)
    for gap in connection.execute(sa.select(table).where(*touched)).all():
        where = (table.c.department == department, table.c.first == gap.first)
        connection.execute(table.delete().where(*where))
        for start, end in remove_from_gap((gap.first, gap.last), first, last):
            _missing(connection, department, start, end, gap.noticed_at)


def signal_needs(connection: sa.Connection) -> Iterator[OpenNeed]:
    """Every open signal, with whoever owns its next step."""
    columns = (signal_list.c[name] for name in ("signal_id", "owner_desk", "next_step", "due_on"))
    for row in connection.execute(sa.select(*columns).where(signal_list.c.state == "open")):
        yield OpenNeed("signal", *row)


_history = InBulk(on_history)

SIGNAL_READ_MODELS = {
    signal.SignalReceived: [InBulk(signals_received), _history, InBulk(numbered)],
    signal.EncouragementGiven: [_history],
    signal.SlipIssued: [slip_issued],
    signal.SignalNextStepSet: [signal_stepped, _history],
    signal.SignalEscalated: [signal_escalated, _history],
    signal.SignalSharingStopped: [sharing_stopped, _history],
    signal.SignalAttached: [signal_attached, _history],
    signal.SignalDetached: [signal_detached, _history],
    signal.SignalConnected: [signal_connected, _history, on_timeline],
    signal.SignalClosed: [signal_closed, _history],
    person.ConsentWithdrawn: [consent_withdrawn],
    signal.SignalRefused: [signal_refused],
    signal.SequenceGapExplained: [gap_explained],
}
