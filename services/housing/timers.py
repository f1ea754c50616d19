"""The timer: rents that should have left, stays about to end, visits that nobody made.

Each alarm is an event, given once; looking late or often changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa

from services.housing.domain.benefit_continuation import Benefit
from services.housing.domain.stay import Stay
from services.housing.domain.watch_over import WatchOver
from services.housing.queries import alarms
from tsunagu.domain.calendar import city_today
from tsunagu.log.unit_of_work import EventStore, UnitOfWork

EVERY_SECONDS = 60.0


def look_at_rents(store: EventStore, now: datetime) -> None:
    today = city_today(now)

    def look(work: UnitOfWork, id: str) -> None:
        work.load(Benefit, id).check_clock(today)

    _each(store, lambda c: alarms.rents_overdue(c, today), look)


def look_at_stays(store: EventStore, now: datetime) -> None:
    today = city_today(now)

    def look(work: UnitOfWork, id: str) -> None:
        work.load(Stay, id).check_clock(today)

    _each(store, lambda c: alarms.stays_ending(c, today), look)


def look_at_visits(store: EventStore, now: datetime) -> None:
    today = city_today(now)

    def look(work: UnitOfWork, id: str) -> None:
        work.load(WatchOver, id).check_clock(today)

    _each(store, lambda c: alarms.visits_open(c, today), look)


def _each(
    store: EventStore,
    due: Callable[[sa.Connection], list[str]],
    look: Callable[[UnitOfWork, str], None],
) -> None:
    """Give every alarm that is due; each course in a unit of work of its own.

    A course that fails keeps no other from its alarm; the failure is then the timer's, which the
    service's health shows.
    """
    with store.reading() as connection:
        ids = due(connection)
    failures: list[Exception] = []
    for id in ids:
        try:
            with store.work(actor="clock") as work:
                look(work, id)
        except Exception as failure:
            failures.append(failure)
    if failures:
        raise failures[0]
