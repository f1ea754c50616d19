"""An opening: taken on, changed, filled and closed.

There are never more hires than places, and nobody is introduced outside its
validity. A hire that came of an introduction made in time still counts after
the validity has run out. Until it closes, somebody looks for people.
"""

from __future__ import annotations

from datetime import date

from services.employment.domain.opening_events import (
    EXPIRED,
    FILLED,
    WITHDRAWN,
    Conditions,
    OpeningClosed,
    OpeningConditionsSet,
    OpeningExtended,
    OpeningPlacesSet,
    OpeningReceived,
    OpeningReopened,
    PlaceFilled,
    PlaceFreed,
)
from services.employment.domain.refusals.openings import (
    BELOW_MINIMUM_WAGE,
    FEWER_THAN_HIRED,
    NO_PLACE_LEFT,
    NO_PLACES,
    OPENING_CLOSED,
    OUTSIDE_VALIDITY,
    VALIDITY_BACKWARDS,
)
from services.employment.domain.refusals.shared import HOURS_BACKWARDS
from services.employment.domain.vocabulary import FREE_JOB_PLACEMENT, HIRE_TYPES, HOUR
from services.employment.domain.work_item import EmploymentWorkItem
from tsunagu.domain.aggregate import applies
from tsunagu.domain.codes import require_choice, require_code

LOOK_FOR_PEOPLE = "look_for_people"


class Opening(EmploymentWorkItem):
    category = "opening"
    desk = FREE_JOB_PLACEMENT

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.employer_id = ""
        self.places = 0
        self.hires: tuple[str, ...] = ()
        self.valid_from = self.valid_until = date.min

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
        conditions: Conditions,
        minimum_wage: int | None = None,
    ) -> None:
        """Take it on, with its conditions."""
        self._must_be_new()
        if places < 1:
            raise NO_PLACES()
        if valid_until < max(valid_from, on):
            raise VALIDITY_BACKWARDS()
        _check_conditions(conditions, minimum_wage)
        self.record(
            OpeningReceived(
                opening_id=self.id,
                employer_id=employer_id,
                on=on,
                occupation=occupation,
                type=require_choice("type", type, HIRE_TYPES),
                places=places,
                valid_from=valid_from,
                valid_until=valid_until,
            )
        )
        self.set_conditions(on=on, conditions=conditions, minimum_wage=minimum_wage)
        self._look_for_people(on)

    def set_conditions(
        self, *, on: date, conditions: Conditions, minimum_wage: int | None = None
    ) -> None:
        """Its conditions as they now stand. `minimum_wage`: yen an hour on that day, if known."""
        self._must_be_open(on)
        _check_conditions(conditions, minimum_wage)
        self.record(OpeningConditionsSet(opening_id=self.id, on=on, **vars(conditions)))

    def extend(self, *, on: date, valid_until: date) -> None:
        """The employer lets it stand longer; one that had expired stands again."""
        self._must_not_precede(on)
        if self.outcome in (FILLED, WITHDRAWN):
            raise OPENING_CLOSED(because=self.outcome)
        if valid_until < max(self.valid_from, on):
            raise VALIDITY_BACKWARDS()
        self.record(OpeningExtended(opening_id=self.id, on=on, valid_until=valid_until))
        self._reopen(on)

    def set_places(self, *, on: date, places: int) -> None:
        """The employer wants more people, or fewer; never fewer than were hired."""
        self._must_not_precede(on)
        if self.outcome in (WITHDRAWN, EXPIRED):
            raise OPENING_CLOSED(because=self.outcome)
        if places < 1:
            raise NO_PLACES()
        if places < len(self.hires):
            raise FEWER_THAN_HIRED(hired=len(self.hires))
        self.record(OpeningPlacesSet(opening_id=self.id, on=on, places=places))
        if places == len(self.hires):
            self._close(on, FILLED)
        else:
            self._reopen(on)

    def check_introducible(self, on: date) -> None:
        """Refuse where nobody may be introduced on that day."""
        if self.outcome is not None:
            raise OPENING_CLOSED(because=self.outcome)
        if not self.valid_from <= on <= self.valid_until:
            raise OUTSIDE_VALIDITY(first=self.valid_from, last=self.valid_until)

    def fill(self, *, record_id: str, on: date) -> None:
        """One place is taken by this hire; the last one closes the opening."""
        self._must_not_precede(on)
        if self.outcome == WITHDRAWN:
            raise OPENING_CLOSED(because=WITHDRAWN)
        if len(self.hires) >= self.places:
            raise NO_PLACE_LEFT(places=self.places)
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
        self._close(on, WITHDRAWN, require_code("reason", reason))

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


def _check_conditions(conditions: Conditions, minimum_wage: int | None) -> None:
    """Refuse an hourly wage below the minimum without an exemption, and hours that cannot be."""
    wage = conditions.wage_min if conditions.wage_per == HOUR else None
    exempt = conditions.minimum_wage_exempt
    if wage is not None and minimum_wage is not None and wage < minimum_wage and not exempt:
        raise BELOW_MINIMUM_WAGE(wage=f"{wage:,}", minimum=f"{minimum_wage:,}")
    low, high = conditions.hours_min, conditions.hours_max
    if low is not None and high is not None and low > high:
        raise HOURS_BACKWARDS()
