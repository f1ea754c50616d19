"""Work items of this programme: the steps they take, their usual days, and their refusals.

From its first moment until its recorded ending each has one owner desk, a next
step and a due date (`tsunagu.domain.work_item`). All aggregates of this service
but the readiness ladder are of this kind.
"""

from __future__ import annotations

from services.employment.domain.refusals.shared import (
    ALREADY_BEGUN,
    BEFORE_BEGINNING,
    DESK_NOT_OURS,
    HAS_ENDED,
)
from services.employment.domain.vocabulary import DESKS
from tsunagu.domain.aggregate import event
from tsunagu.domain.errors import TsunaguError
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


class EmploymentWorkItem(WorkItem):
    """A work item at one of this programme's desks."""

    desks = DESKS
    step_event = NextStepSet
    usual_days = USUAL_DAYS

    def _already_begun(self) -> TsunaguError:
        return ALREADY_BEGUN(what=self.kind)

    def _has_ended(self) -> TsunaguError:
        return HAS_ENDED(what=self.kind)

    def _too_early(self) -> TsunaguError:
        return BEFORE_BEGINNING(day=self.since)

    def _not_ours(self, field: str, desk: str) -> TsunaguError:
        return DESK_NOT_OURS(field=field, desk=desk)
