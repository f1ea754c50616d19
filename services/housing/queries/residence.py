"""Questions of the residence desk's screens: landlords, flat searches, watch-overs.

None answers with a personal field.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from services.housing.domain.flat_search_events import SEARCHING
from services.housing.domain.refusals.shared import NOT_FOUND
from services.housing.domain.watch_over_events import WATCHING
from services.housing.projections.tables import (
    course_list,
    flat_application,
    landlord_list,
    search_list,
    watch_list,
    watch_visit,
)
from services.housing.queries.courses import select_with_step
from services.housing.schemas.residence import LandlordQuery, SearchQuery, WatchQuery
from tsunagu.domain.json_object import JsonObject
from tsunagu.projections.paging import encode_row, narrow_query, page_by_due, parse_state_filter

# -- landlords ------------------------------------------------------------------------------------


def find_landlords(connection: sa.Connection, query: LandlordQuery) -> JsonObject:
    """The longest known first, each with its answers so far and the reasons of its refusals."""
    table = landlord_list
    select = narrow_query(
        sa.select(table, table.c.won_on.label("due_on")), (table.c.kind, query.kind)
    )
    if query.accepts is not None:
        # Codes hold neither quotes nor wildcards, so the quoted code is one whole item.
        listed = sa.cast(table.c.accepts, sa.Text)
        select = select.where(listed.contains(f'"{query.accepts}"', autoescape=True))
    rows, cursor = page_by_due(
        connection, select, table.c.won_on, table.c.landlord_id, query.after, query.limit
    )
    answers = _count_answers(connection, [row["landlord_id"] for row in rows])
    for row in rows:
        del row["due_on"]
        row |= answers[row["landlord_id"]]
    return {"landlords": rows, "next": cursor}


def _count_answers(connection: sa.Connection, landlord_ids: Sequence[str]) -> dict[str, JsonObject]:
    counted: dict[str, JsonObject] = {
        id: {"asked": 0, "agreed": 0, "refused": 0, "refusal_reasons": {}} for id in landlord_ids
    }
    a = flat_application.c
    rows = connection.execute(
        sa.select(a.landlord_id, a.state, a.reason, sa.func.count())
        .where(a.landlord_id.in_(landlord_ids))
        .group_by(a.landlord_id, a.state, a.reason)
    )
    for landlord_id, state, reason, n in rows:
        answers = counted[landlord_id]
        answers["asked"] += n
        if state == "refused":
            answers["refused"] += n
            answers["refusal_reasons"][reason] = n
        elif state != "asked":
            answers["agreed"] += n
    return counted


# -- flats ----------------------------------------------------------------------------------------


def find_searches(connection: sa.Connection, query: SearchQuery) -> JsonObject:
    """One page of flat searches by due date."""
    s = search_list.c
    select = narrow_query(
        select_with_step(search_list, "flat_search", "search_id"),
        (s.state, parse_state_filter(query.state or SEARCHING)),
        (s.person_id, query.person_id),
    )
    rows, cursor = page_by_due(
        connection, select, course_list.c.due_on, s.search_id, query.after, query.limit
    )
    return {"searches": rows, "next": cursor}


def find_search(connection: sa.Connection, search_id: str) -> JsonObject:
    """One flat search with its applications, the oldest first."""
    table = search_list
    query = select_with_step(table, "flat_search", "search_id")
    row = connection.execute(query.where(table.c.search_id == search_id)).first()
    if row is None:
        raise NOT_FOUND(kind="flat_search", id=search_id)
    a = flat_application.c
    applications = connection.execute(
        sa.select(a.application_id, a.landlord_id, a.asked_on, a.state, a.reason)
        .where(a.search_id == search_id)
        .order_by(a.asked_on, a.application_id)
    )
    return encode_row(row._mapping) | {
        "applications": [encode_row(one._mapping) for one in applications]
    }


# -- watching over --------------------------------------------------------------------------------


def find_watch_overs(connection: sa.Connection, query: WatchQuery) -> JsonObject:
    """One page of watch-overs by due date, each with the number of its unanswered alarms."""
    w, v = watch_list.c, watch_visit.c
    unseen = sa.select(sa.func.count()).where(v.watch_id == w.watch_id, v.alarm).scalar_subquery()
    select = narrow_query(
        select_with_step(watch_list, "watch_over", "watch_id").add_columns(unseen.label("alarms")),
        (w.state, parse_state_filter(query.state or WATCHING)),
        (w.person_id, query.person_id),
    )
    if query.alarm:
        select = select.where(unseen > 0)
    rows, cursor = page_by_due(
        connection, select, course_list.c.due_on, w.watch_id, query.after, query.limit
    )
    return {"watch_overs": rows, "next": cursor}


def find_watch_over(connection: sa.Connection, watch_id: str) -> JsonObject:
    """One watch-over with its visits, the first first."""
    table = watch_list
    query = select_with_step(table, "watch_over", "watch_id").where(table.c.watch_id == watch_id)
    row = connection.execute(query).first()
    if row is None:
        raise NOT_FOUND(kind="watch_over", id=watch_id)
    visits = connection.execute(
        sa.select(*(c for c in watch_visit.c if c.name != "watch_id"))
        .where(watch_visit.c.watch_id == watch_id)
        .order_by(watch_visit.c.scheduled_on)
    )
    return encode_row(row._mapping) | {"visits": [encode_row(visit._mapping) for visit in visits]}
