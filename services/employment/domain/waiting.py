"""What waits for somebody: the platform's invariant, for every kind of thing this service holds.

From its first moment until its recorded ending each has one owner desk, a next
step and a due date (`tsunagu.domain.work_item`). All aggregates of this service are of this kind.
"""

from __future__ import annotations

from services.employment.domain.refusals import shared as refusals
from services.employment.domain.vocabulary import DESKS
from tsunagu.domain.aggregate import event
from tsunagu.domain.errors import Refused
from tsunagu.domain.work_item import NextStep, WorkItem

# Working days until a step is due where nobody names a day. No law names these figures:
# they are this platform's own, and every command that sets a step takes another day.
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
class NextStepSet(NextStep):
    """Every change of owner, next step or due date. `kind` and `id` say of what."""


class Waiting(WorkItem):
    """A work item at one of this programme's desks."""

    desks = DESKS
    step_event = NextStepSet
    usual_days = USUAL_DAYS

    def _already_begun(self) -> Refused:
        return refusals.already_begun(self.kind)

    def _has_ended(self) -> Refused:
        return refusals.has_ended(self.kind)

    def _too_early(self) -> Refused:
        return refusals.before(self.since)

    def _not_ours(self, field: str, desk: str) -> Refused:
        return refusals.desk_not_ours(field, desk)
