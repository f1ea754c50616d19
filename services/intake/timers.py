"""The timer of signals: what is late is told to a lead, each alarm once."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from services.intake.domain.signal import Signal
from services.intake.projections.signals import signal_list, utc
from tsunagu.log.due import take_each_due
from tsunagu.log.unit_of_work import EventStore

EVERY_SECONDS = 20.0
AT_ONCE = 100


def tell_the_leads(store: EventStore, now: datetime) -> None:
    """Give every alarm whose time has come; so many signals in a unit of work."""
    take_each_due(
        store,
        now,
        Signal,
        lambda connection, today: _find_late(connection, now),
        lambda signal, today: signal.check_clock(now),
        together=AT_ONCE,
    )


def next_alarm(connection: sa.Connection, _looked: datetime) -> datetime | None:
    """When the next signal is late; those that were late already have been told."""
    first = connection.execute(
        sa.select(sa.func.min(signal_list.c.alarm_at)).where(signal_list.c.state == "open")
    ).scalar()
    return datetime.fromisoformat(first) if first else None


def _find_late(connection: sa.Connection, now: datetime) -> list[str]:
    table = signal_list
    rows = connection.execute(
        sa.select(table.c.signal_id)
        .where(table.c.state == "open", table.c.alarm_at <= utc(now))
        .order_by(table.c.alarm_at)
    )
    return list(rows.scalars())
