"""The timer: rents that should have left, stays about to end, visits that nobody made.

Each alarm is an event, given once; looking late or often changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa

from services.housing import asking_clocks
from services.housing.domain_continuing import Benefit
from services.housing.domain_stay import Stay
from services.housing.domain_visits import WatchOver
from tsunagu.calendar import city_today
from tsunagu.store import Store, Work

EVERY_SECONDS = 60.0


def look_at_rents(store: Store, now: datetime) -> None:
    today = city_today(now)

    def look(work: Work, id: str) -> None:
        work.load(Benefit, id).check_clock(today)

    _each(store, lambda c: asking_clocks.rents_overdue(c, today), look)


def look_at_stays(store: Store, now: datetime) -> None:
    today = city_today(now)

    def look(work: Work, id: str) -> None:
        work.load(Stay, id).check_clock(today)

    _each(store, lambda c: asking_clocks.stays_ending(c, today), look)


def look_at_visits(store: Store, now: datetime) -> None:
    today = city_today(now)

    def look(work: Work, id: str) -> None:
        work.load(WatchOver, id).check_clock(today)

    _each(store, lambda c: asking_clocks.visits_open(c, today), look)


def _each(
    store: Store,
    due: Callable[[sa.Connection], list[str]],
    look: Callable[[Work, str], None],
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
