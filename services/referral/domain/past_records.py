"""What a referral takes over from old records, and the correction of what was recorded.

Old records skip steps: anything may follow while the referral is open.
"""

from __future__ import annotations

from datetime import date

from services.referral.domain.events import (
    Accepted,
    Cancelled,
    Changes,
    Completed,
    EnteredInError,
    Failed,
    PutOnHold,
    RecordCorrected,
    Rejected,
    Resumed,
    Started,
)
from services.referral.domain.referral_state import ReferralState, checked_reason
from services.referral.domain.refusals import OUTCOME_REQUIRED, SAME_DESK
from services.referral.domain.states import (
    ACCEPTED,
    CANCELLED,
    COMPLETED,
    ENTERED_IN_ERROR,
    FAILED,
    IN_PROGRESS,
    ON_HOLD,
    PAST_STATES,
    REJECTED,
)

# state → the event by which it was reached: those with a reason, and those with a note alone.
_WITH_REASON: dict[str, type[Rejected | PutOnHold | Failed]] = {
    REJECTED: Rejected,
    ON_HOLD: PutOnHold,
    FAILED: Failed,
}
_WITH_NOTE: dict[str, type[Accepted | Started | EnteredInError]] = {
    ACCEPTED: Accepted,
    IN_PROGRESS: Started,
    ENTERED_IN_ERROR: EnteredInError,
}


class PastRecords(ReferralState):
    def take_over_state(self, *, state: str, on: date, code: str | None, note: str | None) -> None:
        """An old record says that the referral reached this state.

        Old records skip steps, so anything may follow while it is open; `code` is the
        reason or the outcome.
        """
        allowed = [s for s in PAST_STATES if s != self.state] if self.is_open else []
        if state not in (*allowed, ENTERED_IN_ERROR) or self.state == ENTERED_IN_ERROR:
            self._refuse_transition(state, allowed)
        self.record(self._past_event(state, on, code, note))

    def _past_event(self, state: str, on: date, code: str | None, note: str | None) -> object:
        """The event by which a past record reached that state."""
        common = self._common_fields(on)
        if state in _WITH_REASON:
            return _WITH_REASON[state](**common, reason=checked_reason(code, state), note=note)
        if state == CANCELLED:
            reason = checked_reason(code, state)
            return Cancelled(**common, reason=reason, by="sender", note=note)
        if state == COMPLETED:
            if not code:
                raise OUTCOME_REQUIRED()
            return Completed(**common, outcome=code, note=note)
        if state == IN_PROGRESS and self.state == ON_HOLD:
            return Resumed(**common, note=note)
        return _WITH_NOTE[state](**common, note=note)

    def correct(self, *, correction_id: str, of_type: str, on: date, changes: Changes) -> None:
        """What was recorded as `of_type` was wrong in these fields, named as in the fact."""
        to_desk = changes.get("to_desk", self.to_desk)
        if to_desk == changes.get("from_desk", self.from_desk):
            raise SAME_DESK()
        self.record(
            RecordCorrected(
                correction_id=correction_id,
                referral_id=self.id,
                of_type=of_type,
                on=on,
                set=changes,
            )
        )
