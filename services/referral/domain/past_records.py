"""What a referral takes over from old records, and the correction of what was recorded.

Old records skip steps: anything may follow while the referral is open. They come in any order:
a step of an earlier day than the present state's is part of the course and changes nothing.
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
from services.referral.domain.refusals import (
    BEFORE_IT_WAS_SENT,
    BEFORE_PRESENT_STATE,
    OUTCOME_REQUIRED,
    SAME_DESK,
)
from services.referral.domain.states import (
    ACCEPTED,
    CANCELLED,
    COMPLETED,
    ENTERED_IN_ERROR,
    FAILED,
    IN_PROGRESS,
    ON_HOLD,
    OPEN_STATES,
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
    def take_over_state(self, *, state: str, on: date, code: str | None, note: str | None) -> bool:
        """An old record says that the referral reached this state; whether that is where it is now.

        Old records skip steps, so anything may follow while it is open; `code` is the
        reason or the outcome.
        """
        if on < self.requested_on:
            raise BEFORE_IT_WAS_SENT(day=self.requested_on)
        if on < self.since and state != ENTERED_IN_ERROR:
            self._take_over_earlier_state(state, on, code, note)
            return False
        allowed = [s for s in PAST_STATES if s != self.state] if self.is_open else []
        if state not in (*allowed, ENTERED_IN_ERROR) or self.state == ENTERED_IN_ERROR:
            self._refuse_transition(state, allowed)
        self.record(self._past_event(state, on, code, note))
        return True

    def _take_over_earlier_state(
        self, state: str, on: date, code: str | None, note: str | None
    ) -> None:
        """A step on the way to the present state, which no ending can have been."""
        if state not in OPEN_STATES or self.state == ENTERED_IN_ERROR:
            raise BEFORE_PRESENT_STATE(since=self.since)
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
