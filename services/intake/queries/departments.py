"""What a department asks about its own sending: its signals, what was refused, what never came.

Neither a filter nor an order may tell what the answer itself does not: where the basis does not
allow to say that somebody came, asking for those who came finds nobody.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from services.intake.domain.sharing import (
    BASES_NOW,
    CONSENT,
    FEEDBACK,
    READ_STATUS,
    SENDER,
    TELLS,
    disclosure_level,
)
from services.intake.projections.signal_history import signal_history, signal_refusal
from services.intake.projections.signal_numbers import sequence_gap, sequence_highest
from services.intake.projections.signals import signal_list, utc
from services.intake.queries.signals import describe_to_sender, disclosure_to_sender
from tsunagu.contracts.validation_errors import fault
from tsunagu.domain.errors import Invalid
from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.text import Text
from tsunagu.projections.paging import MAX_LIMIT

LIVE = ("open", "attached")
GAP_HOURS = "TSUNAGU_SIGNAL_GAP_HOURS"
DEFAULT_GAP_HOURS = 24.0
NO_SUCH_PLACE = Text("続きの印が読めません", "no such place")
VALUE_OF_NEXT = Text("next の値を", "the value of next")


# -- its signals ----------------------------------------------------------------------------------


def list_own_signals(
    connection: sa.Connection,
    department: str,
    today: date,
    *,
    state: str,
    desk: str | None,
    signal_ids: list[str] | None,
    urgent: bool,
    before: datetime | None,
    after: str | None,
    limit: int,
) -> tuple[list[JsonObject], str | None]:
    """A page of its signals, the first noticed first, each as its basis allows to tell."""
    table, may_hear_now = signal_list, _may_hear_now(today)
    may_hear_place = may_hear_now & (
        table.c.state != "attached"
    )  # else it is that of another's signal
    query = sa.select(table).where(table.c.department == department)
    if signal_ids is not None:
        query = query.where(table.c.signal_id.in_(signal_ids))
    elif state != "all":
        query = query.where(_state_as_seen(may_hear_now) == state)
    if urgent:
        query = query.where(table.c.urgent)
    if desk:
        query = query.where(may_hear_place, table.c.owner_desk == desk)
    if before is not None:
        query = query.where(may_hear_place, table.c.due_by < utc(before))
    rows, cursor = _page(connection, query, after, limit)
    return show_to_department(connection, rows, today), cursor


def show_to_department(connection: sa.Connection, rows: list[Any], today: date) -> list[JsonObject]:
    """Rows of `signal_list` as their department may see them."""
    first = _find_receptions(connection, [row.signal_id for row in rows])
    return [
        describe_to_sender(row, disclosure_to_sender(row, today), [first[row.signal_id]])
        for row in rows
    ]


def _may_hear_now(today: date) -> sa.ColumnElement[bool]:
    """Whether the department may hear how it stands now; the SQL of `disclosure_to_sender`."""
    levels = {basis: disclosure_level(SENDER, READ_STATUS, FEEDBACK, basis) for basis in BASES_NOW}
    telling = [basis for basis, level in levels.items() if level and TELLS[level].owner_now]
    row = signal_list.c
    holds = row.feedback & (row.consent_until.is_(None) | (row.consent_until >= today))
    return row.basis_now.in_(telling) & ((row.basis_now != CONSENT) | holds)


def _state_as_seen(may_hear_now: sa.ColumnElement[bool]) -> sa.ColumnElement[str]:
    """The state as the department sees it; that others wrote about the same person is not told."""
    state = signal_list.c.state
    return sa.case(
        (state == "attached", "open"),
        ((state == "connected") & ~may_hear_now, "closed"),
        else_=state,
    )


def _page(
    connection: sa.Connection, query: sa.Select[Any], after: str | None, limit: int
) -> tuple[list[Any], str | None]:
    order, key = signal_list.c.noticed_on, signal_list.c.signal_id
    if after:
        day, _, id = after.partition("|")
        place = _parse_day(day)
        query = query.where((order > place) | ((order == place) & (key > id)))
    rows = list(connection.execute(query.order_by(order, key).limit(limit + 1)))
    if len(rows) <= limit:
        return rows, None
    last = rows[limit - 1]
    return rows[:limit], f"{last.noticed_on.isoformat()}|{last.signal_id}"


def _parse_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid([fault("after", str(NO_SUCH_PLACE), str(VALUE_OF_NEXT))]) from None


def _find_receptions(connection: sa.Connection, ids: list[str]) -> dict[str, JsonObject]:
    table = signal_history
    rows = connection.execute(
        sa.select(table.c.signal_id, table.c.details).where(
            table.c.signal_id.in_(ids), table.c.what == "signal_received"
        )
    )
    return {row.signal_id: row.details for row in rows}


# -- how its sending stands -----------------------------------------------------------------------


def gap_hours() -> float:
    """After how many hours a missing number is shown as overdue."""
    try:
        return float(os.environ.get(GAP_HOURS, ""))
    except ValueError:
        return DEFAULT_GAP_HOURS


def list_gaps(connection: sa.Connection, department: str | None, now: datetime) -> list[JsonObject]:
    """What is missing of the running numbers, by department."""
    chosen = sa.select(sequence_highest).order_by(sequence_highest.c.department)
    missing = sa.select(sequence_gap).order_by(sequence_gap.c.first)
    if department:
        chosen = chosen.where(sequence_highest.c.department == department)
        missing = missing.where(sequence_gap.c.department == department)
    old = utc(now - timedelta(hours=gap_hours()))
    of_department: dict[str, list[JsonObject]] = {}
    for row in connection.execute(missing):
        of_department.setdefault(row.department, []).append(
            {
                "first": row.first,
                "last": row.last,
                "noticed_at": row.noticed_at,
                "overdue": row.noticed_at <= old,
            }
        )
    return [
        {
            "department": row.department,
            "highest": row.number,
            "gaps": of_department.get(row.department, []),
        }
        for row in connection.execute(chosen)
    ]


def get_state(connection: sa.Connection, department: str, now: datetime) -> JsonObject:
    """How a department's sending stands: counts, refusals and numbers that never came.

    Counts say nothing of single persons: `ended` holds those who came and those who did not.
    """
    table = signal_list
    still_open = table.c.state.in_(LIVE)
    count = sa.func.count()
    open_now, ended = connection.execute(
        sa.select(count.filter(still_open), count.filter(~still_open)).where(
            table.c.department == department
        )
    ).one()
    refused = connection.execute(
        sa.select(signal_refusal)
        .where(signal_refusal.c.department == department)
        .where(~sa.exists().where(table.c.signal_id == signal_refusal.c.signal_id))
        .order_by(signal_refusal.c.on.desc(), signal_refusal.c.signal_id)
        .limit(MAX_LIMIT)
    )
    missing = list_gaps(connection, department, now)
    return {
        "department": department,
        "open": open_now,
        "ended": ended,
        "refused": [
            {
                "signal_id": row.signal_id,
                "on": row.on.isoformat(),
                "reason": row.reason,
                "fields": row.fields,
            }
            for row in refused
        ],
        "missing": [gap for one in missing for gap in one["gaps"] if gap["overdue"]],
        "asked_at": utc(now.astimezone(UTC)),
    }
