"""The timer: rents that should have left, stays about to end, visits that nobody made.

Each alarm is an event, given once; looking late or often changes nothing.
"""

from __future__ import annotations

from datetime import datetime

from services.housing.domain.benefit_continuation import Benefit
from services.housing.domain.stay import Stay
from services.housing.domain.watch_over import WatchOver
from services.housing.queries.alarms import rents_overdue, stays_ending, visits_open
from tsunagu.log.due import take_each_due
from tsunagu.log.unit_of_work import EventStore

EVERY_SECONDS = 60.0


def look_at_rents(store: EventStore, now: datetime) -> None:
    take_each_due(store, now, Benefit, rents_overdue, Benefit.check_clock)


def look_at_stays(store: EventStore, now: datetime) -> None:
    take_each_due(store, now, Stay, stays_ending, Stay.check_clock)


def look_at_visits(store: EventStore, now: datetime) -> None:
    take_each_due(store, now, WatchOver, visits_open, WatchOver.check_clock)
