"""A parcel (食料の詰め合わせ): packed for one visit, then given or taken back.

Between packing and giving somebody owes it: handed over at the counter today,
or delivered on a promised day. It never disappears: what is not given is back
on the shelf, and the visit waits again.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from services.foodbank.domain.checks import check_new, check_not_before, check_state
from services.foodbank.domain.events.fields import DESK, StepFields
from services.foodbank.domain.events.parcel import (
    DeliveryPromised,
    ParcelGiven,
    ParcelIds,
    ParcelNoted,
    ParcelPacked,
    ParcelRead,
    ParcelTakenBack,
)
from services.foodbank.domain.packing import Filled, LeftOut
from services.foodbank.domain.refusals import NOT_A_DELIVERY
from services.foodbank.domain.visit import Visit
from tsunagu.domain.aggregate import Aggregate, applies
from tsunagu.domain.codes import require_code
from tsunagu.domain.errors import require
from tsunagu.domain.work_item import require_due_date

PACKED, GIVEN, TAKEN_BACK = "packed", "given", "taken_back"
PARCEL_STATES = (PACKED, GIVEN, TAKEN_BACK)
HAND_OVER, DELIVERY = "hand_over", "delivery"
WAYS = (HAND_OVER, DELIVERY)
DELIVER = "deliver"
PARCEL_GIVEN = "parcel_given"  # the outcome of the sheet behind it


class ParcelNotes(NamedTuple):
    """What only a recorded reading shows of a parcel."""

    deliver_to: str | None
    left_out: tuple[LeftOut, ...]


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
        check_new(self, str(self.state))
        require_due_date(due_on, on)
        next_step = DELIVER if how == DELIVERY else HAND_OVER
        step: StepFields = {"owner_desk": DESK, "next_step": next_step, "due_on": due_on}
        ids: ParcelIds = {
            **visit.ids(on),
            "parcel_id": self.id,
            "referral_id": visit.referral_id,
        }
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
        self.record(
            ParcelNoted(
                parcel_id=self.id,
                person_id=visit.key,
                on=on,
                left_out=tuple(one.to_text() for one in filled.left_out),
                deliver_to=deliver_to,
            )
        )
        if how == DELIVERY:
            self.record(DeliveryPromised(**ids, **step))

    def promise_day(self, *, on: date, due_on: date) -> None:
        """Another day for the delivery."""
        self._check_packed(on)
        if self._packing().how != DELIVERY:
            raise NOT_A_DELIVERY()
        require_due_date(due_on, on)
        self.record(
            DeliveryPromised(**self._ids(on), owner_desk=DESK, next_step=DELIVER, due_on=due_on)
        )

    def give(self, *, on: date) -> None:
        self._check_packed(on)
        packed = self._packing()
        self.record(
            ParcelGiven(
                **self._ids(on),
                how=packed.how,
                household_size=packed.household_size,
                days=packed.days,
                units=packed.units,
                grams=packed.grams,
                drive_ids=packed.drive_ids,
            )
        )

    def take_back(self, *, on: date, reason: str) -> None:
        self._check_packed(on)
        reason = require_code("reason", reason)
        self.record(ParcelTakenBack(**self._ids(on), reason=reason))

    def read(self, *, on: date, by: str, purpose: str) -> ParcelNotes:
        """Where it goes and what was left out; the reading is recorded."""
        self.record(ParcelRead(parcel_id=self.id, on=on, desk=by, purpose=purpose))
        return ParcelNotes(self.deliver_to, tuple(map(LeftOut.from_text, self.left_out)))

    def _ids(self, on: date) -> ParcelIds:
        packed = self._packing()
        return {
            "visit_id": packed.visit_id,
            "visitor_id": packed.visitor_id,
            "person_id": packed.person_id,
            "case_id": packed.case_id,
            "on": on,
            "parcel_id": packed.parcel_id,
            "referral_id": packed.referral_id,
        }

    def _packing(self) -> ParcelPacked:
        return require(self.packed, "a parcel begins with its packing")

    def _check_packed(self, on: date) -> None:
        check_state(str(self.state), (PACKED,))
        check_not_before(self.since, on)

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
