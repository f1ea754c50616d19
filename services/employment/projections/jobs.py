"""Jobs found, and who has one, as the screens list them."""

from __future__ import annotations

import sqlalchemy as sa

from services.employment.domain.vocabulary import RETENTION_MONTHS
from services.employment.projections.event_rows import take_fields, update_row
from services.employment.projections.tables import employer_list, job_list, seeker_list
from tsunagu.log.unit_of_work import RecordedEvent
from tsunagu.projections.work_lists import NOTHING_NEXT, OPENED

SEEKER = seeker_list.c.seeker_id
EMPLOYER = employer_list.c.employer_id
JOB = job_list.c.record_id


def hired(connection: sa.Connection, e: RecordedEvent) -> None:
    names = [c.name for c in job_list.columns if hasattr(e.event, c.name)]
    values = take_fields(e.event, *names) | OPENED | {"checked_months": 0, "withdrawn": False}
    connection.execute(job_list.insert(), values)
    update_row(connection, SEEKER, e.event.seeker_id, jobs=seeker_list.c.jobs + 1)
    if e.event.employer_id is not None:
        _count_hires(connection, e.event.employer_id)


def retention_checked(connection: sa.Connection, e: RecordedEvent) -> None:
    values: dict[str, object] = {"checked_months": e.event.months}
    if e.event.months == RETENTION_MONTHS[-1]:
        values |= NOTHING_NEXT | {"result": "stayed"}
    update_row(connection, JOB, e.event.record_id, **values)


def left_work(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {"left_on": e.event.on, "left_because": e.event.reason, "result": "left"}
    update_row(connection, JOB, e.event.record_id, **NOTHING_NEXT | values)
    _count_one_job_less(connection, e.event.record_id)


def retention_ended(connection: sa.Connection, e: RecordedEvent) -> None:
    values = NOTHING_NEXT | {"result": e.event.reason}
    update_row(connection, JOB, e.event.record_id, **values)


def hire_withdrawn(connection: sa.Connection, e: RecordedEvent) -> None:
    row = connection.execute(
        sa.select(job_list.c.employer_id, job_list.c.left_on).where(
            job_list.c.record_id == e.event.record_id
        )
    ).one()
    values = NOTHING_NEXT | {"withdrawn": True, "result": e.event.reason}
    update_row(connection, JOB, e.event.record_id, **values)
    if row.left_on is None:
        _count_one_job_less(connection, e.event.record_id)
    if row.employer_id is not None:
        _count_hires(connection, row.employer_id)


def _count_one_job_less(connection: sa.Connection, record_id: str) -> None:
    seeker = sa.select(job_list.c.seeker_id).where(job_list.c.record_id == record_id)
    connection.execute(
        seeker_list.update()
        .where(seeker_list.c.seeker_id == seeker.scalar_subquery())
        .values(jobs=seeker_list.c.jobs - 1)
    )


def _count_hires(connection: sa.Connection, employer_id: str) -> None:
    """How many people found work there, and since when: its first success."""
    hires, first_on = connection.execute(
        sa.select(sa.func.count(), sa.func.min(job_list.c.on)).where(
            job_list.c.employer_id == employer_id, sa.not_(job_list.c.withdrawn)
        )
    ).one()
    update_row(
        connection,
        EMPLOYER,
        employer_id,
        hires=hires,
        first_hire_on=first_on,
    )
