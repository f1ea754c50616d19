"""Events of a visit: recorded, food promised, packed and received, or waiting ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.foodbank.domain.events.fields import OfVisit, WithStep
from tsunagu.domain.aggregate import event, personal


@dataclass(frozen=True, kw_only=True)
class _OfWaiting(OfVisit):
    referral_id: str | None


@event("foodbank.visit_recorded")
class VisitRecorded(_OfWaiting):
    """Somebody came, was visited, or was sent by a sheet."""

    place: str
    household_size: int
    children: int
    infants: int
    cannot_cook: bool
    wants_food: bool
    no_food_today: bool


@event("foodbank.visit_noted")
class VisitNoted:
    """What this household cannot eat, as said at this visit, and the aide's words."""

    visit_id: str
    person_id: str
    on: date
    note: str | None = personal()
    allergies: tuple[str, ...] | None = personal()
    diets: tuple[str, ...] | None = personal()


@event("foodbank.food_promised")
class FoodPromised(_OfWaiting, WithStep):
    """The visit waits for food; each promise replaces the one before."""


@event("foodbank.food_packed")
class FoodPacked:
    """From here on the parcel carries the promise."""

    visit_id: str
    on: date
    parcel_id: str


@event("foodbank.food_received")
class FoodReceived:
    visit_id: str
    on: date
    parcel_id: str


@event("foodbank.waiting_ended")
class WaitingEnded(_OfWaiting):
    """It ended without a parcel; the reason says how."""

    reason: str
