"""The ledgers of free job placement: 求人管理簿 and 求職管理簿, one line for each introduction.

Compulsory for NPOs (Employment Security Act art. 33, kept two years after
completion), no longer for cities (art. 29): an export. The items are those of
the ministry's guide; where nobody was introduced the line stands by itself.
Names are in it only if the caller brings them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from services.employment import reference
from services.employment.projections.tables import (
    employer_list,
    introduction_list,
    job_list,
    opening_list,
    seeker_registration,
)
from services.employment.queries.workbook import Column, Table
from tsunagu.domain.calendar import add_months

KEPT_MONTHS = 24
LEFT_WITHIN_MONTHS = 6  # the ledgers ask for the leaving of open-ended hires within it

ID = 12  # an id of 36 letters takes three lines

OPENINGS = [
    Column("受付日", "received"),
    Column("求人番号", "opening", ID),
    Column("求人者", "employer"),
    Column("所在地", "address"),
    Column("連絡先", "contact"),
    Column("職種", "occupation"),
    Column("仕事", "job"),
    Column("就業場所", "workplace"),
    Column("雇用形態", "type"),
    Column("雇用期間", "contract"),
    Column("賃金", "wage"),
    Column("週の時間", "hours a week"),
    Column("求人数", "places"),
    Column("有効期間の始め", "valid from"),
    Column("有効期間の終わり", "valid until"),
    Column("紹介日", "introduced"),
    Column("求職者番号", "job seeker", ID),
    Column("結果", "result"),
    Column("結果の日", "settled"),
    Column("就業の始め", "starts"),
    Column("無期雇用", "open-ended"),
    Column("6か月以内の離職", "left within 6 months"),
    Column("求人の終わり", "closed"),
    Column("保存の期限", "keep until"),
]
SEEKERS = [
    Column("受付日", "registered"),
    Column("求職者番号", "job seeker", ID),
    Column("氏名", "name"),
    Column("住所", "address"),
    Column("生年月日", "born"),
    Column("希望職種", "wished for"),
    Column("紹介日", "introduced"),
    Column("求人者", "employer"),
    Column("職種", "occupation"),
    Column("結果", "result"),
    Column("結果の日", "settled"),
    Column("就業の始め", "starts"),
    Column("雇用形態", "type"),
    Column("無期雇用", "open-ended"),
    Column("6か月以内の離職", "left within 6 months"),
    Column("支援の終わり", "support ended"),
    Column("支援の結果", "outcome"),
    Column("保存の期限", "keep until"),
]


def openings_ledger(
    connection: sa.Connection,
    first: date | None,
    last: date | None,
    contacts: Mapping[str, str] = MappingProxyType({}),
) -> Table:
    """求人管理簿. `contacts`: employer → whom to speak to there."""
    table = Table("求人管理簿 / Ledger of openings", OPENINGS)
    introduced = _by(connection, introduction_list, "opening_id")
    jobs = _jobs_of_introductions(connection)
    query = sa.select(opening_list, employer_list.c.name, employer_list.c.address).join_from(
        opening_list, employer_list, opening_list.c.employer_id == employer_list.c.employer_id
    )
    query = _between(query, opening_list.c.received_on, first, last)
    for row in connection.execute(query.order_by(opening_list.c.received_on, "opening_id")):
        lines = introduced.get(row.opening_id, [])
        kept = _keep_until(row.closed_on, lines, jobs)
        opening = _opening(row, contacts.get(row.employer_id))
        for line in lines or [None]:
            who = [line.on, line.seeker_id] if line else [None, None]
            table.rows.append(
                [*opening, *who, *_result(line), *_job(line, jobs), row.closed_on, kept]
            )
    return table


def _opening(row: Any, contact: str | None) -> list[Any]:
    said = row.conditions
    months = said.get("contract_months")
    return [
        row.received_on,
        row.opening_id,
        row.name,
        row.address,
        contact,
        reference.ja("occupation", row.occupation),
        row.title,
        said.get("workplace"),
        reference.ja("hire_type", row.type),
        f"{months} か月" if months else "期間の定めなし",
        _wage(said),
        _span(said.get("hours_min"), said.get("hours_max")),
        row.places,
        row.valid_from,
        row.valid_until,
    ]


def seekers_ledger(
    connection: sa.Connection,
    first: date | None,
    last: date | None,
    people: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> Table:
    """求職管理簿. `people`: person → name, address and birth date, as intake gave them."""
    table = Table("求職管理簿 / Ledger of job seekers", SEEKERS)
    introduced = _by(connection, introduction_list, "seeker_id")
    jobs = _jobs_of_introductions(connection)
    offers = _offers(connection)
    for row in registrations(connection, first, last):
        lines = [
            line
            for line in introduced.get(row.seeker_id, [])
            if line.registration == row.registration
        ]
        kept = _keep_until(row.ended_on, lines, jobs)
        person = _person(row, people.get(row.person_id, {}))
        ending = [row.ended_on, reference.ja("ending", row.outcome) or None, kept]
        for line in lines or [None]:
            offer = offers[line.opening_id] if line else None
            job = jobs.get(line.introduction_id) if line else None
            begins, open_ended, left = _job(line, jobs)
            table.rows.append(
                [
                    *person,
                    line.on if line else None,
                    offer.name if offer else None,
                    reference.ja("occupation", offer.occupation) if offer else None,
                    *_result(line),
                    begins,
                    reference.ja("hire_type", job.type) if job else None,
                    open_ended,
                    left,
                    *ending,
                ]
            )
    return table


def _person(row: Any, details: Mapping[str, str]) -> list[Any]:
    born = details.get("birth_date")
    return [
        row.on,
        row.seeker_id,
        details.get("name"),
        details.get("address"),
        date.fromisoformat(born) if born else None,
        "・".join(reference.ja("occupation", code) for code in row.occupations) or None,
    ]


def registrations(connection: sa.Connection, first: date | None, last: date | None) -> list[Any]:
    """The supports begun in the period, the oldest first."""
    table = seeker_registration
    query = _between(sa.select(table), table.c.on, first, last)
    return list(connection.execute(query.order_by(table.c.on, table.c.seeker_id)).all())


# -- parts of a line ------------------------------------------------------------------------------


def _result(line: Any) -> list[Any]:
    if line is None:
        return [None, None]
    return [reference.ja("result", line.result) or "紹介中", line.settled_on]


def _job(line: Any, jobs: Mapping[str, Any]) -> list[Any]:
    """First day, whether open-ended, and the last day where it was within the six months."""
    job = jobs.get(line.introduction_id) if line else None
    if job is None:
        return [None, None, None]
    soon = job.left_on is not None and job.left_on < add_months(job.starts_on, LEFT_WITHIN_MONTHS)
    return [job.starts_on, job.open_ended, job.left_on if soon else None]


def _keep_until(ended_on: date | None, lines: Sequence[Any], jobs: Mapping[str, Any]) -> Any:
    """Two years after the last of it was completed; nothing while something is going on."""
    if ended_on is None or any(line.settled_on is None for line in lines):
        return None
    days = [ended_on, *(line.settled_on for line in lines)]
    for line in lines:
        job = jobs.get(line.introduction_id)
        if job is not None:
            days.append(job.left_on or add_months(job.starts_on, LEFT_WITHIN_MONTHS))
    return add_months(max(days), KEPT_MONTHS)


def _wage(said: Mapping[str, Any]) -> str | None:
    if said.get("wage_min") is None:
        return None
    unit = reference.ja("wage_per", said["wage_per"])
    return f"{unit} {_span(said['wage_min'], said.get('wage_max'))} 円"


def _span(low: int | None, high: int | None) -> str | None:
    if low is None and high is None:
        return None
    if high is None or low == high:
        return f"{low:,}"
    return f"{'' if low is None else f'{low:,}'}–{high:,}"


# -- rows by what they belong to ------------------------------------------------------------------


def _by(connection: sa.Connection, table: sa.Table, name: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in connection.execute(sa.select(table).order_by(table.c.on)):
        found.setdefault(row._mapping[name], []).append(row)
    return found


def _jobs_of_introductions(connection: sa.Connection) -> dict[str, Any]:
    query = sa.select(job_list).where(
        job_list.c.introduction_id.is_not(None), sa.not_(job_list.c.withdrawn)
    )
    return {row.introduction_id: row for row in connection.execute(query)}


def _offers(connection: sa.Connection) -> dict[str, Any]:
    query = sa.select(
        opening_list.c.opening_id, opening_list.c.occupation, employer_list.c.name
    ).join_from(
        opening_list, employer_list, opening_list.c.employer_id == employer_list.c.employer_id
    )
    return {row.opening_id: row for row in connection.execute(query)}


def _between(
    query: sa.Select[Any], column: sa.Column[date], first: date | None, last: date | None
) -> sa.Select[Any]:
    if first is not None:
        query = query.where(column >= first)
    if last is not None:
        query = query.where(column <= last)
    return query
