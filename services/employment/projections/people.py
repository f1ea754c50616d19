"""Job seekers, their rungs, introductions and jobs, as the screens list them."""

from __future__ import annotations

import sqlalchemy as sa

from services.employment.domain import seeker as seeker_domain
from services.employment.domain.vocabulary import RETENTION_MONTHS
from services.employment.projections.rows import as_json, change, fields
from services.employment.projections.tables import (
    employer_list,
    introduction_list,
    job_list,
    readiness_move,
    seeker_list,
    seeker_registration,
    sheet_work,
)
from tsunagu.log.database import upsert
from tsunagu.log.unit_of_work import RecordedEvent
from tsunagu.projections.work_lists import NOTHING_NEXT, OPENED

SAID = tuple(name for name in seeker_domain.WISHES if name not in seeker_domain.WORDS)


# -- seekers --------------------------------------------------------------------------------------


def seeker_registered(connection: sa.Connection, e: RecordedEvent) -> None:
    before = connection.execute(
        sa.select(seeker_list.c.wishes, seeker_list.c.jobs).where(
            seeker_list.c.seeker_id == e.event.seeker_id
        )
    ).first()
    wishes = before.wishes if before else {}
    values = fields(e.event, "seeker_id", "person_id", "case_id", "registration")
    values |= OPENED | {"registered_on": e.event.on, "outcome": None, "ended_on": None}
    values |= {"introductions": 0, "jobs": before.jobs if before else 0, "wishes": wishes}
    values["rung"] = _rung_of(connection, e.event.person_id)
    upsert(connection, seeker_list, ["seeker_id"], values)
    connection.execute(
        seeker_registration.insert(),
        fields(e.event, "seeker_id", "registration", "person_id", "on")
        | {"occupations": wishes.get("occupations", [])},
    )


def _rung_of(connection: sa.Connection, person_id: str) -> int | None:
    table = readiness_move
    rung: int | None = connection.execute(
        sa.select(table.c.rung)
        .where(table.c.person_id == person_id)
        .order_by(table.c.position.desc())
        .limit(1)
    ).scalar()
    return rung


def seeker_sheet_taken(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {"referral_id": e.event.referral_id, "kind": "seeker", "id": e.event.seeker_id}
    connection.execute(sheet_work.insert(), values)


def wishes_recorded(connection: sa.Connection, e: RecordedEvent) -> None:
    change(connection, seeker_list.c.seeker_id, e.event.seeker_id, wishes=as_json(e.event, SAID))
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
    change(connection, seeker_list.c.seeker_id, e.event.seeker_id, **NOTHING_NEXT | ending)
    _change_registration(connection, e, **ending)


def support_reopened(connection: sa.Connection, e: RecordedEvent) -> None:
    going_on = {"outcome": None, "ended_on": None}
    change(connection, seeker_list.c.seeker_id, e.event.seeker_id, **OPENED | going_on)
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
    row = fields(e.event, "person_id", "on", "was", "rung", "direction", "reason")
    connection.execute(readiness_move.insert(), row | {"position": e.position})
    change(connection, seeker_list.c.person_id, e.event.person_id, rung=e.event.rung)


# -- introductions --------------------------------------------------------------------------------


def introduced(connection: sa.Connection, e: RecordedEvent) -> None:
    names = ["introduction_id", "seeker_id", "person_id", "case_id", "registration"]
    values = fields(e.event, *names, "opening_id", "employer_id", "on")
    connection.execute(introduction_list.insert(), values | OPENED | {"accompanied": False})
    change(
        connection,
        seeker_list.c.seeker_id,
        e.event.seeker_id,
        introductions=seeker_list.c.introductions + 1,
    )


def interview_arranged(connection: sa.Connection, e: RecordedEvent) -> None:
    values = fields(e.event, "interview_on", "accompanied")
    change(connection, introduction_list.c.introduction_id, e.event.introduction_id, **values)


def introduction_settled(connection: sa.Connection, e: RecordedEvent) -> None:
    values = fields(e.event, "result", "reason") | {"settled_on": e.event.on}
    key = introduction_list.c.introduction_id
    change(connection, key, e.event.introduction_id, **NOTHING_NEXT | values)


# -- jobs -----------------------------------------------------------------------------------------


def hired(connection: sa.Connection, e: RecordedEvent) -> None:
    names = [c.name for c in job_list.columns if hasattr(e.event, c.name)]
    values = fields(e.event, *names) | OPENED | {"checked_months": 0, "withdrawn": False}
    connection.execute(job_list.insert(), values)
    key = seeker_list.c.seeker_id
    change(connection, key, e.event.seeker_id, jobs=seeker_list.c.jobs + 1)
    if e.event.employer_id is not None:
        _count_hires(connection, e.event.employer_id)


def retention_checked(connection: sa.Connection, e: RecordedEvent) -> None:
    values: dict[str, object] = {"checked_months": e.event.months}
    if e.event.months == RETENTION_MONTHS[-1]:
        values |= NOTHING_NEXT | {"result": "stayed"}
    change(connection, job_list.c.record_id, e.event.record_id, **values)


def left_work(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {"left_on": e.event.on, "left_because": e.event.reason, "result": "left"}
    change(connection, job_list.c.record_id, e.event.record_id, **NOTHING_NEXT | values)
    _one_job_less(connection, e.event.record_id)


def retention_ended(connection: sa.Connection, e: RecordedEvent) -> None:
    values = NOTHING_NEXT | {"result": e.event.reason}
    change(connection, job_list.c.record_id, e.event.record_id, **values)


def hire_withdrawn(connection: sa.Connection, e: RecordedEvent) -> None:
    row = connection.execute(
        sa.select(job_list.c.employer_id, job_list.c.left_on).where(
            job_list.c.record_id == e.event.record_id
        )
    ).one()
    values = NOTHING_NEXT | {"withdrawn": True, "result": e.event.reason}
    change(connection, job_list.c.record_id, e.event.record_id, **values)
    if row.left_on is None:
        _one_job_less(connection, e.event.record_id)
    if row.employer_id is not None:
        _count_hires(connection, row.employer_id)


def _one_job_less(connection: sa.Connection, record_id: str) -> None:
    seeker = sa.select(job_list.c.seeker_id).where(job_list.c.record_id == record_id)
    connection.execute(
        seeker_list.update()
        .where(seeker_list.c.seeker_id == seeker.scalar_subquery())
        .values(jobs=seeker_list.c.jobs - 1)
    )


def _count_hires(connection: sa.Connection, employer_id: str) -> None:
    """How many people found work there, and since when: its first success."""
    found = connection.execute(
        sa.select(sa.func.count(), sa.func.min(job_list.c.on)).where(
            job_list.c.employer_id == employer_id, sa.not_(job_list.c.withdrawn)
        )
    ).one()
    change(
        connection,
        employer_list.c.employer_id,
        employer_id,
        hires=found[0],
        first_hire_on=found[1],
    )
