"""The employment funnel: from the registration to a job that lasts, and who offered the jobs."""

from __future__ import annotations

from collections import Counter
from datetime import date
from statistics import median
from typing import Any

from services.reporting.queries.rows_as_of import (
    Period,
    RowsAsOf,
    compute_ratio,
    count_by_code,
    read_details,
)
from tsunagu.domain.json_object import JsonObject

CHECKS = (1, 3, 6)  # months after the first day


def count_employment(known: RowsAsOf, period: Period) -> JsonObject:
    """People are counted once in each step; `retention` is of those hired in the period."""
    hires = _find_hires(known, period)
    people = {
        name: {
            row.person_id for row in known.list_programme_steps(f"employment.{type}", period=period)
        }
        for name, type in (
            ("registered", "seeker_registered"),
            ("introduced", "introduced"),
            ("interviewed", "interview_arranged"),
            ("increased_income", "income_increased"),
        )
    }
    hired = {row.person_id for row in hires}
    return {
        **{name: len(persons) for name, persons in people.items()},
        "hired": len(hired),
        "hired_ratio": compute_ratio(len(hired & people["registered"]), len(people["registered"])),
        "hires_by_type": count_by_code(read_details(row)["type"] for row in hires),
        "median_days_to_hire": _measure_days_to_hire(known, hires),
        "retention": _count_retention(known, hires),
        "outcomes": _count_outcomes(known, "employment.support_ended", "outcome", period),
        "readiness": _count_readiness(known, period),
        "preparation": _count_course(known, period, "preparation", "outcome"),
        "training": _count_course(known, period, "training", "result"),
        **_count_offers(known, period, hires),
    }


def _find_hires(known: RowsAsOf, period: Period) -> list[Any]:
    """The jobs that people were hired for in the period and did begin."""
    withdrawn = {row.subject for row in known.list_programme_steps("employment.hire_withdrawn")}
    hired = known.list_programme_steps("employment.hired", period=period)
    return [row for row in hired if row.subject not in withdrawn]


def _count_outcomes(known: RowsAsOf, type: str, field: str, period: Period) -> dict[str, int]:
    return count_by_code(
        read_details(row)[field] for row in known.list_programme_steps(type, period=period)
    )


def _measure_days_to_hire(known: RowsAsOf, hires: list[Any]) -> float | None:
    """From the newest registration before it to the day of the hire."""
    registered: dict[str, list[date]] = {}
    for row in known.list_programme_steps("employment.seeker_registered"):
        registered.setdefault(row.person_id, []).append(row.on)
    days = []
    for row in hires:
        before = [on for on in registered.get(row.person_id, ()) if on <= row.on]
        if before:
            days.append((row.on - max(before)).days)
    return median(days) if days else None


def _count_retention(known: RowsAsOf, hires: list[Any]) -> JsonObject:
    """Of the hires: how many were still there at each check, and how many left before the first."""
    jobs = {row.subject for row in hires}
    there: dict[int, set[str]] = {months: set() for months in CHECKS}
    for row in known.list_programme_steps("employment.retention_checked"):
        if row.subject in jobs:
            there[read_details(row)["months"]].add(row.subject)
    left = [
        row for row in known.list_programme_steps("employment.left_work") if row.subject in jobs
    ]
    early = [row for row in left if read_details(row)["within_a_month"]]
    return {
        "hires": len(jobs),
        **{f"after_{months}_months": len(found) for months, found in there.items()},
        "left": len({row.subject for row in left}),
        "left_within_a_month": len({row.subject for row in early}),
        "why_left": count_by_code(read_details(row)["reason"] for row in left),
    }


def _count_readiness(known: RowsAsOf, period: Period) -> dict[str, int]:
    moves = known.list_programme_steps("employment.readiness_moved", period=period)
    directions = Counter(read_details(row)["direction"] for row in moves)
    return {"up": directions["up"], "down": directions["down"]}


def _count_course(known: RowsAsOf, period: Period, name: str, field: str) -> JsonObject:
    started = known.list_programme_steps(f"employment.{name}_started", period=period)
    ended = _count_outcomes(known, f"employment.{name}_ended", field, period)
    return {"started": len({row.person_id for row in started}), "ended": ended}


def _count_offers(known: RowsAsOf, period: Period, hires: list[Any]) -> JsonObject:
    won = known.list_programme_steps("employment.employer_won", period=period)
    openings = known.list_programme_steps("employment.opening_received", period=period)
    employers = {read_details(row).get("employer_id") for row in hires} - {None}
    return {
        "employers_won": len({row.subject for row in won}),
        "won_with_no_great_hope": sum(read_details(row)["no_great_hope"] for row in won),
        "employers_hiring": len(employers),
        "openings": len(openings),
        "places": sum(read_details(row)["places"] for row in openings),
    }
