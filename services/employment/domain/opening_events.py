"""What happens to an opening (求人): its events, and the conditions of the work.

The conditions are what matching compares with a person's wishes and limits. What may
happen, and when, is in `opening`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from tsunagu.domain.aggregate import event

FILLED, WITHDRAWN, EXPIRED = "filled", "withdrawn", "expired"


@event("employment.opening_received")
class OpeningReceived:
    opening_id: str
    employer_id: str
    on: date
    occupation: str
    type: str
    places: int
    valid_from: date
    valid_until: date


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """What the work is like and asks for.

    Whatever is None or empty was not said. Wages in yen, hours a week; the way to work takes
    what the table of areas says, or is estimated from the distance to the middle of the city.
    """

    title: str
    workplace: str | None = None
    area: str | None = None
    distance_km: float | None = None
    wage_min: int | None = None
    wage_max: int | None = None
    wage_per: str | None = None
    minimum_wage_exempt: bool = False
    hours_min: int | None = None
    hours_max: int | None = None
    days: tuple[str, ...] = ()  # on which there is work
    days_per_week: int | None = None  # how many of them one works; none: all
    times: tuple[str, ...] = ()  # of the day
    any_time: bool = False  # one of them is enough
    starts_by: date | None = None
    languages: tuple[str, ...] = ()  # needed, with the level of each
    spoken: tuple[str, ...] = ()  # at the workplace, beside Japanese
    licences: tuple[str, ...] = ()
    demands: tuple[str, ...] = ()  # what is hard about it
    accommodations: tuple[str, ...] = ()  # what the workplace makes possible
    negotiable: tuple[str, ...] = ()  # conditions the employer would talk about
    dormitory: bool = False
    trial: bool = False
    rung_from: int | None = None  # the lowest rung of the ladder the workplace has room for
    contract_months: int | None = None  # none: open-ended
    remarks: str | None = None


@event("employment.opening_conditions_set")
class OpeningConditionsSet(Conditions):
    """The conditions as they now stand; private."""

    opening_id: str
    on: date


@event("employment.opening_extended")
class OpeningExtended:
    opening_id: str
    on: date
    valid_until: date


@event("employment.opening_places_set")
class OpeningPlacesSet:
    opening_id: str
    on: date
    places: int


@event("employment.place_filled")
class PlaceFilled:
    """Private: `employment.hired` says it to others."""

    opening_id: str
    record_id: str
    on: date


@event("employment.place_freed")
class PlaceFreed:
    """The hire came to nothing, or was recorded by mistake. Private."""

    opening_id: str
    record_id: str
    on: date


@event("employment.opening_closed")
class OpeningClosed:
    """`because`: filled, withdrawn or expired."""

    opening_id: str
    employer_id: str
    on: date
    because: str
    reason: str | None


@event("employment.opening_reopened")
class OpeningReopened:
    opening_id: str
    employer_id: str
    on: date


EVENTS: tuple[type, ...] = (
    OpeningReceived, OpeningConditionsSet, OpeningExtended, OpeningPlacesSet,
    PlaceFilled, PlaceFreed, OpeningClosed, OpeningReopened,
)  # fmt: skip
CONDITIONS = tuple(field.name for field in fields(Conditions))
