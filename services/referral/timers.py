"""The timer that reminds and escalates, and the directory of desks as it is from the start."""

from __future__ import annotations

from datetime import datetime

from services.referral import queries, reference
from services.referral.domain.desk import Desk
from services.referral.domain.need import Need
from tsunagu.log.due import take_each_due
from tsunagu.log.unit_of_work import EventStore
from tsunagu.process import clock

EVERY_SECONDS = 60.0


def remind_and_escalate(store: EventStore, now: datetime) -> None:
    """Give every alarm that has become due; each need in a unit of work of its own."""
    take_each_due(store, now, Need, queries.find_alarms, Need.check_clock)


def seed_directory(store: EventStore) -> None:
    """Bring the directory up to `desks.csv`; what a desk has changed itself stays."""
    today = clock.today()
    with store.work(actor="system", hold_log=True) as work:
        for listed in reference.load_desks().values():
            work.load_or_new(Desk, listed.code).enter_in_directory(
                kind=listed.kind, ja=listed.ja, en=listed.en, lead_desk=listed.lead_desk, on=today
            )
