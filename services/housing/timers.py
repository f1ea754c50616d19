"""Timers: alarms for rents that should have left, stays about to end, visits nobody made.

Each alarm is an event, given once; looking late or often changes nothing.
"""

from __future__ import annotations

from datetime import datetime

from services.housing.domain.benefit_continuation import Benefit
from services.housing.domain.stay import Stay
from services.housing.domain.watch_over import WatchOver
from services.housing.queries.alarms import find_ending_stays, find_open_visits, find_overdue_rents
from tsunagu.log.due import take_each_due
from tsunagu.log.unit_of_work import EventStore

EVERY_SECONDS = 60.0


def raise_rent_alarms(store: EventStore, now: datetime) -> None:
    take_each_due(store, now, Benefit, find_overdue_rents, Benefit.check_clock)


def raise_stay_alarms(store: EventStore, now: datetime) -> None:
    take_each_due(store, now, Stay, find_ending_stays, Stay.check_clock)


def raise_visit_alarms(store: EventStore, now: datetime) -> None:
    take_each_due(store, now, WatchOver, find_open_visits, WatchOver.check_clock)
