"""Questions about every course alike: what waits at which desk, and a course's next step."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from services.housing.projections.tables import COURSES, course_list
from services.housing.schemas.shared import CourseQuery
from tsunagu.domain.json_object import JsonObject


def find_courses(connection: sa.Connection, query: CourseQuery, today: date) -> JsonObject:
    """What waits, by due date; only what was due before today where overdue ones are asked for."""
    rows, cursor = COURSES.read_page(
        connection,
        state=query.state or "open",
        desk=query.desk,
        before=today if query.overdue else None,
        after=query.after,
        limit=query.limit,
        kind=query.kind,
        person_id=query.person_id,
    )
    return {"courses": rows, "next": cursor}


def select_with_step(table: sa.Table, kind: str, key: str) -> sa.Select[Any]:
    """A kind's table with the next step and the due date of each of its courses."""
    c = course_list.c
    return sa.select(table, c.next_step, c.due_on, c.desk.label("owner_desk")).join_from(
        table, course_list, (c.kind == kind) & (c.id == table.c[key])
    )
