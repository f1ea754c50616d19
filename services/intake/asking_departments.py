"""How a department's own sending stands: what is open, what was refused, what never came."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from services.intake.readmodels_signals import (
    sequence_gap,
    sequence_highest,
    signal_list,
    signal_refusal,
    utc,
)
from tsunagu.paging import MAX_LIMIT

GAP_HOURS = "TSUNAGU_SIGNAL_GAP_HOURS"
DEFAULT_GAP_HOURS = 24.0


def gap_hours() -> float:
    """After how many hours a missing number is shown as overdue."""
    try:
        return float(os.environ.get(GAP_HOURS, ""))
    except ValueError:
        return DEFAULT_GAP_HOURS


def gaps(connection: sa.Connection, department: str | None, now: datetime) -> list[dict[str, Any]]:
    """What is missing of the running numbers, by department."""
    chosen = sa.select(sequence_highest).order_by(sequence_highest.c.department)
    missing = sa.select(sequence_gap).order_by(sequence_gap.c.first)
    if department:
        chosen = chosen.where(sequence_highest.c.department == department)
        missing = missing.where(sequence_gap.c.department == department)
    old = utc(now - timedelta(hours=gap_hours()))
    of_department: dict[str, list[dict[str, Any]]] = {}
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


def state_of_department(
    connection: sa.Connection, department: str, now: datetime
) -> dict[str, Any]:
    """How a department's sending stands: counts, refusals and numbers that never came.

    Counts say nothing of single persons: `ended` holds those who came and those who did not.
    """
    table = signal_list
    counts = dict(
        connection.execute(
            sa.select(table.c.state == "open", sa.func.count())
            .where(table.c.department == department)
            .group_by(table.c.state == "open")
        ).all()
    )
    refused = connection.execute(
        sa.select(signal_refusal)
        .where(signal_refusal.c.department == department)
        .where(~sa.exists().where(table.c.signal_id == signal_refusal.c.signal_id))
        .order_by(signal_refusal.c.on.desc(), signal_refusal.c.signal_id)
        .limit(MAX_LIMIT)
    )
    missing = gaps(connection, department, now)
    return {
        "department": department,
        "open": counts.get(True, 0),
        "ended": counts.get(False, 0),
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
