"""Questions about visitors: lists, one visitor's course, and whom of intake they are.

Never a personal field.
"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from services.foodbank.domain.events.invitation import AGREED
from services.foodbank.domain.visitor import Consultation
from services.foodbank.projections.tables import (
    consultation_heard,
    contact_list,
    parcel_list,
    visit_list,
    visitor_list,
)
from services.foodbank.queries.rows import get_row
from tsunagu.domain.json_object import JsonObject
from tsunagu.projections.paging import encode_row, narrow_query, page_by_due


def list_visitors(
    connection: sa.Connection,
    today: date,
    *,
    card: str | None = None,
    person_id: str | None = None,
    invitation: str | None = None,
    may_be_asked: bool | None = None,
    after: str | None = None,
    limit: int | None = None,
) -> JsonObject:
    """One page: agreed ones by due date first. `may_be_asked`: whom the aide may invite today."""
    c = visitor_list.c
    query = narrow_query(
        sa.select(visitor_list).where(sa.not_(c.forgotten)),
        (c.card, card),
        (c.person_id, person_id),
        (c.invitation, invitation),
    )
    if may_be_asked is not None:
        allowed = _allows_asking(today)
        query = query.where(allowed if may_be_asked else sa.not_(allowed))
    rows, cursor = page_by_due(connection, query, c.due_on, c.visitor_id, after, limit)
    return {"visitors": rows, "next": cursor}


def _allows_asking(today: date) -> sa.ColumnElement[bool]:
    """As `Invitee.may_be_asked` has it; the domain decides, this only lists."""
    c = visitor_list.c
    never = c.invitation.is_(None) & c.came_on.is_(None)
    allowed_on = sa.func.coalesce(c.may_ask_again_on <= today, sa.false())
    state = sa.func.coalesce(c.invitation, "")
    return (state != AGREED) & (never | c.asked_themselves | allowed_on)


def get_visitor(connection: sa.Connection, visitor_id: str) -> JsonObject:
    """The visitor's row with their visits, parcels and contacts, newest first."""
    row = get_row(connection, visitor_list, visitor_list.c.visitor_id, visitor_id)
    lists = {
        "visit_list": (visit_list, visit_list.c.on),
        "parcel_list": (parcel_list, parcel_list.c.packed_on),
        "contact_list": (contact_list, contact_list.c.on),
    }
    for name, (table, day) in lists.items():
        query = sa.select(table).where(table.c.visitor_id == visitor_id).order_by(day.desc())
        row[name] = [encode_row(r._mapping) for r in connection.execute(query.limit(100))]
    return row


def find_visitors_of(connection: sa.Connection, person_id: str) -> list[str]:
    """The visitors who are this person; two where somebody lost a card and got another."""
    return list(connection.execute(_VISITORS_OF, {"person": person_id}).scalars())


_VISITORS_OF = (
    sa.select(visitor_list.c.visitor_id)
    .where(visitor_list.c.person_id == sa.bindparam("person"), sa.not_(visitor_list.c.forgotten))
    .order_by(visitor_list.c.visitor_id)
)


def list_consultations_of(connection: sa.Connection, person_id: str) -> list[Consultation]:
    """What we heard of the person from intake, in the order of the days."""
    c = consultation_heard.c
    rows = connection.execute(
        sa.select(c.record_id, c.case_id, c.on, c.opening, c.from_desk)
        .where(c.person_id == person_id)
        .order_by(c.on, c.record_id)
    )
    return [Consultation(**row._mapping) for row in rows]
