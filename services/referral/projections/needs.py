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
from tsunagu.log.row_changes import RowChange, RowReadModel, change_row, put_row
from tsunagu.log.unit_of_work import RecordedEvent


@RowReadModel
def take_up(e: RecordedEvent) -> RowChange:
    values = {"need_id": e.event.need_id, "referral_id": e.event.referral_id, "state": "open"}
    return put_row(need_list, values)


def place(connection: sa.Connection, e: RecordedEvent) -> None:
    names = ["need_id", "person_id", "case_id", "owner_desk", "next_step", "due_on", "because"]
    values = {name: getattr(e.event, name) for name in names}
    rest = {"state": "open", "alarm_on": None, "lead_on": None, "support_on": None}
    upsert(connection, need_list, ["need_id"], values | rest)
    connection.execute(_MOVE_DUE, {"of_need": e.event.need_id, "to_day": e.event.due_on})


# Whoever's turn it is with the need has its sheet until the same day.
_MOVE_DUE = (
    referral_list.update()
    .where(
        referral_list.c.need_id == sa.bindparam("of_need"),
        referral_list.c.state.in_(OPEN_STATES),
    )
    .values(due_on=sa.bindparam("to_day"))
)


@RowReadModel
def start_clock(e: RecordedEvent) -> RowChange:
    return change_row(
        need_list,
        {
            "need_id": e.event.need_id,
            "referral_id": e.event.referral_id,
            "alarm_on": e.event.remind_on,
            "lead_on": e.event.lead_on,
            "support_on": e.event.support_on,
        },
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


@RowReadModel
def close(e: RecordedEvent) -> RowChange:
    nothing: dict[str, None] = dict.fromkeys(("owner_desk", "next_step", "due_on", "alarm_on"))
    values = {"need_id": e.event.need_id, "state": "closed", "because": e.event.reason}
    return change_row(need_list, values | nothing)


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
