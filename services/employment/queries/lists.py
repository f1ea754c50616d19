"""The questions of this programme's screens, answered from the read models."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from services.employment.projections.tables import (
    WAITING,
    employer_attempt,
    employer_list,
    introduction_list,
    opening_list,
    readiness_move,
    session_list,
    sheet_work,
)
from tsunagu.domain.errors import NotFound
from tsunagu.domain.work_item import OPEN
from tsunagu.log.tables import event_table
from tsunagu.projections.paging import narrowed, one_of, page_by_due, plain


def not_found(kind: str, id: str) -> NotFound:
    sentence = f"{kind} {id} は見つかりません / is not known"
    return NotFound("not_found", sentence, category=kind, id=id)


def one(connection: sa.Connection, kind: str, id: str) -> dict[str, Any]:
    """One row of a list, with its version for those who change it next."""
    key = WAITING.of[kind].key
    row = connection.execute(sa.select(key.table).where(key == id)).first()
    if row is None:
        raise not_found(kind, id)
    version = connection.execute(
        sa.select(sa.func.max(event_table.c.version)).where(event_table.c.stream == f"{kind}-{id}")
    ).scalar()
    return plain(row._mapping) | {"version": version}


def page(connection: sa.Connection, kind: str, **asked: Any) -> dict[str, Any]:
    """One page of a list by due date; `asked` as `WorkList.page` takes it."""
    rows, cursor = WAITING.of[kind].page(connection, **asked)
    return {f"{kind}s": rows, "next": cursor}


def work(
    connection: sa.Connection,
    desk: str | None,
    kind: str | None,
    before: date | None,
    after: str | None,
    limit: int,
) -> dict[str, Any]:
    """Everything that waits for somebody, of every kind, the most urgent first."""
    one_of("kind", kind, tuple(WAITING.of))
    parts = []
    for name, one in WAITING.of.items():
        table = one.table
        person = table.c.person_id if "person_id" in table.c else sa.null()
        part = sa.select(
            sa.literal(name).label("kind"),
            one.key.label("id"),
            sa.cast(person, sa.Text).label("person_id"),
            table.c.owner_desk,
            table.c.next_step,
            table.c.due_on,
        ).where(table.c.state == OPEN)
        if kind in (None, name):
            parts.append(part)
    every: Any = sa.union_all(*parts).subquery()
    query = narrowed(sa.select(every), (every.c.owner_desk, desk))
    if before is not None:
        query = query.where(every.c.due_on < before)
    rows, cursor = page_by_due(connection, query, every.c.due_on, every.c.id, after, limit)
    return {"work": rows, "next": cursor}


def readiness(connection: sa.Connection, person_id: str) -> list[dict[str, Any]]:
    """Every move on the ladder, the first at the beginning."""
    table = readiness_move
    rows = connection.execute(
        sa.select(table.c.on, table.c.was, table.c.rung, table.c.direction, table.c.reason)
        .where(table.c.person_id == person_id)
        .order_by(table.c.position)
    )
    return [plain(row._mapping) for row in rows]


def attempts(connection: sa.Connection, employer_id: str) -> list[dict[str, Any]]:
    """How often an employer was asked, how, and what came of it."""
    table = employer_attempt
    columns = [c for c in table.c if c.name not in ("position", "employer_id")]
    rows = connection.execute(
        sa.select(*columns).where(table.c.employer_id == employer_id).order_by(table.c.position)
    )
    return [plain(row._mapping) for row in rows]


def who_introduced_whom(connection: sa.Connection) -> list[dict[str, Any]]:
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
    return [plain(row._mapping) for row in rows]


def sessions(connection: sa.Connection, preparation_id: str) -> list[dict[str, Any]]:
    table = session_list
    rows = connection.execute(
        sa.select(table.c.on, table.c.session, table.c.stage, table.c.attendance)
        .where(table.c.preparation_id == preparation_id)
        .order_by(table.c.on, table.c.position)
    )
    return [plain(row._mapping) for row in rows]


def open_introductions(connection: sa.Connection, **equal: str) -> list[str]:
    """Introductions that nobody has decided, of one seeker or to one opening."""
    table = introduction_list
    query = sa.select(table.c.introduction_id).where(table.c.state == OPEN)
    for name, value in equal.items():
        query = query.where(table.c[name] == value)
    return list(connection.execute(query.order_by(table.c.introduction_id)).scalars())


def taken(connection: sa.Connection, referral_id: str) -> str | None:
    """What kind of work this sheet has begun, if any."""
    table = sheet_work
    return connection.execute(
        sa.select(table.c.kind).where(table.c.referral_id == referral_id)
    ).scalar()


def expired_openings(connection: sa.Connection, today: date) -> list[str]:
    table = opening_list
    return list(
        connection.execute(
            sa.select(table.c.opening_id)
            .where(table.c.state == OPEN, table.c.valid_until < today)
            .order_by(table.c.valid_until)
        ).scalars()
    )


def employers_of_openings(
    connection: sa.Connection, first: date | None, last: date | None
) -> list[str]:
    """Employers with openings received in the period."""
    table = opening_list
    query = sa.select(table.c.employer_id).distinct().order_by(table.c.employer_id)
    if first is not None:
        query = query.where(table.c.received_on >= first)
    if last is not None:
        query = query.where(table.c.received_on <= last)
    return list(connection.execute(query).scalars())
