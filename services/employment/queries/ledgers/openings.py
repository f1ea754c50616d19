"""The ledger of openings (求人管理簿): one line for each introduction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from services.employment import reference
from services.employment.projections.tables import (
    Row,
    employer_list,
    introduction_list,
    opening_list,
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

TITLE = Text("求人管理簿", "Ledger of openings")
COLUMNS = [
    Column("受付日", "received"),
    Column("求人番号", "opening", ID_WIDTH),
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
    Column("求職者番号", "job seeker", ID_WIDTH),
    Column("結果", "result"),
    Column("結果の日", "settled"),
    Column("就業の始め", "starts"),
    Column("無期雇用", "open-ended"),
    Column("6か月以内の離職", "left within 6 months"),
    Column("求人の終わり", "closed"),
    Column("保存の期限", "keep until"),
]


def compile_openings(
    connection: sa.Connection,
    first: date | None,
    last: date | None,
    contacts: Mapping[str, str] = MappingProxyType({}),
) -> Table:
    """求人管理簿. `contacts`: employer → whom to speak to there."""
    table = Table(TITLE, COLUMNS)
    introduced = group_by(connection, introduction_list, "opening_id")
    jobs = read_jobs_by_introduction(connection)
    query = sa.select(opening_list, employer_list.c.name, employer_list.c.address).join_from(
        opening_list, employer_list, opening_list.c.employer_id == employer_list.c.employer_id
    )
    query = select_between(query, opening_list.c.received_on, first, last)
    for row in connection.execute(query.order_by(opening_list.c.received_on, "opening_id")):
        lines = introduced.get(row.opening_id, [])
        kept = find_keep_until(row.closed_on, lines, jobs)
        opening = _make_opening_cells(row, contacts.get(row.employer_id))
        for line in lines or (None,):
            who = [line.on, line.seeker_id] if line else [None, None]
            table.rows.append(
                [
                    *opening,
                    *who,
                    *make_result_cells(line),
                    *make_job_cells(line, jobs),
                    row.closed_on,
                    kept,
                ]
            )
    return table


def _make_opening_cells(row: Row, contact: str | None) -> list[Cell]:
    conditions = row.conditions
    months = conditions.get("contract_months")
    return [
        row.received_on,
        row.opening_id,
        row.name,
        row.address,
        contact,
        reference.name_code("occupation", row.occupation).ja,
        row.title,
        conditions.get("workplace"),
        reference.name_code("hire_type", row.type).ja,
        f"{months} か月" if months else "期間の定めなし",
        _describe_wage(conditions),
        _describe_span(conditions.get("hours_min"), conditions.get("hours_max")),
        row.places,
        row.valid_from,
        row.valid_until,
    ]


def _describe_wage(conditions: Mapping[str, Any]) -> str | None:
    if conditions.get("wage_min") is None:
        return None
    unit = reference.name_code("wage_per", conditions["wage_per"]).ja
    return f"{unit} {_describe_span(conditions['wage_min'], conditions.get('wage_max'))} 円"


def _describe_span(low: int | None, high: int | None) -> str | None:
    if low is None and high is None:
        return None
    if high is None or low == high:
        return f"{low:,}"
    return f"{'' if low is None else f'{low:,}'}–{high:,}"
