"""The timer of signals: what is late is told to a lead, each alarm once."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from services.intake.domain.signal import Signal
from services.intake.projections.signals import signal_list, utc
from tsunagu.log.unit_of_work import EventStore

EVERY_SECONDS = 20.0
AT_ONCE = 100


def tell_the_leads(store: EventStore, now: datetime) -> None:
    """Give every alarm whose time has come; so many signals in a unit of work."""
    while True:
        with store.reading() as connection:
            late = _find_late(connection, now)
        if not late:
            return
        with store.work(actor="clock") as work:
            work.load_ahead(Signal, late)
            for signal_id in late:
                work.load(Signal, signal_id).check_clock(now)
        if not work.appended:
            return


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
        .limit(AT_ONCE)
    )
    return list(rows.scalars())
