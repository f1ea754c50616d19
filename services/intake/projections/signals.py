"""The table of signals: whose turn it is and until when, and on which basis each rests.

It changes in the transaction of the events, and holds no personal field. What a burst of
signals writes is written in bulk.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date
from typing import Any

import sqlalchemy as sa

from services.intake.domain.sharing import CONSENT_ENDED
from services.intake.domain.signal_clock import ALL_RAISED, end_of, next_alarm
from services.intake.projections.cases import metadata
from tsunagu.log.bulk_insert import insert_rows
from tsunagu.log.open_needs import OpenNeed
from tsunagu.log.unit_of_work import RecordedEvent

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


def utc(moment: Any) -> str:
    """A moment as it is kept and compared: UTC, whole seconds."""
    text: str = moment.astimezone(UTC).isoformat(timespec="seconds")
    return text


def _clock(due_on: date, due_at: str | None, raised: int) -> dict[str, str | None]:
    alarm = next_alarm(due_on, due_at, raised)
    return {"alarm_at": utc(alarm.at) if alarm else None, "due_by": due_at or utc(end_of(due_on))}


_NO_CLOCK = dict.fromkeys(("owner_desk", "next_step", "due_on", "due_at", "due_by", "alarm_at"))


# -- the list -------------------------------------------------------------------------------------


def add_signals(connection: sa.Connection, received: list[RecordedEvent]) -> None:
    names = [column.name for column in signal_list.columns]
    rows = []
    for e in (recorded.event for recorded in received):
        clock = _clock(e.due_on, e.due_at, raised=0)
        row = {**vars(e), **clock, "state": "open", "basis_now": e.basis}
        rows.append([row.get(name) for name in names])
    insert_rows(connection, signal_list.name, names, rows)


def set_step(connection: sa.Connection, e: RecordedEvent) -> None:
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
    _set_step_of_attached(connection, e)


def _set_step_of_attached(connection: sa.Connection, e: RecordedEvent) -> None:
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


def set_attached(connection: sa.Connection, e: RecordedEvent) -> None:
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


def set_detached(connection: sa.Connection, e: RecordedEvent) -> None:
    set_step(connection, e)
    _set(
        connection,
        e,
        state="open",
        attached_to=None,
        case_id=None,
        person_id=e.event.person_id,
    )


def set_level(connection: sa.Connection, e: RecordedEvent) -> None:
    raised = ALL_RAISED.index(e.event.level) + 1
    clock = _clock(e.event.due_on, e.event.due_at, raised)
    _set(connection, e, level=e.event.level, alarm_at=clock["alarm_at"])


def set_connected(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {"case_id": e.event.case_id, "person_id": e.event.person_id}
    _set(connection, e, state="connected", attached_to=None, **values, **_NO_CLOCK)


def set_closed(connection: sa.Connection, e: RecordedEvent) -> None:
    _set(connection, e, state="closed", attached_to=None, **_NO_CLOCK)


def stop_sharing(connection: sa.Connection, e: RecordedEvent) -> None:
    _set(connection, e, basis_now=CONSENT_ENDED)


def end_consent(connection: sa.Connection, e: RecordedEvent) -> None:
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


def list_signal_needs(connection: sa.Connection) -> Iterator[OpenNeed]:
    """Every open signal, with whoever owns its next step."""
    columns = (signal_list.c[name] for name in ("signal_id", "owner_desk", "next_step", "due_on"))
    for row in connection.execute(sa.select(*columns).where(signal_list.c.state == "open")):
        yield OpenNeed("signal", *row)
