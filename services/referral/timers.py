"""The clocks' timer, and the directory that is there from the first start."""

from __future__ import annotations

from datetime import UTC, datetime

from services.referral import queries, reference
from services.referral.domain.desk import Desk
from services.referral.domain.need import Need
from tsunagu.domain.calendar import city_today
from tsunagu.log.unit_of_work import EventStore

EVERY_SECONDS = 60.0


def remind_and_escalate(store: EventStore, now: datetime) -> None:
    """Give every alarm that has become due; each need in a unit of work of its own."""
    today = city_today(now)
    while True:
        with store.reading() as connection:
            due = queries.alarms(connection, today)
        given = 0
        for need_id in due:
            with store.work(actor="clock") as work:
                work.load(Need, need_id).check_clock(today)
            given += work.appended
        if not given:
            return


def list_desks(store: EventStore) -> None:
    """Bring the directory up to `desks.csv`; what a desk has changed itself stays."""
    today = city_today(datetime.now(UTC))
    with store.work(actor="system") as work:
        for listed in reference.desks().values():
            work.load_or_new(Desk, listed.code).enter_in_directory(
                kind=listed.kind, ja=listed.ja, en=listed.en, lead_desk=listed.lead_desk, on=today
            )
