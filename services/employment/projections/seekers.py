"""Job seekers and their rungs, as the screens list them."""

from __future__ import annotations

import sqlalchemy as sa

from services.employment.domain.seeker_events import WISHES, WORDS
from services.employment.projections.event_rows import (
    record_sheet_work,
    take_fields,
    take_stated_fields,
    update_row,
)
from services.employment.projections.tables import readiness_move, seeker_list, seeker_registration
from tsunagu.log.database import upsert
from tsunagu.log.unit_of_work import RecordedEvent
from tsunagu.projections.work_lists import NOTHING_NEXT, OPENED

SEEKER = seeker_list.c.seeker_id
STATED = tuple(name for name in WISHES if name not in WORDS)


def seeker_registered(connection: sa.Connection, e: RecordedEvent) -> None:
    before = connection.execute(
        sa.select(seeker_list.c.wishes, seeker_list.c.jobs).where(
            seeker_list.c.seeker_id == e.event.seeker_id
        )
    ).first()
    wishes = before.wishes if before else {}
    values = take_fields(e.event, "seeker_id", "person_id", "case_id", "registration")
    values |= OPENED | {"registered_on": e.event.on, "outcome": None, "ended_on": None}
    values |= {"introductions": 0, "jobs": before.jobs if before else 0, "wishes": wishes}
    values["rung"] = _read_rung(connection, e.event.person_id)
    upsert(connection, seeker_list, ["seeker_id"], values)
    connection.execute(
        seeker_registration.insert(),
        take_fields(e.event, "seeker_id", "registration", "person_id", "on")
        | {"occupations": wishes.get("occupations", [])},
    )


def _read_rung(connection: sa.Connection, person_id: str) -> int | None:
    table = readiness_move
    rung: int | None = connection.execute(
        sa.select(table.c.rung)
        .where(table.c.person_id == person_id)
        .order_by(table.c.position.desc())
        .limit(1)
    ).scalar()
    return rung


def seeker_sheet_taken(connection: sa.Connection, e: RecordedEvent) -> None:
    record_sheet_work(connection, e.event.referral_id, "seeker", e.event.seeker_id)


def wishes_recorded(connection: sa.Connection, e: RecordedEvent) -> None:
    update_row(connection, SEEKER, e.event.seeker_id, wishes=take_stated_fields(e.event, STATED))
    table = seeker_registration
    newest = sa.select(seeker_list.c.registration).where(
        seeker_list.c.seeker_id == e.event.seeker_id
    )
    connection.execute(
        table.update()
        .where(
            table.c.seeker_id == e.event.seeker_id,
            table.c.registration == newest.scalar_subquery(),
        )
        .values(occupations=list(e.event.occupations))
    )


def support_ended(connection: sa.Connection, e: RecordedEvent) -> None:
    ending = {"outcome": e.event.outcome, "ended_on": e.event.on}
    update_row(connection, SEEKER, e.event.seeker_id, **NOTHING_NEXT | ending)
    _change_registration(connection, e, **ending)


def support_reopened(connection: sa.Connection, e: RecordedEvent) -> None:
    going_on = {"outcome": None, "ended_on": None}
    update_row(connection, SEEKER, e.event.seeker_id, **OPENED | going_on)
    _change_registration(connection, e, **going_on)


def _change_registration(connection: sa.Connection, e: RecordedEvent, **values: object) -> None:
    table = seeker_registration
    connection.execute(
        table.update()
        .where(
            table.c.seeker_id == e.event.seeker_id,
            table.c.registration == e.event.registration,
        )
        .values(**values)
    )


def readiness_moved(connection: sa.Connection, e: RecordedEvent) -> None:
    row = take_fields(e.event, "person_id", "on", "was", "rung", "direction", "reason")
    connection.execute(readiness_move.insert(), row | {"position": e.position})
    update_row(connection, seeker_list.c.person_id, e.event.person_id, rung=e.event.rung)
