"""Work preparation and its sessions, as the screens list them."""

from __future__ import annotations

import sqlalchemy as sa

from services.employment.domain.vocabulary import ATTENDED
from services.employment.projections.event_rows import record_sheet_work, take_fields, update_row
from services.employment.projections.tables import preparation_list, session_list
from tsunagu.log.unit_of_work import RecordedEvent
from tsunagu.projections.work_lists import NOTHING_NEXT, OPENED

PREPARATION = preparation_list.c.preparation_id


def preparation_started(connection: sa.Connection, e: RecordedEvent) -> None:
    names = ["preparation_id", "person_id", "case_id", "on", "ends_by", "stage"]
    counts = {"extensions": 0, "sessions": 0, "attended": 0}
    connection.execute(preparation_list.insert(), take_fields(e.event, *names) | OPENED | counts)
    record_sheet_work(connection, e.event.referral_id, "preparation", e.event.preparation_id)


def preparation_stage_moved(connection: sa.Connection, e: RecordedEvent) -> None:
    update_row(connection, PREPARATION, e.event.preparation_id, stage=e.event.stage)


def session_attended(connection: sa.Connection, e: RecordedEvent) -> None:
    names = ["preparation_id", "on", "session", "stage", "attendance"]
    connection.execute(
        session_list.insert(), take_fields(e.event, *names) | {"position": e.position}
    )
    came = e.event.attendance in ATTENDED
    update_row(
        connection,
        PREPARATION,
        e.event.preparation_id,
        sessions=preparation_list.c.sessions + 1,
        attended=preparation_list.c.attended + int(came),
    )


def preparation_extended(connection: sa.Connection, e: RecordedEvent) -> None:
    update_row(
        connection,
        PREPARATION,
        e.event.preparation_id,
        ends_by=e.event.until,
        extensions=preparation_list.c.extensions + 1,
    )


def preparation_ended(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {"outcome": e.event.outcome, "ended_on": e.event.on}
    update_row(connection, PREPARATION, e.event.preparation_id, **NOTHING_NEXT | values)
