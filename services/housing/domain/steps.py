"""A course: something of ours that a person waits for, from its first day to its recorded end.

Every course (a benefit, moving costs, a stay, a flat search, a watch-over) has an
owner desk, a next step and a due date until it ends. Each command ends with
`settle`, which says what comes next; staff may say otherwise (`set_next_step`).
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from services.housing.domain.refusals import shared as refusals
from tsunagu.domain.aggregate import Aggregate, applies, event, personal

BENEFIT_DESK = "housing_security_benefit"
SHELTER_DESK = "temporary_shelter"
RESIDENCE_DESK = "community_residence"
DESKS = (BENEFIT_DESK, SHELTER_DESK, RESIDENCE_DESK)

Step = tuple[str, date]


@event("housing.taken_on")
class TakenOn:
    """One of our desks begins something for a person; private: it names sheet and household."""

    kind: str
    subject_id: str
    person_id: str
    case_id: str | None
    on: date
    desk: str
    referral_id: str | None
    household_id: str | None


@event("housing.next_step_set")
class NextStepSet:
    """What comes next, at which desk and by when; every programme tells it in this form."""

    kind: str
    id: str
    person_id: str
    case_id: str | None
    on: date
    owner_desk: str
    next_step: str
    due_on: date
    note: str | None = personal()


@event("housing.details_read")
class DetailsRead:
    """Somebody saw what is personal in it; kept for "who saw what, when, why"."""

    kind: str
    subject_id: str
    person_id: str
    on: date
    desk: str
    purpose: str


class Course(Aggregate):
    """`id_name`: how its published events call its id."""

    category = "course"
    kind: ClassVar[str]
    desk: ClassVar[str]
    id_name: ClassVar[str]

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.person_id = ""
        self.case_id: str | None = None
        self.referral_id: str | None = None
        self.household_id: str | None = None
        self.state = ""
        self.since = date.min
        self.next_step = ""
        self.due_on = date.min
        self.ended_because: str | None = None

    @property
    def is_open(self) -> bool:
        return self.exists and self.ended_because is None

    def following(self, on: date) -> Step:
        """What comes next for this course as it now is. Each kind says so itself."""
        raise NotImplementedError

    def set_next_step(
        self, *, on: date, next_step: str, due_on: date, note: str | None = None
    ) -> None:
        """Staff say what comes next, instead of the usual."""
        self._happens(on)
        if due_on < on:
            raise refusals.due_in_the_past(on)
        self._step(on, refusals.checked_code("next_step", next_step), due_on, note)

    def details(self) -> dict[str, Any]:
        """What is personal in it, as JSON has it; empty once the person is forgotten."""
        raise NotImplementedError

    def read_details(self, *, by: str, on: date, purpose: str) -> dict[str, Any]:
        """The personal part, for that purpose; the reading is recorded."""
        self.record(
            DetailsRead(
                kind=self.kind,
                subject_id=self.id,
                person_id=self.person_id,
                on=on,
                desk=by,
                purpose=refusals.checked_code("purpose", purpose),
            )
        )
        return self.details()

    # -- for the kinds ----------------------------------------------------------------------------

    def _take_on(
        self,
        *,
        on: date,
        person_id: str,
        case_id: str | None,
        referral_id: str | None,
        household_id: str | None = None,
    ) -> None:
        if self.exists:
            raise refusals.already_begun(self.kind)
        self.record(
            TakenOn(
                kind=self.kind,
                subject_id=self.id,
                person_id=person_id,
                case_id=case_id,
                on=on,
                desk=self.desk,
                referral_id=referral_id,
                household_id=household_id,
            )
        )

    def _happens(self, on: date, *states: str) -> None:
        """It is open, in one of these states (any, if none is named), no later than `on`."""
        if not self.is_open:
            raise refusals.has_ended(self.kind, self.ended_because)
        if states and self.state not in states:
            raise refusals.not_in_this_state(self.state, states)
        if on < self.since:
            raise refusals.before_present_state(self.since)

    def _settle(self, on: date) -> None:
        """Say what comes next, where that has changed."""
        if self.is_open:
            next_step, due_on = self.following(on)
            if (next_step, due_on) != (self.next_step, self.due_on):
                self._step(on, next_step, due_on, None)

    def _step(self, on: date, next_step: str, due_on: date, note: str | None) -> None:
        self.record(
            NextStepSet(
                kind=self.kind,
                id=self.id,
                person_id=self.person_id,
                case_id=self.case_id,
                on=on,
                owner_desk=self.desk,
                next_step=next_step,
                due_on=due_on,
                note=note,
            )
        )

    def _ids(self, on: date) -> dict[str, Any]:
        """What every published event of the course says."""
        return {
            self.id_name: self.id,
            "person_id": self.person_id,
            "case_id": self.case_id,
            "on": on,
        }

    @applies(TakenOn)
    def _taken_on(self, e: TakenOn) -> None:
        self.person_id, self.case_id = e.person_id, e.case_id
        self.referral_id, self.household_id = e.referral_id, e.household_id
        self.since = e.on

    @applies(NextStepSet)
    def _next_step_set(self, e: NextStepSet) -> None:
        self.next_step, self.due_on = e.next_step, e.due_on


STEP_EVENTS: tuple[type, ...] = (TakenOn, NextStepSet, DetailsRead)
