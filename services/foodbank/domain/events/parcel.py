"""Events of a parcel: packed, promised for a day, given, or taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.foodbank.domain.events.fields import OfVisit, VisitIds, WithStep
from tsunagu.domain.aggregate import event, personal


@dataclass(frozen=True, kw_only=True)
class _OfParcel(OfVisit):
    parcel_id: str
    referral_id: str | None


class ParcelIds(VisitIds):
    """Which parcel an event is about, and whose, as keyword arguments."""

    parcel_id: str
    referral_id: str | None


@event("foodbank.parcel_packed")
class ParcelPacked(_OfParcel, WithStep):
    """`lines`: lot → units. `short`: categories of which the shelf had too little."""

    how: str
    household_size: int
    days: int
    lines: dict[str, int]
    units: int
    grams: int
    drive_ids: tuple[str, ...]
    short: tuple[str, ...]


@event("foodbank.parcel_noted")
class ParcelNoted:
    """What was left out and why (`item|reason|detail`), and where the parcel goes."""

    parcel_id: str
    person_id: str
    on: date
    left_out: tuple[str, ...] | None = personal()
    deliver_to: str | None = personal()


@event("foodbank.parcel_read")
class ParcelRead:
    """A member of staff saw where it goes and what was left out."""

    parcel_id: str
    on: date
    desk: str
    purpose: str


@event("foodbank.delivery_promised")
class DeliveryPromised(_OfParcel, WithStep):
    """Each promise of a day replaces the one before."""


@event("foodbank.parcel_given")
class ParcelGiven(_OfParcel):
    """`how`: hand_over, or delivery, with which the promised delivery is made."""

    how: str
    household_size: int
    days: int
    units: int
    grams: int
    drive_ids: tuple[str, ...]


@event("foodbank.parcel_taken_back")
class ParcelTakenBack(_OfParcel):
    """Not collected, or not deliverable."""

    reason: str
