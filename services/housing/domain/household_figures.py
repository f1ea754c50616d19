"""The figures of a household: the inputs of a decision. Yen a month unless said otherwise.

They are personal: kept encrypted beside the decision they led to, never published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date

# Figures as JSON has them, days as text.
Inputs = dict[str, str | int | bool | dict[str, int] | None]


@dataclass(frozen=True, kw_only=True)
class Figures:
    """`hindered_days`: days since the loss in which illness, child care or care left no chance to
    look for work. `by_choice`: the person gave the work up, or cut the hours, of their own will.
    `previous_ended_on`: the end of an earlier entitlement, as our own records have it.
    """

    size: int
    income: int
    assets: int
    rent: int
    cause: str
    lost_on: date | None = None
    hindered_days: int = 0
    by_choice: bool = False
    main_earner: bool = True
    housing_at_risk: bool = True
    seeking_work: bool = True
    similar_benefit: bool = False
    organised_crime: bool = False
    age: int | None = None
    previous_ended_on: date | None = None
    duties_done: bool = True


@dataclass(frozen=True, kw_only=True)
class MovingFigures:
    """`fell_on`: when the household's income fell markedly. `costs`: item → yen.

    `destination_cap`: the housing-assistance limit of the place moved to, where that is another
    city; otherwise this city's own.
    """

    size: int
    income: int
    assets: int
    rent: int
    fell_on: date
    costs: Mapping[str, int] = field(default_factory=dict)
    main_earner: bool = True
    housing_at_risk: bool = True
    move_needed: bool = True
    similar_benefit: bool = False
    organised_crime: bool = False
    destination_cap: int | None = None
    previous_paid_on: date | None = None


def as_inputs(figures: Figures | MovingFigures) -> Inputs:
    """The figures as a decision keeps them."""
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in asdict(figures).items()}
