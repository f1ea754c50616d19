"""The questions of the shelter's and the residence desk's screens. Never a personal field."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from services.housing.domain.flat_search_events import ENDED, SEARCHING
from services.housing.domain.shelter import STAYING
from services.housing.domain.watch_over_events import WATCHING
from services.housing.projections.tables import (
    course_list,
    flat_application,
    landlord_list,
    search_list,
    shelter_list,
    stay_list,
    watch_list,
    watch_visit,
)
from services.housing.queries.benefits import not_known, with_step
from tsunagu.projections.paging import narrowed, one_of, page_by_due, plain, unless_all

# -- shelter --------------------------------------------------------------------------------------


def shelters(connection: sa.Connection) -> list[dict[str, Any]]:
    table = shelter_list
    free = (table.c.capacity - table.c.taken).label("free")
    rows = connection.execute(sa.select(table, free).order_by(table.c.title, table.c.shelter_id))
    return [plain(row._mapping) for row in rows]


def stay_of(connection: sa.Connection, person_id: str) -> str | None:
    """The stay that the person is in now."""
    s = stay_list.c
    query = sa.select(s.stay_id).where(s.person_id == person_id, s.state == STAYING)
    return connection.execute(query).scalar()


def stays(
    connection: sa.Connection,
    today: date,
    state: str,
    shelter_id: str | None,
    person_id: str | None,
    after: str | None,
    limit: int,
) -> dict[str, Any]:
    """By due date, each with the days left until its last day (below zero: overrun)."""
    one_of("state", state, (STAYING, ENDED, "all"))
    table = stay_list
    query = with_step(table, "stay", "stay_id")
    query = narrowed(
        query,
        (table.c.shelter_id, shelter_id),
        (table.c.person_id, person_id),
        (table.c.state, unless_all(state)),
    )
    rows, cursor = page_by_due(
        connection, query, course_list.c.due_on, table.c.stay_id, after, limit
    )
    for row in rows:
        staying = row["state"] == STAYING
        left = (date.fromisoformat(row["until"]) - today).days
        row["days_left"] = left if staying else None
    return {"stays": rows, "next": cursor}


# -- landlords ------------------------------------------------------------------------------------


def landlords(
    connection: sa.Connection, accepts: str | None, kind: str | None, after: str | None, limit: int
) -> dict[str, Any]:
    """The longest known first, each with its answers so far and the reasons of its refusals."""
    table = landlord_list
    query = narrowed(sa.select(table, table.c.won_on.label("due_on")), (table.c.kind, kind))
    if accepts is not None:
        # Codes hold neither quotes nor wildcards, so the quoted code is one whole item.
        listed = sa.cast(table.c.accepts, sa.Text)
        query = query.where(listed.contains(f'"{accepts}"', autoescape=True))
    rows, cursor = page_by_due(connection, query, table.c.won_on, table.c.landlord_id, after, limit)
    answers = _answers(connection, [row["landlord_id"] for row in rows])
    for row in rows:
        del row["due_on"]
        row |= answers[row["landlord_id"]]
    return {"landlords": rows, "next": cursor}


def _answers(connection: sa.Connection, landlord_ids: list[str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {
        id: {"asked": 0, "agreed": 0, "refused": 0, "refusal_reasons": {}} for id in landlord_ids
    }
    a = flat_application.c
    rows = connection.execute(
        sa.select(a.landlord_id, a.state, a.reason, sa.func.count())
        .where(a.landlord_id.in_(landlord_ids))
        .group_by(a.landlord_id, a.state, a.reason)
    )
    for landlord_id, state, reason, n in rows:
        of = found[landlord_id]
        of["asked"] += n
        if state == "refused":
            of["refused"] += n
            of["refusal_reasons"][reason] = n
        elif state != "asked":
            of["agreed"] += n
    return found


# -- flats ----------------------------------------------------------------------------------------


def searches(
    connection: sa.Connection, state: str, person_id: str | None, after: str | None, limit: int
) -> dict[str, Any]:
    one_of("state", state, (SEARCHING, ENDED, "all"))
    table = search_list
    query = with_step(table, "flat_search", "search_id")
    query = narrowed(query, (table.c.state, unless_all(state)), (table.c.person_id, person_id))
    rows, cursor = page_by_due(
        connection, query, course_list.c.due_on, table.c.search_id, after, limit
    )
    return {"searches": rows, "next": cursor}


def one_search(connection: sa.Connection, search_id: str) -> dict[str, Any]:
    table = search_list
    query = with_step(table, "flat_search", "search_id").where(table.c.search_id == search_id)
    row = connection.execute(query).first()
    if row is None:
        raise not_known("flat_search", search_id)
    a = flat_application.c
    asked = connection.execute(
        sa.select(a.application_id, a.landlord_id, a.asked_on, a.state, a.reason)
        .where(a.search_id == search_id)
        .order_by(a.asked_on, a.application_id)
    )
    return plain(row._mapping) | {"applications": [plain(one._mapping) for one in asked]}


# -- watching over --------------------------------------------------------------------------------


def watch_overs(
    connection: sa.Connection,
    state: str,
    alarm: bool,
    person_id: str | None,
    after: str | None,
    limit: int,
) -> dict[str, Any]:
    one_of("state", state, (WATCHING, ENDED, "all"))
    table, v = watch_list, watch_visit.c
    unseen = (
        sa.select(sa.func.count()).where(v.watch_id == table.c.watch_id, v.alarm).scalar_subquery()
    )
    query = with_step(table, "watch_over", "watch_id").add_columns(unseen.label("alarms"))
    query = narrowed(query, (table.c.state, unless_all(state)), (table.c.person_id, person_id))
    if alarm:
        query = query.where(unseen > 0)
    rows, cursor = page_by_due(
        connection, query, course_list.c.due_on, table.c.watch_id, after, limit
    )
    return {"watch_overs": rows, "next": cursor}


def one_watch(connection: sa.Connection, watch_id: str) -> dict[str, Any]:
    table = watch_list
    query = with_step(table, "watch_over", "watch_id").where(table.c.watch_id == watch_id)
    row = connection.execute(query).first()
    if row is None:
        raise not_known("watch_over", watch_id)
    visits = connection.execute(
        sa.select(*(c for c in watch_visit.c if c.name != "watch_id"))
        .where(watch_visit.c.watch_id == watch_id)
        .order_by(watch_visit.c.scheduled_on)
    )
    return plain(row._mapping) | {"visits": [plain(visit._mapping) for visit in visits]}
