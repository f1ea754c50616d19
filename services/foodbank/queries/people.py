"""The questions of the food bank's screens about people. Never a personal field.

Those about food are in `asking_stock`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa

from services.foodbank.domain import events
from services.foodbank.domain.parcel import PACKED
from services.foodbank.domain.visit import WAITING
from services.foodbank.domain.visitor import Consultation
from services.foodbank.projections.tables import (
    consultation_heard,
    contact_list,
    parcel_line,
    parcel_list,
    sheet_inbox,
    visit_list,
    visitor_list,
)
from tsunagu.domain.errors import NotFound
from tsunagu.log.open_needs import OpenNeed
from tsunagu.projections.paging import narrowed, page_by_due, plain
from tsunagu.sheets.inbox import REQUESTED

# -- what is promised -----------------------------------------------------------------------------


def _promised(kind: str, key: sa.Column[Any], table: sa.Table, when: Any) -> sa.Select[Any]:
    c = table.c
    return sa.select(
        sa.literal(kind).label("kind"),
        key.label("id"),
        c.visitor_id.label("visitor_id"),
        c.owner_desk.label("owner_desk"),
        c.next_step.label("next_step"),
        c.due_on.label("due_on"),
    ).where(when)


def _promises() -> sa.Subquery:
    """Everything that somebody waits for, by its state and not by whether a step stands there."""
    visits, parcels, people = visit_list.c, parcel_list.c, visitor_list.c
    waiting_sheets = sa.select(
        sa.literal("sheet"),
        sheet_inbox.c.referral_id,
        sa.null(),
        sheet_inbox.c.desk,
        sa.literal("answer"),
        sheet_inbox.c.due_on,
    ).where(sheet_inbox.c.state == REQUESTED)
    return sa.union_all(
        _promised("visit", visits.visit_id, visit_list, visits.state == WAITING),
        _promised("parcel", parcels.parcel_id, parcel_list, parcels.state == PACKED),
        _promised(
            "invitation", people.visitor_id, visitor_list, people.invitation == events.AGREED
        ),
        _promised("contact", contact_list.c.contact_id, contact_list, contact_list.c.promised),
        waiting_sheets,
    ).subquery()


def open_needs(connection: sa.Connection) -> Iterator[OpenNeed]:
    """Every promise with its owner; a visitor to whom nothing was promised is no open need."""
    p = _promises().c
    query = sa.select(p.kind, p.id, p.owner_desk, p.next_step, p.due_on)
    for row in connection.execute(query):
        yield OpenNeed(*row)


def promises(
    connection: sa.Connection,
    *,
    kind: str | None = None,
    before: date | None = None,
    after: str | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """One page of promises by due date. `before`: only those due before that day."""
    table = _promises()
    query = narrowed(sa.select(table), (table.c.kind, kind))
    if before is not None:
        query = query.where(table.c.due_on < before)
    rows, cursor = page_by_due(connection, query, table.c.due_on, table.c.id, after, limit)  # type: ignore[arg-type]
    return {"promises": rows, "next": cursor}


# -- visitors -------------------------------------------------------------------------------------


def visitors(
    connection: sa.Connection,
    today: date,
    *,
    card: str | None = None,
    person_id: str | None = None,
    invitation: str | None = None,
    may_be_asked: bool | None = None,
    after: str | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """One page: agreed ones by due date first. `may_be_asked`: whom the aide may invite today."""
    c = visitor_list.c
    query = narrowed(
        sa.select(visitor_list).where(sa.not_(c.forgotten)),
        (c.card, card),
        (c.person_id, person_id),
        (c.invitation, invitation),
    )
    if may_be_asked is not None:
        allowed = _may_be_asked(today)
        query = query.where(allowed if may_be_asked else sa.not_(allowed))
    rows, cursor = page_by_due(connection, query, c.due_on, c.visitor_id, after, limit)
    return {"visitors": rows, "next": cursor}


def _may_be_asked(today: date) -> sa.ColumnElement[bool]:
    """As `Invited.may_be_asked` has it; the domain decides, this only lists."""
    c = visitor_list.c
    never = c.invitation.is_(None) & c.came_on.is_(None)
    allowed_on = sa.func.coalesce(c.may_ask_again_on <= today, sa.false())
    state = sa.func.coalesce(c.invitation, "")
    return (state != events.AGREED) & (never | c.asked_themselves | allowed_on)


def one_visitor(connection: sa.Connection, visitor_id: str) -> dict[str, Any]:
    """The visitor's row with their visits, parcels and contacts, newest first."""
    row = _one(connection, visitor_list, visitor_list.c.visitor_id, visitor_id)
    lists = {
        "visit_list": (visit_list, visit_list.c.on),
        "parcel_list": (parcel_list, parcel_list.c.packed_on),
        "contact_list": (contact_list, contact_list.c.on),
    }
    for name, (table, day) in lists.items():
        query = sa.select(table).where(table.c.visitor_id == visitor_id).order_by(day.desc())
        row[name] = [plain(r._mapping) for r in connection.execute(query.limit(100))]
    return row


def visitors_of(connection: sa.Connection, person_id: str) -> list[str]:
    """The visitors who are this person; two where somebody lost a card and got another."""
    c = visitor_list.c
    query = sa.select(c.visitor_id).where(c.person_id == person_id, sa.not_(c.forgotten))
    return list(connection.execute(query.order_by(c.visitor_id)).scalars())


def consultations_of(connection: sa.Connection, person_id: str) -> list[Consultation]:
    """What we heard of the person from intake, in the order of the days."""
    c = consultation_heard.c
    rows = connection.execute(
        sa.select(c.record_id, c.case_id, c.on, c.opening, c.from_desk)
        .where(c.person_id == person_id)
        .order_by(c.on, c.record_id)
    )
    return [Consultation(**row._mapping) for row in rows]


# -- visits, parcels, contacts --------------------------------------------------------------------


def visits(
    connection: sa.Connection,
    *,
    state: str | None = None,
    visitor_id: str | None = None,
    from_on: date | None = None,
    to_on: date | None = None,
    after: str | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """One page: those that wait by due date first."""
    c = visit_list.c
    query = narrowed(sa.select(visit_list), (c.state, state), (c.visitor_id, visitor_id))
    if from_on is not None:
        query = query.where(c.on >= from_on)
    if to_on is not None:
        query = query.where(c.on <= to_on)
    rows, cursor = page_by_due(connection, query, c.due_on, c.visit_id, after, limit)
    return {"visits": rows, "next": cursor}


def one_visit(connection: sa.Connection, visit_id: str) -> dict[str, Any]:
    return _one(connection, visit_list, visit_list.c.visit_id, visit_id)


def parcels(
    connection: sa.Connection,
    *,
    state: str | None = None,
    how: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """One page: those still owed by due date first."""
    c = parcel_list.c
    query = narrowed(sa.select(parcel_list), (c.state, state), (c.how, how))
    rows, cursor = page_by_due(connection, query, c.due_on, c.parcel_id, after, limit)
    return {"parcels": rows, "next": cursor}


def one_parcel(connection: sa.Connection, parcel_id: str) -> dict[str, Any]:
    row = _one(connection, parcel_list, parcel_list.c.parcel_id, parcel_id)
    c = parcel_line.c
    lines = connection.execute(
        sa.select(c.lot_id, c.units).where(c.parcel_id == parcel_id).order_by(c.lot_id)
    )
    return row | {"lines": [dict(line._mapping) for line in lines]}


def _one(
    connection: sa.Connection, table: sa.Table, key: sa.Column[Any], id: str
) -> dict[str, Any]:
    row = connection.execute(sa.select(table).where(key == id)).first()
    if row is None:
        raise NotFound("not_found", f"{id} は見つかりません / is not known", id=id)
    return plain(row._mapping)
