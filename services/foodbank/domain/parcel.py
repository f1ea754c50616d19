"""A parcel (食料の詰め合わせ): packed for one visit, then given or taken back.

Between packing and giving somebody owes it: handed over at the counter today,
or delivered on a promised day. It never disappears: what is not given is back
on the shelf, and the visit waits again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from services.foodbank.domain import refusals
from services.foodbank.domain.events import DESK, OfVisit, WithStep
from services.foodbank.domain.packing import Filled
from services.foodbank.domain.visit import Visit
from tsunagu.domain.aggregate import Aggregate, applies, event, personal
from tsunagu.domain.codes import checked_code
from tsunagu.domain.errors import Refused, require
from tsunagu.domain.work_item import checked_due

PACKED, GIVEN, TAKEN_BACK = "packed", "given", "taken_back"
PARCEL_STATES = (PACKED, GIVEN, TAKEN_BACK)
HAND_OVER, DELIVERY = "hand_over", "delivery"
WAYS = (HAND_OVER, DELIVERY)
DELIVER = "deliver"
PARCEL_GIVEN = "parcel_given"  # the outcome of the sheet behind it


@dataclass(frozen=True, kw_only=True)
class _OfParcel(OfVisit):
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


class Parcel(Aggregate):
    category = "parcel"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.packed: ParcelPacked | None = None
        self.key = ""
        self.left_out: tuple[str, ...] = ()
        self.deliver_to: str | None = None
        self.state: str | None = None
        self.since = date.min
        self.next_step: str | None = None
        self.due_on: date | None = None

    @property
    def lines(self) -> dict[str, int]:
        return dict(self.packed.lines) if self.packed else {}

    @property
    def visit_id(self) -> str:
        return self.packed.visit_id if self.packed else ""

    def pack(
        self,
        visit: Visit,
        filled: Filled,
        *,
        on: date,
        how: str,
        days: int,
        due_on: date,
        size: int,
        deliver_to: str | None = None,
    ) -> None:
        """For one visit; to be handed over, or delivered on `due_on`."""
        if self.exists:
            raise refusals.state_not_allowed(str(self.state), ("new",))
        checked_due(due_on, on)
        next_step = DELIVER if how == DELIVERY else HAND_OVER
        step: dict[str, Any] = {"owner_desk": DESK, "next_step": next_step, "due_on": due_on}
        ids = visit.who(on) | {"parcel_id": self.id, "referral_id": visit.referral_id}
        self.record(
            ParcelPacked(
                **ids,
                **step,
                how=how,
                household_size=size,
                days=days,
                lines=filled.lines,
                units=filled.units,
                grams=filled.grams,
                drive_ids=filled.drive_ids,
                short=filled.short,
            )
        )
        left_out = tuple(f"{o.item}|{o.reason}|{o.detail}" for o in filled.left_out)
        told: dict[str, Any] = {"left_out": left_out, "deliver_to": deliver_to}
        self.record(ParcelNoted(parcel_id=self.id, person_id=visit.key, on=on, **told))
        if how == DELIVERY:
            self.record(DeliveryPromised(**ids, **step))

    def promise_day(self, *, on: date, due_on: date) -> None:
        """Another day for the delivery."""
        self._open(on)
        if self._of().how != DELIVERY:
            raise Refused(
                "not_a_delivery",
                "窓口で渡す詰め合わせです / this parcel is handed over at the counter",
                field="parcel_id",
                remedy="渡すか戻す / give it, or take it back",
            )
        checked_due(due_on, on)
        self.record(
            DeliveryPromised(**self.who(on), owner_desk=DESK, next_step=DELIVER, due_on=due_on)
        )

    def give(self, *, on: date) -> None:
        self._open(on)
        packed = self._of()
        self.record(
            ParcelGiven(
                **self.who(on),
                how=packed.how,
                household_size=packed.household_size,
                days=packed.days,
                units=packed.units,
                grams=packed.grams,
                drive_ids=packed.drive_ids,
            )
        )

    def take_back(self, *, on: date, reason: str) -> None:
        self._open(on)
        reason = checked_code("reason", reason)
        self.record(ParcelTakenBack(**self.who(on), reason=reason))

    def read(self, *, on: date, by: str, purpose: str) -> dict[str, Any]:
        """Where it goes and what was left out; the reading is recorded."""
        self.record(ParcelRead(parcel_id=self.id, on=on, desk=by, purpose=purpose))
        return {"deliver_to": self.deliver_to, "left_out": self.left_out}

    def who(self, on: date) -> dict[str, Any]:
        packed = self._of()
        names = ("visit_id", "visitor_id", "person_id", "case_id", "parcel_id", "referral_id")
        return {name: getattr(packed, name) for name in names} | {"on": on}

    def _of(self) -> ParcelPacked:
        return require(self.packed, "a parcel begins with its packing")

    def _open(self, on: date) -> None:
        if self.state != PACKED:
            raise refusals.state_not_allowed(str(self.state), (PACKED,))
        refusals.not_before(self.since, on)

    # -- what happened ----------------------------------------------------------------------------

    @applies(ParcelPacked)
    def _packed(self, e: ParcelPacked) -> None:
        self.packed, self.state, self.since = e, PACKED, e.on
        self.next_step, self.due_on = e.next_step, e.due_on

    @applies(ParcelNoted)
    def _noted(self, e: ParcelNoted) -> None:
        self.key, self.left_out, self.deliver_to = e.person_id, e.left_out or (), e.deliver_to

    @applies(DeliveryPromised)
    def _promised(self, e: DeliveryPromised) -> None:
        self.next_step, self.due_on, self.since = e.next_step, e.due_on, e.on

    @applies(ParcelGiven)
    def _given(self, e: ParcelGiven) -> None:
        self.state, self.since = GIVEN, e.on
        self.next_step = self.due_on = None

    @applies(ParcelTakenBack)
    def _taken_back(self, e: ParcelTakenBack) -> None:
        self.state, self.since = TAKEN_BACK, e.on
        self.next_step = self.due_on = None
