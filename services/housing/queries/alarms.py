"""Questions of the timers: for which courses an alarm may be due that was not given yet."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from services.housing.domain.benefit_events import ENDED, SENT
from services.housing.projections.tables import (
    benefit_list,
    benefit_payment,
    stay_list,
    watch_list,
    watch_visit,
)


def find_overdue_rents(connection: sa.Connection, today: date) -> list[str]:
    p, b = benefit_payment.c, benefit_list.c
    query = (
        sa.select(p.benefit_id)
        .distinct()
        .join_from(benefit_payment, benefit_list, b.benefit_id == p.benefit_id)
        .where(p.state != SENT, ~p.alarmed, p.due_on < today, b.state != ENDED)
    )
    return list(connection.execute(query).scalars())


def find_ending_stays(connection: sa.Connection, today: date) -> list[str]:
    s = stay_list.c
    soon = ~s.warned & (s.warn_on <= today) & (s.until >= today)
    over = ~s.overrun & (s.until < today)
    query = sa.select(s.stay_id).where(s.state != ENDED, soon | over)
    return list(connection.execute(query).scalars())


def find_open_visits(connection: sa.Connection, today: date) -> list[str]:
    """Watch-overs with a visit that lies behind, or an alarm that nobody has escalated yet."""
    v, w = watch_visit.c, watch_list.c
    behind = (v.state == "planned") & (v.scheduled_on < today)
    query = (
        sa.select(v.watch_id)
        .distinct()
        .join_from(watch_visit, watch_list, w.watch_id == v.watch_id)
        .where(behind | (v.alarm & ~v.escalated), w.state != ENDED)
    )
    return list(connection.execute(query).scalars())
