"""The ledger of job seekers (求職管理簿): one line for each introduction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

import sqlalchemy as sa

from services.employment import reference
from services.employment.projections.tables import (
    Row,
    employer_list,
    introduction_list,
    opening_list,
    seeker_registration,
)
from services.employment.queries.ledgers.entries import (
    ID_WIDTH,
    find_keep_until,
    group_by,
    make_job_cells,
    make_result_cells,
    read_jobs_by_introduction,
    select_between,
)
from services.employment.queries.ledgers.workbook import Cell, Column, Table
from tsunagu.domain.text import Text

TITLE = Text("求職管理簿", "Ledger of job seekers")
COLUMNS = [
    Column("受付日", "registered"),
    Column("求職者番号", "job seeker", ID_WIDTH),
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


def compile_seekers(
    connection: sa.Connection,
    first: date | None,
    last: date | None,
    people: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> Table:
    """求職管理簿. `people`: person → name, address and birth date, as intake gave them."""
    table = Table(TITLE, COLUMNS)
    introduced = group_by(connection, introduction_list, "seeker_id")
    jobs = read_jobs_by_introduction(connection)
    offers = _read_offers(connection)
    for row in read_registrations(connection, first, last):
        lines = [
            line
            for line in introduced.get(row.seeker_id, [])
            if line.registration == row.registration
        ]
        kept = find_keep_until(row.ended_on, lines, jobs)
        person = _make_person_cells(row, people.get(row.person_id, {}))
        ending = [row.ended_on, reference.name_code("ending", row.outcome).ja or None, kept]
        for line in lines or (None,):
            offer = offers[line.opening_id] if line else None
            job = jobs.get(line.introduction_id) if line else None
            begins, open_ended, left = make_job_cells(line, jobs)
            table.rows.append(
                [
                    *person,
                    line.on if line else None,
                    offer.name if offer else None,
                    reference.name_code("occupation", offer.occupation).ja if offer else None,
                    *make_result_cells(line),
                    begins,
                    reference.name_code("hire_type", job.type).ja if job else None,
                    open_ended,
                    left,
                    *ending,
                ]
            )
    return table


def _make_person_cells(row: Row, details: Mapping[str, str]) -> list[Cell]:
    born = details.get("birth_date")
    return [
        row.on,
        row.seeker_id,
        details.get("name"),
        details.get("address"),
        date.fromisoformat(born) if born else None,
        "・".join(reference.name_code("occupation", code).ja for code in row.occupations) or None,
    ]


def read_registrations(
    connection: sa.Connection, first: date | None, last: date | None
) -> Sequence[Row]:
    """The supports begun in the period, the oldest first."""
    table = seeker_registration
    query = select_between(sa.select(table), table.c.on, first, last)
    return list(connection.execute(query.order_by(table.c.on, table.c.seeker_id)).all())


def _read_offers(connection: sa.Connection) -> dict[str, Row]:
    query = sa.select(
        opening_list.c.opening_id, opening_list.c.occupation, employer_list.c.name
    ).join_from(
        opening_list, employer_list, opening_list.c.employer_id == employer_list.c.employer_id
    )
    return {row.opening_id: row for row in connection.execute(query)}
