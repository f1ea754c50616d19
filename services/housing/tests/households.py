"""Households, benefits and days in the words of the benefit desk, for the tests.

2026-11-02 is a Monday, 2026-11-20 a Friday before a holiday Monday.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from services.housing import reference
from services.housing.domain import benefit_events, course
from services.housing.domain.household_figures import Figures, MovingFigures

ZAMA = "142166"
RULES = reference.find_version(ZAMA, "142166-2025-04-01")
APPLIED_ON = date(2026, 11, 2)
DECIDED_ON = date(2026, 11, 9)
BENEFIT, PERSON, CASE, HOUSEHOLD, LANDLORD = "b1", "p1", "c1", "h1", "l1"

# Alone, lost work in spring, some income of 80,000 yen, a rent of 40,000.
ALONE: dict[str, Any] = {
    "size": 1,
    "income": 80_000,
    "assets": 100_000,
    "rent": 40_000,
    "cause": "lost_work",
    "lost_on": date(2026, 4, 30),
}


def figures(**other: Any) -> Figures:
    return Figures(**ALONE | other)


def moving_figures(**other: Any) -> MovingFigures:
    """A couple whose income fell, with the costs of a van and of the agent."""
    usual = {
        "size": 2,
        "income": 120_000,
        "assets": 50_000,
        "rent": 60_000,
        "fell_on": date(2026, 5, 10),
        "costs": {"transport": 60_000, "agency_fee": 38_000},
    }
    return MovingFigures(**usual | other)


IDS: dict[str, Any] = {"benefit_id": BENEFIT, "person_id": PERSON, "case_id": CASE}


def taken_on(**other: Any) -> course.TakenOn:
    values = {
        "kind": "benefit",
        "subject_id": BENEFIT,
        "person_id": PERSON,
        "case_id": CASE,
        "on": APPLIED_ON,
        "desk": "housing_security_benefit",
        "referral_id": None,
        "household_id": HOUSEHOLD,
    }
    return course.TakenOn(**values | other)


def step(next_step: str, due_on: date, on: date, **other: Any) -> course.NextStepSet:
    values = {
        "kind": "benefit",
        "id": BENEFIT,
        "person_id": PERSON,
        "case_id": CASE,
        "on": on,
        "owner_desk": "housing_security_benefit",
        "next_step": next_step,
        "due_on": due_on,
    }
    return course.NextStepSet(**values | other)


def applied(*documents: str) -> tuple[Any, ...]:
    """The application as it was taken, with these documents missing."""
    return (
        taken_on(),
        benefit_events.BenefitApplied(**IDS, on=APPLIED_ON, documents=documents),
        benefit_events.PayeeNamed(benefit_id=BENEFIT, on=APPLIED_ON, landlord_id=LANDLORD),
    )


def granted(amount: int = 40_000, **other: Any) -> tuple[Any, ...]:
    """Three months from 2026-11, decided on the ninth."""
    decided: dict[str, Any] = {
        "granted": True,
        "months": 3,
        "amount": amount,
        "first_month": "2026-11",
        "cause": "lost_work",
        "reasons": (),
        "rule_version": RULES.version,
        "unverified": (),
    }
    return (
        *applied(),
        benefit_events.BenefitDecided(**IDS, on=DECIDED_ON, **decided | other),
        planned("2026-11", "2026-12", "2027-01", amount=amount),
    )


DUE = {
    "2026-11": "2026-11-16",
    "2026-12": "2026-11-25",
    "2027-01": "2026-12-25",
    "2027-02": "2027-01-25",
    "2027-03": "2027-02-25",
    "2027-04": "2027-03-25",
}


def planned(
    *months: str, amount: int = 40_000, on: date = DECIDED_ON
) -> benefit_events.PaymentsPlanned:
    due = tuple(DUE[month] for month in months)
    return benefit_events.PaymentsPlanned(
        benefit_id=BENEFIT, on=on, months=months, due_on=due, amount=amount
    )


def paid(month: str, on: date, amount: int = 40_000) -> benefit_events.PaymentSent:
    return benefit_events.PaymentSent(
        **IDS, on=on, month=month, amount=amount, landlord_id=LANDLORD
    )


def stopped(reason: str, on: date, **other: Any) -> benefit_events.BenefitStopped:
    values = {
        "reason": reason,
        "from_month": "2027-01",
        "months_paid": 2,
        "resumable_until": None,
    }
    return benefit_events.BenefitStopped(**IDS, on=on, **values | other)
