"""Questions of the benefit desk's screens: benefits, payment orders, moving costs."""

from __future__ import annotations

import sqlalchemy as sa

from services.housing.domain.benefit_events import APPLIED, ENDED, SENT
from services.housing.domain.moving_costs import GRANTED
from services.housing.domain.refusals.shared import NOT_FOUND
from services.housing.projections.tables import (
    benefit_list,
    benefit_payment,
    course_list,
    moving_list,
)
from services.housing.queries.courses import select_with_step
from services.housing.schemas.benefit import BenefitQuery, PaymentQuery
from tsunagu.domain.json_object import JsonObject
from tsunagu.projections.paging import (
    check_filter,
    encode_row,
    narrow_query,
    page_by_due,
    parse_state_filter,
)


def find_benefits(connection: sa.Connection, query: BenefitQuery) -> JsonObject:
    """One page of benefits by due date."""
    b = benefit_list.c
    select = narrow_query(
        select_with_step(benefit_list, "benefit", "benefit_id"),
        (b.state, parse_state_filter(query.state or "all")),
        (b.person_id, query.person_id),
    )
    rows, cursor = page_by_due(
        connection, select, course_list.c.due_on, b.benefit_id, query.after, query.limit
    )
    return {"benefits": rows, "next": cursor}


def find_benefit(connection: sa.Connection, benefit_id: str) -> JsonObject:
    """One benefit with its months, the oldest first."""
    table = benefit_list
    query = select_with_step(table, "benefit", "benefit_id").where(table.c.benefit_id == benefit_id)
    row = connection.execute(query).first()
    if row is None:
        raise NOT_FOUND(kind="benefit", id=benefit_id)
    months = connection.execute(
        sa.select(*(c for c in benefit_payment.c if c.name not in ("benefit_id", "payment")))
        .where(benefit_payment.c.benefit_id == benefit_id)
        .order_by(benefit_payment.c.month)
    )
    return encode_row(row._mapping) | {"months": [encode_row(month._mapping) for month in months]}


def find_payments(connection: sa.Connection, query: PaymentQuery) -> JsonObject:
    """Payment orders by due date. `payable` (if no state is asked for): due, or returned."""
    state = query.state or "payable"
    p, b = benefit_payment.c, benefit_list.c
    select = sa.select(benefit_payment, b.person_id, b.case_id, b.landlord_id).join_from(
        benefit_payment, benefit_list, b.benefit_id == p.benefit_id
    )
    if state == "payable":
        select = select.where(p.state != SENT)
    elif state != "all":
        select = select.where(p.state == state)
    select = narrow_query(select, (p.month, query.month))
    if query.before is not None:
        select = select.where(p.due_on < query.before)
    rows, cursor = page_by_due(connection, select, p.due_on, p.payment, query.after, query.limit)
    return {"payments": rows, "next": cursor}


def find_moving_costs(connection: sa.Connection, query: BenefitQuery) -> JsonObject:
    """One page of applications for moving costs by due date; they have states of their own."""
    state = query.state or "all"
    check_filter("state", state, ("all", APPLIED, GRANTED, ENDED))
    m = moving_list.c
    select = narrow_query(
        select_with_step(moving_list, "moving_costs", "moving_id"),
        (m.state, parse_state_filter(state)),
        (m.person_id, query.person_id),
    )
    rows, cursor = page_by_due(
        connection, select, course_list.c.due_on, m.moving_id, query.after, query.limit
    )
    return {"moving_costs": rows, "next": cursor}
