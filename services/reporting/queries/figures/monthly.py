"""The figures every municipality sends to the prefecture each month, and per 100,000 people.

Work-and-income rate = (found work + increased income) ÷ people targeted by
employment support (the national yardstick, 就労・増収率).
"""

from __future__ import annotations

from typing import Any

from services.reporting.queries.rows_as_of import (
    FOUND_WORK,
    INCOME,
    PLAN,
    Period,
    RowsAsOf,
    compute_ratio,
)
from services.reporting.reference import find_population
from tsunagu.domain.json_object import JsonObject

FIGURES = ("new_consultations", "plans", "employment_targets", "found_work", "increased_income")


def count_months(known: RowsAsOf, period: Period, city: str) -> JsonObject:
    """Every month of the period, also the empty ones. People are counted once a month."""
    months = {month: _start_counts() for month in period.months()}
    for row in known.list_openings(period):
        months[_name_month(row)]["new_consultations"].add(row.person_id)
    for row in known.list_records(PLAN, period=period):
        months[_name_month(row)]["plans"].add(row.record_id)
        if row.employment_support:
            months[_name_month(row)]["employment_targets"].add(row.person_id)
    for types, name in ((FOUND_WORK, "found_work"), (INCOME, "increased_income")):
        for row in known.list_records(*types, period=period):
            months[_name_month(row)][name].add(row.person_id)
    table: list[JsonObject] = [
        {"month": month} | {name: len(found) for name, found in counts.items()}
        for month, counts in months.items()
    ]
    for line in table:
        people = find_population(city, line["month"])
        line["per_100k"] = {
            name: round(line[name] / people * 100_000, 3) if people else None for name in FIGURES
        }
    total = {name: sum(line[name] for line in table) for name in FIGURES}
    rate = compute_ratio(
        total["found_work"] + total["increased_income"], total["employment_targets"]
    )
    return {"months": table, "total": total, "work_and_income_rate": rate}


def _start_counts() -> dict[str, set[str]]:
    return {name: set() for name in FIGURES}


def _name_month(row: Any) -> str:
    return f"{row.on:%Y-%m}"
