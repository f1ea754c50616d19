"""Entries of the ledgers (求人管理簿, 求職管理簿): what both say of an introduction and its job.

Compulsory for NPOs (Employment Security Act art. 33, kept two years after
completion), no longer for cities (art. 29): an export. The items are those of
the ministry's guide; where nobody was introduced the line stands by itself.
Names are in it only if the caller brings them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from services.employment import reference
from services.employment.projections.tables import Row, job_list
from services.employment.queries.ledgers.workbook import Cell
from tsunagu.domain.calendar import add_months

KEPT_MONTHS = 24
LEFT_WITHIN_MONTHS = 6  # the ledgers ask for the leaving of open-ended hires within it
ID_WIDTH = 12  # an id of 36 letters takes three lines


# -- the items of a line --------------------------------------------------------------------------


def make_result_cells(line: Row | None) -> list[Cell]:
    """How the introduction ended, and when."""
    if line is None:
        return [None, None]
    return [reference.name_code("result", line.result).ja or "紹介中", line.settled_on]


def make_job_cells(line: Row | None, jobs: Mapping[str, Row]) -> list[Cell]:
    """First day, whether open-ended, and the last day where it was within the six months."""
    job = jobs.get(line.introduction_id) if line else None
    if job is None:
        return [None, None, None]
    soon = job.left_on is not None and job.left_on < add_months(job.starts_on, LEFT_WITHIN_MONTHS)
    return [job.starts_on, job.open_ended, job.left_on if soon else None]


def find_keep_until(
    ended_on: date | None, lines: Sequence[Row], jobs: Mapping[str, Row]
) -> date | None:
    """Two years after the last of it was completed; nothing while something is going on."""
    if ended_on is None or any(line.settled_on is None for line in lines):
        return None
    days = [ended_on, *(line.settled_on for line in lines)]
    for line in lines:
        job = jobs.get(line.introduction_id)
        if job is not None:
            days.append(job.left_on or add_months(job.starts_on, LEFT_WITHIN_MONTHS))
    return add_months(max(days), KEPT_MONTHS)


# -- rows by what they belong to ------------------------------------------------------------------


def group_by(connection: sa.Connection, table: sa.Table, name: str) -> dict[str, list[Row]]:
    """The rows by the value of that column, the oldest first."""
    groups: dict[str, list[Row]] = {}
    for row in connection.execute(sa.select(table).order_by(table.c.on)):
        groups.setdefault(row._mapping[name], []).append(row)
    return groups


def read_jobs_by_introduction(connection: sa.Connection) -> dict[str, Row]:
    query = sa.select(job_list).where(
        job_list.c.introduction_id.is_not(None), sa.not_(job_list.c.withdrawn)
    )
    return {row.introduction_id: row for row in connection.execute(query)}


def select_between(
    query: sa.Select[Any], column: sa.Column[date], first: date | None, last: date | None
) -> sa.Select[Any]:
    if first is not None:
        query = query.where(column >= first)
    if last is not None:
        query = query.where(column <= last)
    return query
