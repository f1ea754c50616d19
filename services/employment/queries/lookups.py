"""Which work items a command or a timer has to open, found in the read models."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from services.employment.projections.tables import Row, introduction_list, opening_list, sheet_work
from tsunagu.domain.work_item import OPEN


def find_introductions_to(connection: sa.Connection, opening_id: str) -> Sequence[str]:
    """Introductions to one opening that nobody has decided."""
    return _find_open_introductions(connection, introduction_list.c.opening_id, opening_id)


def find_introductions_of(connection: sa.Connection, seeker_id: str) -> Sequence[str]:
    """Introductions of one job seeker that nobody has decided."""
    return _find_open_introductions(connection, introduction_list.c.seeker_id, seeker_id)


def _find_open_introductions(
    connection: sa.Connection, column: sa.Column[Any], id: str
) -> Sequence[str]:
    table = introduction_list
    query = sa.select(table.c.introduction_id).where(table.c.state == OPEN, column == id)
    return connection.execute(query.order_by(table.c.introduction_id)).scalars().all()


def find_work_of_sheet(connection: sa.Connection, referral_id: str) -> Row | None:
    """`kind` and `id` of the work that this sheet has begun, if any."""
    table = sheet_work
    return connection.execute(
        sa.select(table.c.kind, table.c.id).where(table.c.referral_id == referral_id)
    ).first()


def find_expired_openings(connection: sa.Connection, today: date) -> list[str]:
    """Open openings whose validity has run out before that day."""
    table = opening_list
    return list(
        connection.execute(
            sa.select(table.c.opening_id)
            .where(table.c.state == OPEN, table.c.valid_until < today)
            .order_by(table.c.valid_until)
        ).scalars()
    )


def find_employers_of_openings(
    connection: sa.Connection, first: date | None, last: date | None
) -> Sequence[str]:
    """Employers with openings received in the period."""
    table = opening_list
    query = sa.select(table.c.employer_id).distinct().order_by(table.c.employer_id)
    if first is not None:
        query = query.where(table.c.received_on >= first)
    if last is not None:
        query = query.where(table.c.received_on <= last)
    return connection.execute(query).scalars().all()
