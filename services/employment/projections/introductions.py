"""Introductions, as the screens list them."""

from __future__ import annotations

import sqlalchemy as sa

from services.employment.projections.event_rows import take_fields, update_row
from services.employment.projections.tables import introduction_list, seeker_list
from tsunagu.log.unit_of_work import RecordedEvent
from tsunagu.projections.work_lists import NOTHING_NEXT, OPENED

SEEKER = seeker_list.c.seeker_id
INTRODUCTION = introduction_list.c.introduction_id


def introduced(connection: sa.Connection, e: RecordedEvent) -> None:
    names = ["introduction_id", "seeker_id", "person_id", "case_id", "registration"]
    values = take_fields(e.event, *names, "opening_id", "employer_id", "on")
    connection.execute(introduction_list.insert(), values | OPENED | {"accompanied": False})
    update_row(
        connection,
        SEEKER,
        e.event.seeker_id,
        introductions=seeker_list.c.introductions + 1,
    )


def interview_arranged(connection: sa.Connection, e: RecordedEvent) -> None:
    values = take_fields(e.event, "interview_on", "accompanied")
    update_row(connection, INTRODUCTION, e.event.introduction_id, **values)


def introduction_settled(connection: sa.Connection, e: RecordedEvent) -> None:
    values = take_fields(e.event, "result", "reason") | {"settled_on": e.event.on}
    update_row(connection, INTRODUCTION, e.event.introduction_id, **NOTHING_NEXT | values)
