"""A course: a work item at one of the three desks, from its first day to its recorded end.

Every course (a benefit, moving costs, a stay, a flat search, a watch-over) has an
owner desk, a next step and a due date until it ends (`tsunagu.domain.work_item`). Each command
updates the next step by `find_next_step`; staff may say otherwise (`set_next_step`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tsunagu.domain.aggregate import applies, event
from tsunagu.domain.codes import require_code
from tsunagu.domain.work_item import COMPLETED, NextStep, WorkItem

BENEFIT_DESK = "housing_security_benefit"
SHELTER_DESK = "temporary_shelter"
RESIDENCE_DESK = "community_residence"
DESKS = (BENEFIT_DESK, SHELTER_DESK, RESIDENCE_DESK)


def sheet_endings(*outcomes: str) -> dict[str, str]:
    """Endings with which the desk did what it was asked for, or another support took over.

    The sheet is completed then, and after a death. With any other it fails, and the need is back
    on the sender's desk.
    """
    return dict.fromkeys((*outcomes, "died"), COMPLETED)


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
class NextStepSet(NextStep):
    """What comes next, at which desk and by when; every programme tells it in this form."""


@event("housing.details_read")
class DetailsRead:
    """Somebody saw what is personal in it; kept for "who saw what, when, why"."""

    kind: str
    subject_id: str
    person_id: str
    on: date
    desk: str
    purpose: str


class Course(WorkItem):
    """A work item at one of our desks."""

    category = "course"
    step_event = NextStepSet

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.person_id: str = ""
        self.household_id: str | None = None

    def details(self) -> Mapping[str, object]:
        """What is personal in it, as JSON has it; empty once the person is forgotten."""
        raise NotImplementedError

    def read_details(self, *, by: str, on: date, purpose: str) -> Mapping[str, object]:
        """The personal part, for that purpose; the reading is recorded."""
        self.record(
            DetailsRead(
                kind=self.kind,
                subject_id=self.id,
                person_id=self.person_id,
                on=on,
                desk=by,
                purpose=require_code("purpose", purpose),
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
        self._must_be_new()
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

    @applies(TakenOn)
    def _taken_on(self, e: TakenOn) -> None:
        self._assign_beginning(e)
        self.household_id = e.household_id


COURSE_EVENTS: tuple[type, ...] = (TakenOn, NextStepSet, DetailsRead)
