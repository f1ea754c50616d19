"""What happens to an opening (求人), and what it remembers; what may happen is in `domain_opening`.

The conditions are what matching compares with a person's wishes and limits.
"""

from __future__ import annotations

from datetime import date

from services.employment.domain.vocabulary import FREE_JOB_PLACEMENT
from services.employment.domain.waiting import Waiting
from tsunagu.domain.aggregate import applies, event

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


@event("employment.opening_conditions_set")
class OpeningConditionsSet:
    """What the work is like and asks for, as it now stands; private.

    Whatever is None or empty was not said. Wages in yen, hours a week; the way to work takes
    what the table of areas says, or is estimated from the distance to the middle of the city.
    """

    opening_id: str
    on: date
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
CONDITIONS = tuple(
    name
    for name in OpeningConditionsSet.__dataclass_fields__  # type: ignore[attr-defined]
    if name not in ("opening_id", "on")
)


class Offered(Waiting):
    """The state of one opening."""

    category = "opening"
    desk = FREE_JOB_PLACEMENT

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.employer_id = ""
        self.places = 0
        self.hires: tuple[str, ...] = ()
        self.valid_from = self.valid_until = date.min

    # -- what happened ----------------------------------------------------------------------------

    @applies(OpeningReceived)
    def _received(self, e: OpeningReceived) -> None:
        self.employer_id, self.places, self.since = e.employer_id, e.places, e.on
        self.valid_from, self.valid_until = e.valid_from, e.valid_until

    @applies(OpeningExtended)
    def _extended(self, e: OpeningExtended) -> None:
        self.valid_until = e.valid_until

    @applies(OpeningPlacesSet)
    def _places_set(self, e: OpeningPlacesSet) -> None:
        self.places = e.places

    @applies(PlaceFilled)
    def _filled(self, e: PlaceFilled) -> None:
        self.hires = (*self.hires, e.record_id)

    @applies(PlaceFreed)
    def _freed(self, e: PlaceFreed) -> None:
        self.hires = tuple(id for id in self.hires if id != e.record_id)

    @applies(OpeningClosed)
    def _closed(self, e: OpeningClosed) -> None:
        self.outcome = e.because

    @applies(OpeningReopened)
    def _reopened(self, e: OpeningReopened) -> None:
        self.outcome = None
