"""Questions of the shelter desk's screens: places, and stays with the days left."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from services.housing.domain.shelter import STAYING
from services.housing.projections.tables import course_list, shelter_list, stay_list
from services.housing.queries.courses import select_with_step
from services.housing.schemas.shelter import StayQuery
from tsunagu.domain.json_object import JsonObject
from tsunagu.projections.paging import encode_row, narrow_query, page_by_due, parse_state_filter


def find_shelters(connection: sa.Connection) -> list[JsonObject]:
    """Every shelter with its places, taken and free."""
    table = shelter_list
    free = (table.c.capacity - table.c.taken).label("free")
    rows = connection.execute(sa.select(table, free).order_by(table.c.title, table.c.shelter_id))
    return [encode_row(row._mapping) for row in rows]


def find_present_stay(connection: sa.Connection, person_id: str) -> str | None:
    """The id of the stay that the person is in now."""
    s = stay_list.c
    query = sa.select(s.stay_id).where(s.person_id == person_id, s.state == STAYING)
    return connection.execute(query).scalar()


def find_stays(connection: sa.Connection, query: StayQuery, today: date) -> JsonObject:
    """By due date, each with the days left until its last day (below zero: overrun)."""
    s = stay_list.c
    select = narrow_query(
        select_with_step(stay_list, "stay", "stay_id"),
        (s.shelter_id, query.shelter_id),
        (s.person_id, query.person_id),
        (s.state, parse_state_filter(query.state or STAYING)),
    )
    rows, cursor = page_by_due(
        connection, select, course_list.c.due_on, s.stay_id, query.after, query.limit
    )
    for row in rows:
        left = (date.fromisoformat(row["until"]) - today).days
        row["days_left"] = left if row["state"] == STAYING else None
    return {"stays": rows, "next": cursor}
