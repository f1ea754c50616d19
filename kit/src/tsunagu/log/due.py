"""What a service's timers do: a step on everything that is due, each on its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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
    together: int = 1,
) -> None:
    """Take a step on each that is due today, until none moves.

    Each has a unit of work of its own, or so many `together` as long as none of them fails.
    `find_due` gives ids; a limit of its own would let those that fail hide the others. One that
    fails keeps no other from its step; the failure is then the timer's, which the service's health
    shows.
    """
    today = city_today(now)
    failures: dict[str, Exception] = {}

    def take_some(ids: Sequence[str]) -> bool:
        try:
            with store.work(actor="clock", hold_log=True) as work:
                work.load_ahead(kind, ids)
                for id in ids:
                    take(work.load(kind, id), today)
        except Exception as failure:
            if len(ids) > 1:
                return bool([id for id in ids if take_some([id])])
            failures[ids[0]] = failure
            return False
        return bool(work.appended)

    moved = True
    while moved:
        moved = False
        with store.reading() as connection:
            ids = [id for id in find_due(connection, today) if id not in failures]
        for start in range(0, len(ids), together):
            moved = take_some(ids[start : start + together]) or moved
    for first in failures.values():
        raise first
