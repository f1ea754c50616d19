"""Work preparation and training placements, as the screens list them."""

from __future__ import annotations

import sqlalchemy as sa

from services.employment.domain.vocabulary import ATTENDED
from services.employment.projections.rows import change, fields
from services.employment.projections.tables import (
    preparation_list,
    session_list,
    sheet_work,
    training_list,
)
from tsunagu.log.unit_of_work import RecordedEvent
from tsunagu.projections.work_lists import NOTHING_NEXT, OPENED

PREPARATION, TRAINING = preparation_list.c.preparation_id, training_list.c.training_id


def _sheet(connection: sa.Connection, referral_id: str | None, kind: str, id: str) -> None:
    if referral_id is not None:
        values = {"referral_id": referral_id, "kind": kind, "id": id}
        connection.execute(sheet_work.insert(), values)


# -- preparation ----------------------------------------------------------------------------------


def preparation_started(connection: sa.Connection, e: RecordedEvent) -> None:
    names = ["preparation_id", "person_id", "case_id", "on", "ends_by", "stage"]
    counts = {"extensions": 0, "sessions": 0, "attended": 0}
    connection.execute(preparation_list.insert(), fields(e.event, *names) | OPENED | counts)
    _sheet(connection, e.event.referral_id, "preparation", e.event.preparation_id)


def preparation_stage_moved(connection: sa.Connection, e: RecordedEvent) -> None:
    change(connection, PREPARATION, e.event.preparation_id, stage=e.event.stage)


def session_attended(connection: sa.Connection, e: RecordedEvent) -> None:
    names = ["preparation_id", "on", "session", "stage", "attendance"]
    connection.execute(session_list.insert(), fields(e.event, *names) | {"position": e.position})
    came = e.event.attendance in ATTENDED
    change(
        connection,
        PREPARATION,
        e.event.preparation_id,
        sessions=preparation_list.c.sessions + 1,
        attended=preparation_list.c.attended + int(came),
    )


def preparation_extended(connection: sa.Connection, e: RecordedEvent) -> None:
    change(
        connection,
        PREPARATION,
        e.event.preparation_id,
        ends_by=e.event.until,
        extensions=preparation_list.c.extensions + 1,
    )


def preparation_ended(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {"outcome": e.event.outcome, "ended_on": e.event.on}
    change(connection, PREPARATION, e.event.preparation_id, **NOTHING_NEXT | values)


# -- training -------------------------------------------------------------------------------------


def training_started(connection: sa.Connection, e: RecordedEvent) -> None:
    names = ["training_id", "person_id", "case_id", "on", "until", "kind", "employed"]
    values = fields(e.event, *names, "workplace_kind", "workplace", "wage", "allowance")
    connection.execute(training_list.insert(), values | OPENED | {"days": 0, "attended": 0})
    _sheet(connection, e.event.referral_id, "training", e.event.training_id)


def training_day_recorded(connection: sa.Connection, e: RecordedEvent) -> None:
    came = e.event.attendance in ATTENDED
    change(
        connection,
        TRAINING,
        e.event.training_id,
        days=training_list.c.days + 1,
        attended=training_list.c.attended + int(came),
    )


def training_extended(connection: sa.Connection, e: RecordedEvent) -> None:
    change(connection, TRAINING, e.event.training_id, until=e.event.until)


def training_ended(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {"result": e.event.result, "ended_on": e.event.on}
    change(connection, TRAINING, e.event.training_id, **NOTHING_NEXT | values)
