"""What waits for somebody: the platform's invariant, for every kind of thing this service holds.

From its first moment until its recorded ending each has one owner desk, a next
step and a due date. The aggregates of this service are all of this kind.
"""

from __future__ import annotations

from datetime import date

from services.employment.domain.refusals import shared as refusals
from services.employment.domain.vocabulary import DESKS
from tsunagu.domain.aggregate import Aggregate, applies, event, personal
from tsunagu.domain.calendar import add_working_days

# Working days until a step is due where nobody names a day. No law names these figures:
# they are this platform's own, and every command that sets a step takes another day.
A_WEEK = 5
USUAL_DAYS = {
    "make_plan": 5,
    "look_for_openings": 10,
    "arrange_interview": 3,
    "hear_result": 3,
    "look_for_another": 5,
    "report_outcome": 10,
    "talk_about_leaving": 2,
    "talk_with_sender": 3,
    "call_employer": 5,
    "first_session": 5,
    "review_progress": 20,
    "visit_workplace": 5,
}


@event("employment.next_step_set")
class NextStepSet:
    """Every change of owner, next step or due date. `kind` and `id` say of what."""

    kind: str
    id: str
    person_id: str | None
    case_id: str | None
    on: date
    owner_desk: str
    next_step: str
    due_on: date
    note: str | None = personal()


class Waiting(Aggregate):
    """Something accepted and not yet ended. Subclasses say when it `is_open`."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.person_id: str | None = None
        self.case_id: str | None = None
        self.began_on = date.min
        self.owner_desk = self.next_step = ""
        self.due_on = date.min

    @property
    def is_open(self) -> bool:
        raise NotImplementedError

    def place(
        self,
        *,
        on: date,
        next_step: str,
        due_on: date,
        owner_desk: str | None = None,
        note: str | None = None,
    ) -> None:
        """Say whose it is, what comes next, and by when."""
        self._must_be_open(on)
        if due_on < on:
            raise refusals.due_in_the_past(on)
        self._wait(on, next_step, due_on=due_on, owner_desk=owner_desk, note=note)

    def _must_be_open(self, on: date) -> None:
        if not self.is_open:
            raise refusals.has_ended(self.category)
        self._not_before_beginning(on)

    def _not_before_beginning(self, on: date) -> None:
        if on < self.began_on:
            raise refusals.before(self.began_on)

    def _wait(
        self,
        on: date,
        next_step: str,
        *,
        due_on: date | None = None,
        owner_desk: str | None = None,
        note: str | None = None,
    ) -> None:
        """Set the next step; without a day, as many working days on as such a step usually has."""
        owner = owner_desk or self.owner_desk
        if owner not in DESKS:
            raise refusals.desk_not_ours("owner_desk", owner)
        self.record(
            NextStepSet(
                kind=self.category,
                id=self.id,
                person_id=self.person_id,
                case_id=self.case_id,
                on=on,
                owner_desk=owner,
                next_step=refusals.checked_code("next_step", next_step),
                due_on=due_on or add_working_days(on, USUAL_DAYS.get(next_step, A_WEEK)),
                note=note if self.person_id else None,
            )
        )

    @applies(NextStepSet)
    def _next_step_set(self, e: NextStepSet) -> None:
        self.owner_desk, self.next_step, self.due_on = e.owner_desk, e.next_step, e.due_on
