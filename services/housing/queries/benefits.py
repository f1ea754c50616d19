"""The questions of the benefit desk's screens, and of everything that waits."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

import sqlalchemy as sa

from services.housing.domain.benefit_events import (
    APPLIED,
    DUE,
    ENDED,
    PAYING,
    RETURNED,
    SENT,
    STOPPED,
)
from services.housing.domain.rule_tables import OFFICIAL, RuleTable
from services.housing.projections.tables import (
    COURSES,
    benefit_list,
    benefit_payment,
    course_list,
    moving_list,
)
from tsunagu.domain.errors import NotFound
from tsunagu.projections.paging import narrowed, one_of, page_by_due, plain, unless_all

STATES = ("all", APPLIED, PAYING, STOPPED, ENDED)
PAYMENT_STATES = ("payable", "all", DUE, SENT, RETURNED)


def courses(
    connection: sa.Connection,
    desk: str | None,
    kind: str | None,
    person_id: str | None,
    before: date | None,
    state: str,
    after: str | None,
    limit: int,
) -> dict[str, Any]:
    """What waits, by due date. `before`: only what was due before that day."""
    rows, cursor = COURSES.page(
        connection,
        state=state,
        desk=desk,
        before=before,
        after=after,
        limit=limit,
        kind=kind,
        person_id=person_id,
    )
    return {"courses": rows, "next": cursor}


def with_step(table: sa.Table, kind: str, key: str) -> sa.Select[Any]:
    """A kind's table with the next step and the due date of each of its courses."""
    c = course_list.c
    return sa.select(table, c.next_step, c.due_on, c.desk.label("owner_desk")).join_from(
        table, course_list, (c.kind == kind) & (c.id == table.c[key])
    )


def benefits(
    connection: sa.Connection, state: str, person_id: str | None, after: str | None, limit: int
) -> dict[str, Any]:
    one_of("state", state, STATES)
    table = benefit_list
    query = with_step(table, "benefit", "benefit_id")
    query = narrowed(query, (table.c.state, unless_all(state)), (table.c.person_id, person_id))
    rows, cursor = page_by_due(
        connection, query, course_list.c.due_on, table.c.benefit_id, after, limit
    )
    return {"benefits": rows, "next": cursor}


def one_benefit(connection: sa.Connection, benefit_id: str) -> dict[str, Any]:
    """One benefit with its months, the oldest first."""
    table = benefit_list
    query = with_step(table, "benefit", "benefit_id").where(table.c.benefit_id == benefit_id)
    row = connection.execute(query).first()
    if row is None:
        raise not_known("benefit", benefit_id)
    months = connection.execute(
        sa.select(*(c for c in benefit_payment.c if c.name not in ("benefit_id", "payment")))
        .where(benefit_payment.c.benefit_id == benefit_id)
        .order_by(benefit_payment.c.month)
    )
    return plain(row._mapping) | {"months": [plain(month._mapping) for month in months]}


def payments(
    connection: sa.Connection,
    state: str,
    month: str | None,
    before: date | None,
    after: str | None,
    limit: int,
) -> dict[str, Any]:
    """Payment orders by due date. `payable`: due, or returned by the bank."""
    one_of("state", state, PAYMENT_STATES)
    p, b = benefit_payment.c, benefit_list.c
    query = sa.select(benefit_payment, b.person_id, b.case_id, b.landlord_id).join_from(
        benefit_payment, benefit_list, b.benefit_id == p.benefit_id
    )
    if state == "payable":
        query = query.where(p.state != SENT)
    elif state != "all":
        query = query.where(p.state == state)
    query = narrowed(query, (p.month, month))
    if before is not None:
        query = query.where(p.due_on < before)
    rows, cursor = page_by_due(connection, query, p.due_on, p.payment, after, limit)
    return {"payments": rows, "next": cursor}


def moving_costs(
    connection: sa.Connection, state: str, person_id: str | None, after: str | None, limit: int
) -> dict[str, Any]:
    one_of("state", state, ("all", APPLIED, "granted", ENDED))
    table = moving_list
    query = with_step(table, "moving_costs", "moving_id")
    query = narrowed(query, (table.c.state, unless_all(state)), (table.c.person_id, person_id))
    rows, cursor = page_by_due(
        connection, query, course_list.c.due_on, table.c.moving_id, after, limit
    )
    return {"moving_costs": rows, "next": cursor}


def rule_table(table: RuleTable) -> dict[str, Any]:
    """A rule table as JSON has it, each amount marked where it is not official."""
    marked: dict[str, Any] = _marked(asdict(table) | {"valid_from": table.valid_from.isoformat()})
    return marked


def _marked(value: Any) -> Any:
    if isinstance(value, dict):
        marked = {str(key): _marked(inner) for key, inner in value.items()}
        if "confidence" in marked:
            marked["unverified"] = marked["confidence"] != OFFICIAL
        return marked
    return [_marked(inner) for inner in value] if isinstance(value, list | tuple) else value


def not_known(kind: str, id: str) -> NotFound:
    return NotFound("not_found", f"{kind} {id} は見つかりません / is not known", id=id)
