"""An opening: taken on, changed, filled and closed.

There are never more hires than places, and nobody is introduced outside its
validity. A hire that came of an introduction made in time still counts after
the validity has run out. Until it closes, somebody looks for people.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from services.employment.domain.opening_events import (
    EXPIRED,
    FILLED,
    WITHDRAWN,
    Offered,
    OpeningClosed,
    OpeningConditionsSet,
    OpeningExtended,
    OpeningPlacesSet,
    OpeningReceived,
    OpeningReopened,
    PlaceFilled,
    PlaceFreed,
)
from services.employment.domain.refusals import placing as placing_refusals
from services.employment.domain.refusals import shared as refusals
from services.employment.domain.vocabulary import HIRE_TYPES, HOUR
from tsunagu.domain.codes import checked_code, one_of

LOOK_FOR_PEOPLE = "look_for_people"


class Opening(Offered):
    def receive(
        self,
        *,
        employer_id: str,
        on: date,
        occupation: str,
        type: str,
        places: int,
        valid_from: date,
        valid_until: date,
        conditions: dict[str, Any],
        minimum_wage: int | None = None,
    ) -> None:
        """Take it on, with its conditions."""
        self._must_be_new()
        if places < 1:
            raise placing_refusals.no_places()
        if valid_until < max(valid_from, on):
            raise placing_refusals.validity_backwards()
        self._possible(conditions, minimum_wage)
        self.record(
            OpeningReceived(
                opening_id=self.id,
                employer_id=employer_id,
                on=on,
                occupation=occupation,
                type=one_of("type", type, HIRE_TYPES),
                places=places,
                valid_from=valid_from,
                valid_until=valid_until,
            )
        )
        self.set_conditions(on=on, minimum_wage=minimum_wage, **conditions)
        self._look_for_people(on)

    def set_conditions(
        self, *, on: date, minimum_wage: int | None = None, **conditions: Any
    ) -> None:
        """Its conditions as they now stand. `minimum_wage`: yen an hour on that day, if known."""
        self._must_be_open(on)
        self._possible(conditions, minimum_wage)
        self.record(OpeningConditionsSet(opening_id=self.id, on=on, **conditions))

    @staticmethod
    def _possible(conditions: dict[str, Any], minimum_wage: int | None) -> None:
        wage = conditions.get("wage_min") if conditions.get("wage_per") == HOUR else None
        exempt = conditions.get("minimum_wage_exempt", False)
        if wage is not None and minimum_wage is not None and wage < minimum_wage and not exempt:
            raise placing_refusals.below_minimum_wage(wage, minimum_wage)
        low, high = conditions.get("hours_min"), conditions.get("hours_max")
        if low is not None and high is not None and low > high:
            raise refusals.hours_backwards()

    def extend(self, *, on: date, valid_until: date) -> None:
        """The employer lets it stand longer; one that had expired stands again."""
        self._must_not_precede(on)
        if self.outcome in (FILLED, WITHDRAWN):
            raise placing_refusals.opening_closed(self.outcome)
        if valid_until < max(self.valid_from, on):
            raise placing_refusals.validity_backwards()
        self.record(OpeningExtended(opening_id=self.id, on=on, valid_until=valid_until))
        self._reopen(on)

    def set_places(self, *, on: date, places: int) -> None:
        """The employer wants more people, or fewer; never fewer than were hired."""
        self._must_not_precede(on)
        if self.outcome in (WITHDRAWN, EXPIRED):
            raise placing_refusals.opening_closed(self.outcome)
        if places < 1:
            raise placing_refusals.no_places()
        if places < len(self.hires):
            raise placing_refusals.fewer_than_hired(len(self.hires))
        self.record(OpeningPlacesSet(opening_id=self.id, on=on, places=places))
        if places == len(self.hires):
            self._close(on, FILLED)
        else:
            self._reopen(on)

    def may_introduce(self, on: date) -> None:
        """Refuse where nobody may be introduced on that day."""
        if self.outcome is not None:
            raise placing_refusals.opening_closed(self.outcome)
        if not self.valid_from <= on <= self.valid_until:
            raise placing_refusals.outside_validity(self.valid_from, self.valid_until)

    def fill(self, *, record_id: str, on: date) -> None:
        """One place is taken by this hire; the last one closes the opening."""
        self._must_not_precede(on)
        if self.outcome == WITHDRAWN:
            raise placing_refusals.opening_closed(WITHDRAWN)
        if len(self.hires) >= self.places:
            raise placing_refusals.no_place_left(self.places)
        self.record(PlaceFilled(opening_id=self.id, record_id=record_id, on=on))
        if len(self.hires) == self.places:
            self._close(on, FILLED)

    def free(self, *, record_id: str, on: date) -> None:
        """That hire came to nothing: its place is to be had again."""
        if record_id in self.hires:
            self.record(PlaceFreed(opening_id=self.id, record_id=record_id, on=on))
            if self.outcome == FILLED:
                if on <= self.valid_until:
                    self._reopen(on)
                else:
                    self._close(on, EXPIRED)

    def withdraw(self, *, on: date, reason: str) -> None:
        """The employer takes it back."""
        self._must_be_open(on)
        self._close(on, WITHDRAWN, checked_code("reason", reason))

    def expire(self, *, on: date) -> None:
        """Its validity has run out; nothing happens where it has not, or it is closed already."""
        if self.is_open and on > self.valid_until:
            self._close(on, EXPIRED)

    def _close(self, on: date, because: str, reason: str | None = None) -> None:
        if self.outcome == because:
            return
        self.record(
            OpeningClosed(
                opening_id=self.id,
                employer_id=self.employer_id,
                on=on,
                because=because,
                reason=reason,
            )
        )

    def _reopen(self, on: date) -> None:
        if self.outcome is not None:
            self.record(OpeningReopened(opening_id=self.id, employer_id=self.employer_id, on=on))
        self._look_for_people(on)

    def _look_for_people(self, on: date) -> None:
        self._set_step(on, LOOK_FOR_PEOPLE, due_on=self.valid_until)
