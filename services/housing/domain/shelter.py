"""The temporary shelter (一時生活支援): its places, and the events of stays in them.

A *shelter* guards its places: what is taken never exceeds what there is, however
many stays begin at once, and its capacity cannot fall below what is taken. A
*stay* (`stay`) is one person's or family's time there, until a day that
may be put off up to the longest time; two weeks before it, the desk is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.housing.domain.refusals import shelter as refusals
from tsunagu.domain.aggregate import Aggregate, applies, event, personal

STAYING, ENDED = "staying", "ended"
MOVED_ON = "moved_on"
END_REASONS = (
    MOVED_ON,
    "left_early",
    "lost_contact",
    "house_rules",
    "public_assistance",
    "hospital",
    "died",
    "other",
)
PLACES_AFTER = (
    "flat",
    "dormitory",
    "family",
    "facility",
    "hospital",
    "other_shelter",
    "street",
    "unknown",
)


@event("housing.shelter_opened")
class ShelterOpened:
    """A place to stay is listed; private, since a name may tell where people are safe."""

    shelter_id: str
    name: str
    on: date


@event("housing.shelter_capacity_set")
class ShelterCapacitySet:
    """`taken`: places in use at that moment."""

    shelter_id: str
    on: date
    capacity: int
    taken: int


@event("housing.place_taken")
class PlaceTaken:
    """Private; the stay says the rest."""

    shelter_id: str
    stay_id: str
    on: date
    places: int


@event("housing.place_freed")
class PlaceFreed:
    """Private."""

    shelter_id: str
    stay_id: str
    on: date


@dataclass(frozen=True, kw_only=True)
class _OfStay:
    stay_id: str
    shelter_id: str
    person_id: str
    case_id: str | None
    on: date


@event("housing.stay_begun")
class StayBegun(_OfStay):
    """`places`: a family may take more than one. `until`: the day they are to have left by;
    `warn_days` before it the desk is told."""

    places: int
    until: date
    warn_days: int


@event("housing.stay_extended")
class StayExtended(_OfStay):
    until: date


@event("housing.stay_ending_soon")
class StayEndingSoon(_OfStay):
    """The alarm before the last day; once for each `until`."""

    until: date
    days_left: int


@event("housing.stay_overrun")
class StayOverrun(_OfStay):
    """The alarm after it: still there, and nobody has put the day off."""

    until: date


@event("housing.stay_ended")
class StayEnded(_OfStay):
    """`next_place`: where the person went, as a code."""

    nights: int
    reason: str
    next_place: str
    note: str | None = personal()


class Shelter(Aggregate):
    category = "shelter"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.capacity = 0
        self.taken: dict[str, int] = {}  # stay → places

    @property
    def occupancy(self) -> int:
        return sum(self.taken.values())

    @property
    def free(self) -> int:
        return self.capacity - self.occupancy

    def open(self, *, on: date, name: str, capacity: int) -> None:
        """A place to stay is there from now on."""
        if self.exists:
            raise refusals.SHELTER_ALREADY_BEGUN(id=self.id)
        if capacity < 0:
            raise refusals.NOT_A_CAPACITY()
        self.record(ShelterOpened(shelter_id=self.id, name=name, on=on))
        self.set_capacity(on=on, capacity=capacity)

    def set_capacity(self, *, on: date, capacity: int) -> None:
        """How many places there are; never fewer than are taken. 0 closes an empty shelter."""
        if capacity < 0:
            raise refusals.NOT_A_CAPACITY()
        if capacity < self.occupancy:
            raise refusals.CAPACITY_BELOW_OCCUPANCY(taken=self.occupancy)
        self.record(
            ShelterCapacitySet(shelter_id=self.id, on=on, capacity=capacity, taken=self.occupancy)
        )

    def take(self, *, on: date, stay_id: str, places: int) -> None:
        """A stay takes its places, or none where there are too few."""
        if places < 1:
            raise refusals.NOT_A_NUMBER_OF_PLACES()
        if places > self.free:
            raise refusals.SHELTER_FULL(free=self.free)
        self.record(PlaceTaken(shelter_id=self.id, stay_id=stay_id, on=on, places=places))

    def free_up(self, *, on: date, stay_id: str) -> None:
        if stay_id in self.taken:
            self.record(PlaceFreed(shelter_id=self.id, stay_id=stay_id, on=on))

    # -- what happened ----------------------------------------------------------------------------

    @applies(ShelterCapacitySet)
    def _capacity_set(self, e: ShelterCapacitySet) -> None:
        self.capacity = e.capacity

    @applies(PlaceTaken)
    def _taken(self, e: PlaceTaken) -> None:
        self.taken[e.stay_id] = e.places

    @applies(PlaceFreed)
    def _freed(self, e: PlaceFreed) -> None:
        del self.taken[e.stay_id]


SHELTER_EVENTS: tuple[type, ...] = (
    ShelterOpened, ShelterCapacitySet, PlaceTaken, PlaceFreed,
    StayBegun, StayExtended, StayEndingSoon, StayOverrun, StayEnded,
)  # fmt: skip
