"""The employment funnel: from the registration to a job that lasts, and who offered the jobs."""

from __future__ import annotations

from collections import Counter
from datetime import date
from statistics import median
from typing import Any

from services.reporting.queries.figures.ledger import Ledger, Period, detail_of, ratio
from tsunagu.domain.json_object import JsonObject

CHECKS = (1, 3, 6)  # months after the first day


def employment(ledger: Ledger, period: Period) -> JsonObject:
    """People are counted once in each step; `retention` is of those hired in the period."""
    hires = _hires(ledger, period)
    people = {
        name: {row.person_id for row in ledger.programme(f"employment.{type}", period=period)}
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
        "hired_ratio": ratio(len(hired & people["registered"]), len(people["registered"])),
        "hires_by_type": _counted(detail_of(row)["type"] for row in hires),
        "median_days_to_hire": _days_to_hire(ledger, hires),
        "retention": _retention(ledger, hires),
        "outcomes": _outcomes(ledger, "employment.support_ended", "outcome", period),
        "readiness": _readiness(ledger, period),
        "preparation": _course(ledger, period, "preparation", "outcome"),
        "training": _course(ledger, period, "training", "result"),
        **_offers(ledger, period, hires),
    }


def _hires(ledger: Ledger, period: Period) -> list[Any]:
    """The jobs that people were hired for in the period and did begin."""
    withdrawn = {row.subject for row in ledger.programme("employment.hire_withdrawn")}
    hired = ledger.programme("employment.hired", period=period)
    return [row for row in hired if row.subject not in withdrawn]


def _counted(codes: Any) -> dict[str, int]:
    return dict(sorted(Counter(codes).items(), key=lambda item: (-item[1], item[0])))


def _outcomes(ledger: Ledger, type: str, field: str, period: Period) -> dict[str, int]:
    return _counted(detail_of(row)[field] for row in ledger.programme(type, period=period))


def _days_to_hire(ledger: Ledger, hires: list[Any]) -> float | None:
    """From the newest registration before it to the day of the hire."""
    registered: dict[str, list[date]] = {}
    for row in ledger.programme("employment.seeker_registered"):
        registered.setdefault(row.person_id, []).append(row.on)
    days = []
    for row in hires:
        before = [on for on in registered.get(row.person_id, ()) if on <= row.on]
        if before:
            days.append((row.on - max(before)).days)
    return median(days) if days else None


def _retention(ledger: Ledger, hires: list[Any]) -> JsonObject:
    """Of the hires: how many were still there at each check, and how many left before the first."""
    jobs = {row.subject for row in hires}
    there: dict[int, set[str]] = {months: set() for months in CHECKS}
    for row in ledger.programme("employment.retention_checked"):
        if row.subject in jobs:
            there[detail_of(row)["months"]].add(row.subject)
    left = [row for row in ledger.programme("employment.left_work") if row.subject in jobs]
    early = [row for row in left if detail_of(row)["within_a_month"]]
    return {
        "hires": len(jobs),
        **{f"after_{months}_months": len(found) for months, found in there.items()},
        "left": len({row.subject for row in left}),
        "left_within_a_month": len({row.subject for row in early}),
        "why_left": _counted(detail_of(row)["reason"] for row in left),
    }


def _readiness(ledger: Ledger, period: Period) -> dict[str, int]:
    moves = ledger.programme("employment.readiness_moved", period=period)
    directions = Counter(detail_of(row)["direction"] for row in moves)
    return {"up": directions["up"], "down": directions["down"]}


def _course(ledger: Ledger, period: Period, name: str, field: str) -> JsonObject:
    started = ledger.programme(f"employment.{name}_started", period=period)
    ended = _outcomes(ledger, f"employment.{name}_ended", field, period)
    return {"started": len({row.person_id for row in started}), "ended": ended}


def _offers(ledger: Ledger, period: Period, hires: list[Any]) -> JsonObject:
    won = ledger.programme("employment.employer_won", period=period)
    openings = ledger.programme("employment.opening_received", period=period)
    employers = {detail_of(row).get("employer_id") for row in hires} - {None}
    return {
        "employers_won": len({row.subject for row in won}),
        "won_with_no_great_hope": sum(detail_of(row)["no_great_hope"] for row in won),
        "employers_hiring": len(employers),
        "openings": len(openings),
        "places": sum(detail_of(row)["places"] for row in openings),
    }
