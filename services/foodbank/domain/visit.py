"""A visit: somebody was here, named or not, and either needs nothing more or waits for food.

Nobody is refused: where the shelf is empty the visit is recorded all the same
and becomes a promise with an owner, a next step and a day. Whoever has nothing
to eat today is owed a step today. A visit that ended with a parcel, or at which
nothing was wanted, is no open need.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from services.foodbank.domain.checks import check_new, check_not_before, check_state
from services.foodbank.domain.events.fields import DESK, VisitIds
from services.foodbank.domain.events.visit import (
    FoodPacked,
    FoodPromised,
    FoodReceived,
    VisitNoted,
    VisitRecorded,
    WaitingEnded,
)
from services.foodbank.domain.household import Household, HouseholdAnswers
from services.foodbank.domain.refusals import NO_FOOD_CANNOT_WAIT
from tsunagu.domain.aggregate import Aggregate, applies
from tsunagu.domain.codes import require_code
from tsunagu.domain.work_item import require_due_date

VISITED, WAITING, PACKED, HELPED, ENDED = "visited", "waiting", "packed", "helped", "ended"
VISIT_STATES = (VISITED, WAITING, PACKED, HELPED, ENDED)

PACK_PARCEL, CALL_WHEN_STOCK = "pack_parcel", "call_when_stock"
FIND_FOOD_TODAY = "find_food_today"


class Visit(Aggregate):
    category = "visit"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.visitor_id: str | None = None
        self.person_id: str | None = None
        self.case_id: str | None = None
        self.referral_id: str | None = None
        self.household = Household()
        self.note: str | None = None
        self.place = ""
        self.no_food_today = False
        self.state: str | None = None
        self.since = date.min
        self.parcel_id: str | None = None
        self.next_step: str | None = None
        self.due_on: date | None = None

    @property
    def key(self) -> str:
        """Whose key encrypts what was said here."""
        return self.visitor_id or self.id

    def record_visit(
        self,
        *,
        on: date,
        place: str,
        household: Household,
        wants_food: bool,
        no_food_today: bool,
        due_on: date | None = None,
        visitor_id: str | None = None,
        person_id: str | None = None,
        case_id: str | None = None,
        referral_id: str | None = None,
        note: str | None = None,
    ) -> None:
        """Somebody was here. Who wants food is promised it: for this very day, if none is said."""
        check_new(self, str(self.state))
        self.record(
            VisitRecorded(
                visit_id=self.id,
                visitor_id=visitor_id,
                person_id=person_id,
                case_id=case_id,
                referral_id=referral_id,
                on=on,
                place=require_code("place", place),
                household_size=household.size,
                children=household.children,
                infants=household.infants,
                cannot_cook=household.cannot_cook,
                wants_food=wants_food or no_food_today,
                no_food_today=no_food_today,
            )
        )
        self._note(on, household, note)
        if wants_food or no_food_today:
            self.promise(on=on, next_step=PACK_PARCEL, due_on=due_on or on)

    def record_diet(
        self, *, on: date, allergies: tuple[str, ...] | None, diets: tuple[str, ...] | None
    ) -> None:
        """What they cannot eat was asked only now."""
        self._check_in(on, VISITED, WAITING)
        household = self.household.update(HouseholdAnswers(allergies=allergies, diets=diets))
        if household != self.household:
            self._note(on, household, self.note)

    def promise(self, *, on: date, next_step: str, due_on: date) -> None:
        """What comes next while there is nothing to give; today for who has no food today."""
        self._check_in(on, VISITED, WAITING)
        self.check_due(on, due_on)
        self._promise(on, next_step, due_on)

    def check_due(self, on: date, due_on: date) -> None:
        """Refuse to let somebody wait who has nothing to eat today."""
        if self.no_food_today and due_on > on:
            raise NO_FOOD_CANNOT_WAIT(on=on)

    def pack(self, *, on: date, parcel_id: str) -> None:
        self._check_in(on, VISITED, WAITING)
        self.record(FoodPacked(visit_id=self.id, on=on, parcel_id=parcel_id))

    def unpack(self, *, on: date, due_on: date) -> None:
        """The parcel came back: the visit waits again."""
        self._check_in(on, PACKED)
        self._promise(on, PACK_PARCEL, on if self.no_food_today else due_on)

    def receive(self, *, on: date) -> None:
        self._check_in(on, PACKED)
        self.record(FoodReceived(visit_id=self.id, on=on, parcel_id=str(self.parcel_id)))

    def end_waiting(self, *, on: date, reason: str) -> None:
        """It ended without a parcel: they found food elsewhere, or want none any more."""
        self._check_in(on, WAITING)
        reason = require_code("reason", reason)
        self.record(WaitingEnded(**self.ids(on), referral_id=self.referral_id, reason=reason))

    def ids(self, on: date) -> VisitIds:
        """Which visit an event of that day is about, and whose."""
        return {
            "visit_id": self.id,
            "visitor_id": self.visitor_id,
            "person_id": self.person_id,
            "case_id": self.case_id,
            "on": on,
        }

    def _note(self, on: date, household: Household, note: str | None) -> None:
        if (note, household.allergies, household.diets) != (None, None, None):
            self.record(
                VisitNoted(
                    visit_id=self.id,
                    person_id=self.key,
                    on=on,
                    note=note,
                    allergies=household.allergies,
                    diets=household.diets,
                )
            )

    def _promise(self, on: date, next_step: str, due_on: date) -> None:
        self.record(
            FoodPromised(
                **self.ids(on),
                referral_id=self.referral_id,
                owner_desk=DESK,
                next_step=require_code("next_step", next_step),
                due_on=require_due_date(due_on, on),
            )
        )

    def _check_in(self, on: date, *states: str) -> None:
        check_state(str(self.state), states)
        check_not_before(self.since, on)

    # -- what happened ----------------------------------------------------------------------------

    @applies(VisitRecorded)
    def _recorded(self, e: VisitRecorded) -> None:
        self.visitor_id, self.person_id, self.case_id = e.visitor_id, e.person_id, e.case_id
        self.referral_id, self.place, self.no_food_today = e.referral_id, e.place, e.no_food_today
        self.household = Household(
            size=e.household_size,
            children=e.children,
            infants=e.infants,
            cannot_cook=e.cannot_cook,
        )
        self.state, self.since = VISITED, e.on

    @applies(VisitNoted)
    def _noted(self, e: VisitNoted) -> None:
        self.household = replace(self.household, allergies=e.allergies, diets=e.diets)
        self.note = e.note

    @applies(FoodPromised)
    def _promised(self, e: FoodPromised) -> None:
        self.state, self.since, self.parcel_id = WAITING, e.on, None
        self.next_step, self.due_on = e.next_step, e.due_on

    @applies(FoodPacked)
    def _packed(self, e: FoodPacked) -> None:
        self.state, self.since, self.parcel_id = PACKED, e.on, e.parcel_id
        self.next_step = self.due_on = None

    @applies(FoodReceived)
    def _received(self, e: FoodReceived) -> None:
        self.state, self.since = HELPED, e.on

    @applies(WaitingEnded)
    def _ended(self, e: WaitingEnded) -> None:
        self.state, self.since = ENDED, e.on
        self.next_step = self.due_on = None
