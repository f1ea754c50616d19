"""The list of needs: whose each is, its next step and due date, and when its clock speaks next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from services.referral.domain import events
from services.referral.domain.states import OPEN_STATES
from services.referral.projections.tables import need_list, referral_list
from tsunagu.log.database import upsert
from tsunagu.log.open_needs import OpenNeed
from tsunagu.log.unit_of_work import RecordedEvent


def take_up(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {"need_id": e.event.need_id, "referral_id": e.event.referral_id, "state": "open"}
    upsert(connection, need_list, ["need_id"], values)


def place(connection: sa.Connection, e: RecordedEvent) -> None:
    names = ["need_id", "person_id", "case_id", "owner_desk", "next_step", "due_on", "because"]
    values = {name: getattr(e.event, name) for name in names}
    rest = {"state": "open", "alarm_on": None, "lead_on": None, "support_on": None}
    upsert(connection, need_list, ["need_id"], values | rest)
    connection.execute(
        referral_list.update()
        .where(referral_list.c.need_id == e.event.need_id, referral_list.c.state.in_(OPEN_STATES))
        .values(due_on=e.event.due_on)
    )


def start_clock(connection: sa.Connection, e: RecordedEvent) -> None:
    connection.execute(
        need_list.update()
        .where(need_list.c.need_id == e.event.need_id)
        .values(
            referral_id=e.event.referral_id,
            alarm_on=e.event.remind_on,
            lead_on=e.event.lead_on,
            support_on=e.event.support_on,
        )
    )


def advance_alarm(connection: sa.Connection, e: RecordedEvent) -> None:
    """The next one: the desk's lead after the reminder, the support lead after that."""
    table = need_list
    following: Any = table.c.lead_on
    if isinstance(e.event, events.Escalated):
        following = table.c.support_on if e.event.level == "desk_lead" else None
    connection.execute(
        table.update()
        .where(table.c.need_id == e.stream.removeprefix("need-"))
        .values(alarm_on=following)
    )


def close(connection: sa.Connection, e: RecordedEvent) -> None:
    connection.execute(
        need_list.update()
        .where(need_list.c.need_id == e.event.need_id)
        .values(
            state="closed",
            owner_desk=None,
            next_step=None,
            due_on=None,
            because=e.event.reason,
            alarm_on=None,
        )
    )


def list_open_needs(connection: sa.Connection) -> Iterator[OpenNeed]:
    """Every open need, with whoever owns its next step."""
    table = need_list
    rows = connection.execute(
        sa.select(table.c.need_id, table.c.owner_desk, table.c.next_step, table.c.due_on).where(
            table.c.state == "open"
        )
    )
    for row in rows:
        yield OpenNeed("need", *row)
