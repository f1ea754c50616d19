"""Training placements, as the screens list them."""

from __future__ import annotations

import sqlalchemy as sa

from services.employment.domain.vocabulary import ATTENDED
from services.employment.projections.event_rows import record_sheet_work, take_fields, update_row
from services.employment.projections.tables import training_list
from tsunagu.log.unit_of_work import RecordedEvent
from tsunagu.projections.work_lists import NOTHING_NEXT, OPENED

TRAINING = training_list.c.training_id


def training_started(connection: sa.Connection, e: RecordedEvent) -> None:
    names = ["training_id", "person_id", "case_id", "on", "until", "kind", "employed"]
    values = take_fields(e.event, *names, "workplace_kind", "workplace", "wage", "allowance")
    connection.execute(training_list.insert(), values | OPENED | {"days": 0, "attended": 0})
    record_sheet_work(connection, e.event.referral_id, "training", e.event.training_id)


def training_day_recorded(connection: sa.Connection, e: RecordedEvent) -> None:
    came = e.event.attendance in ATTENDED
    update_row(
        connection,
        TRAINING,
        e.event.training_id,
        days=training_list.c.days + 1,
        attended=training_list.c.attended + int(came),
    )


def training_extended(connection: sa.Connection, e: RecordedEvent) -> None:
    update_row(connection, TRAINING, e.event.training_id, until=e.event.until)


def training_ended(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {"result": e.event.result, "ended_on": e.event.on}
    update_row(connection, TRAINING, e.event.training_id, **NOTHING_NEXT | values)
