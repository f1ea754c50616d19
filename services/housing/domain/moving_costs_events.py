"""Events of help with moving costs (転居費用補助); documents are asked for as for a benefit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.housing.domain.findings import Explanation
from services.housing.domain.household_figures import Inputs
from tsunagu.domain.aggregate import event, personal


@dataclass(frozen=True, kw_only=True)
class _OfMoving:
    moving_id: str
    person_id: str
    case_id: str | None
    on: date


@event("housing.moving_costs_applied")
class MovingCostsApplied(_OfMoving):
    documents: tuple[str, ...]


@event("housing.moving_costs_decided")
class MovingCostsDecided(_OfMoving):
    """`amount`: yen, once."""

    granted: bool
    amount: int
    reasons: tuple[str, ...]
    rule_version: str
    unverified: tuple[str, ...]
    inputs: Inputs | None = personal()
    explanation: Explanation | None = personal()


@event("housing.moving_costs_paid")
class MovingCostsPaid(_OfMoving):
    amount: int


@event("housing.moving_costs_ended")
class MovingCostsEnded(_OfMoving):
    """paid, refused or withdrawn."""

    reason: str
    note: str | None = personal()


MOVING_COSTS_EVENTS: tuple[type, ...] = (
    MovingCostsApplied, MovingCostsDecided, MovingCostsPaid, MovingCostsEnded,
)  # fmt: skip
