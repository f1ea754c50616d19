"""What a service's timers do: a step on everything that is due, each on its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TypeVar

import sqlalchemy as sa

from tsunagu.domain.aggregate import Aggregate
from tsunagu.domain.calendar import city_today
from tsunagu.log.unit_of_work import EventStore

A = TypeVar("A", bound=Aggregate)


def take_each_due(
    store: EventStore,
    now: datetime,
    kind: type[A],
    find_due: Callable[[sa.Connection, date], Iterable[str]],
    take: Callable[[A, date], None],
) -> None:
    """Take a step on each that is due today, in a unit of work of its own, until none moves.

    `find_due` may give so many ids at a time. One that fails keeps no other from its step; the
    failure is then the timer's, which the service's health shows.
    """
    today = city_today(now)
    failures: dict[str, Exception] = {}
    moved = True
    while moved:
        moved = False
        with store.reading() as connection:
            ids = [id for id in find_due(connection, today) if id not in failures]
        for id in ids:
            try:
                with store.work(actor="clock") as work:
                    take(work.load(kind, id), today)
            except Exception as failure:
                failures[id] = failure
            else:
                moved = moved or bool(work.appended)
    for first in failures.values():
        raise first
