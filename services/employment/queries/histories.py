"""What has happened to one person or employer so far, as the screens show it line by line."""

from __future__ import annotations

import sqlalchemy as sa

from services.employment.projections.tables import (
    employer_attempt,
    employer_list,
    readiness_move,
    session_list,
)
from tsunagu.domain.json_object import JsonObject
from tsunagu.projections.paging import encode_row


def read_readiness_moves(connection: sa.Connection, person_id: str) -> list[JsonObject]:
    """Every move on the ladder, the first at the beginning."""
    table = readiness_move
    rows = connection.execute(
        sa.select(table.c.on, table.c.was, table.c.rung, table.c.direction, table.c.reason)
        .where(table.c.person_id == person_id)
        .order_by(table.c.position)
    )
    return [encode_row(row._mapping) for row in rows]


def read_attempts(connection: sa.Connection, employer_id: str) -> list[JsonObject]:
    """How often an employer was asked, how, and what came of it."""
    table = employer_attempt
    columns = [c for c in table.c if c.name not in ("position", "employer_id")]
    rows = connection.execute(
        sa.select(*columns).where(table.c.employer_id == employer_id).order_by(table.c.position)
    )
    return [encode_row(row._mapping) for row in rows]


def read_introduced_employers(connection: sa.Connection) -> list[JsonObject]:
    """The chain of acquaintances: each employer that somebody brought, and what came of it."""
    table = employer_list
    rows = connection.execute(
        sa.select(
            table.c.introduced_by_kind,
            table.c.introduced_by,
            table.c.employer_id,
            table.c.name,
            table.c.result,
            table.c.won_on,
            table.c.won_no_great_hope,
            table.c.attempts,
            table.c.hires,
            table.c.first_hire_on,
        )
        .where(table.c.introduced_by.is_not(None))
        .order_by(table.c.listed_on, table.c.employer_id)
    )
    return [encode_row(row._mapping) for row in rows]


def read_sessions(connection: sa.Connection, preparation_id: str) -> list[JsonObject]:
    """The sessions of one course, the first at the beginning."""
    table = session_list
    rows = connection.execute(
        sa.select(table.c.on, table.c.session, table.c.stage, table.c.attendance)
        .where(table.c.preparation_id == preparation_id)
        .order_by(table.c.on, table.c.position)
    )
    return [encode_row(row._mapping) for row in rows]
