"""A referral (つなぐシート): one promise from one desk to another, to its end.

Who may do what: the sender writes, requests, and says that it was entered in
error; the receiver accepts, rejects and works; either may cancel. A reason or
an outcome is a code, because it is published; words go into the note, which is
encrypted. The states, and what may follow each: `domain.MAY_FOLLOW`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from services.referral.domain import refusals
from services.referral.domain.events import (
    ACCEPTED,
    BUSINESS_STATUSES,
    CANCELLED,
    COMPLETED,
    DRAFT,
    ENTERED_IN_ERROR,
    FAILED,
    IN_PROGRESS,
    ON_HOLD,
    REJECTED,
    REQUESTED,
    SHEET_FIELDS,
    Accepted,
    AnswerLate,
    Cancelled,
    Completed,
    EnteredInError,
    Failed,
    PutOnHold,
    RecordCorrected,
    Rejected,
    Requested,
    Resumed,
    SheetRead,
    SheetWritten,
    Started,
    StatusNoted,
)
from services.referral.domain.transitions import Course
from tsunagu.domain.codes import checked_code

ACCEPTED_FACT = "referral.accepted"
PAST_STATES = (ACCEPTED, REJECTED, IN_PROGRESS, ON_HOLD, COMPLETED, FAILED, CANCELLED)
# (state, whether it was on hold before) → the event that neither needs reason nor outcome.
_PLAIN: dict[tuple[str, bool], type[Any]] = {
    (ACCEPTED, False): Accepted,
    (ACCEPTED, True): Accepted,
    (IN_PROGRESS, False): Started,
    (IN_PROGRESS, True): Resumed,
    (ENTERED_IN_ERROR, False): EnteredInError,
    (ENTERED_IN_ERROR, True): EnteredInError,
}


def _reason(reason: str | None, state: str) -> str:
    if not reason:
        raise refusals.reason_required(state)
    return checked_code("reason", reason)


class Referral(Course):
    # -- the sender -------------------------------------------------------------------------------

    def write_sheet(self, *, by: str, on: date, sheet: dict[str, Any], **facts: Any) -> None:
        """Write or rewrite the draft.

        `facts`: need_id, person_id, case_id, to_desk, issues, replaces, hop, warm, basis,
        consent_id; `sheet`: the personal items, any of `domain.SHEET_FIELDS`.
        """
        if self.exists:
            if self.state != DRAFT:
                raise refusals.sheet_already_sent(str(self.state))
            self._may_act(by, self.from_desk, on)
        if by == facts["to_desk"]:
            raise refusals.same_desk()
        personal: dict[str, Any] = {name: sheet.get(name) for name in SHEET_FIELDS}
        self.record(SheetWritten(referral_id=self.id, on=on, from_desk=by, **facts, **personal))

    def request(self, *, by: str, on: date, due_on: date) -> None:
        """Send the sheet; the person's consent or another legal basis must stand on it."""
        self._may(REQUESTED, by, self.from_desk, on)
        if self.basis is None or (self.basis == "consent" and not self.consent_id):
            raise refusals.basis_required()
        self.record(
            Requested(
                **self._ids(on),
                issues=self.issues,
                replaces=self.replaces,
                hop=self.hop,
                warm=self.warm,
                due_on=due_on,
            )
        )

    def enter_in_error(self, *, by: str, on: date, note: str | None = None) -> None:
        """It should never have been written; possible from any state."""
        self._may(ENTERED_IN_ERROR, by, self.from_desk, on)
        self.record(EnteredInError(**self._ids(on), note=note))

    # -- the receiver -----------------------------------------------------------------------------

    def accept(self, *, by: str, on: date, note: str | None = None) -> None:
        self._may(ACCEPTED, by, self.to_desk, on)
        self.record(Accepted(**self._ids(on), note=note))

    def reject(self, *, by: str, on: date, reason: str | None, note: str | None = None) -> None:
        self._may(REJECTED, by, self.to_desk, on)
        self.record(Rejected(**self._ids(on), reason=_reason(reason, REJECTED), note=note))

    def start(self, *, by: str, on: date, note: str | None = None) -> None:
        if self.state == ON_HOLD:
            raise refusals.transition_not_allowed(ON_HOLD, "started", ("resumed",))
        self._may(IN_PROGRESS, by, self.to_desk, on)
        self.record(Started(**self._ids(on), note=note))

    def hold(self, *, by: str, on: date, reason: str | None, note: str | None = None) -> None:
        self._may(ON_HOLD, by, self.to_desk, on)
        self.record(PutOnHold(**self._ids(on), reason=_reason(reason, ON_HOLD), note=note))

    def resume(self, *, by: str, on: date, note: str | None = None) -> None:
        if self.state == ACCEPTED:
            raise refusals.transition_not_allowed(ACCEPTED, "resumed", ("started",))
        self._may(IN_PROGRESS, by, self.to_desk, on)
        self.record(Resumed(**self._ids(on), note=note))

    def complete(self, *, by: str, on: date, outcome: str | None, note: str | None = None) -> None:
        self._may(COMPLETED, by, self.to_desk, on)
        if not outcome:
            raise refusals.outcome_required()
        code = checked_code("outcome", outcome)
        self.record(Completed(**self._ids(on), outcome=code, note=note))

    def fail(self, *, by: str, on: date, reason: str | None, note: str | None = None) -> None:
        self._may(FAILED, by, self.to_desk, on)
        self.record(Failed(**self._ids(on), reason=_reason(reason, FAILED), note=note))

    def note_late_answer(self, *, by: str, on: date, answer: str, because: str) -> None:
        """The desk answered before it knew what had happened here meanwhile."""
        self.record(AnswerLate(referral_id=self.id, on=on, desk=by, answer=answer, because=because))

    # -- either -----------------------------------------------------------------------------------

    def cancel(self, *, by: str, on: date, reason: str | None, note: str | None = None) -> None:
        """Either desk; but of a draft nobody except its sender knows."""
        by_receiver = by == self.to_desk and self.state != DRAFT
        self._may(CANCELLED, by, self.to_desk if by_receiver else self.from_desk, on)
        role = "receiver" if by_receiver else "sender"
        code = _reason(reason, CANCELLED)
        self.record(Cancelled(**self._ids(on), reason=code, by=role, note=note))

    def note_status(self, *, by: str, on: date, status: str) -> None:
        """A business status; noting the same again changes nothing."""
        if status not in BUSINESS_STATUSES:
            raise refusals.status_unknown()
        if by not in (self.from_desk, self.to_desk):
            raise refusals.not_this_desks_move(self.to_desk)
        if self.state == DRAFT or not self.is_open:
            raise refusals.nothing_under_way(str(self.state))
        if (status, on) not in self.statuses:
            self.record(StatusNoted(referral_id=self.id, on=on, status=status))

    def read_sheet(self, *, by: str, on: date, purpose: str) -> dict[str, Any]:
        """The whole sheet, for its sender, and for its receiver once it has accepted.

        Each reading is recorded. Before accepting, the receiver has the preview.
        """
        by_receiver = by == self.to_desk and ACCEPTED_FACT in self.happened
        if by != self.from_desk and not by_receiver:
            raise refusals.sheet_not_yours()
        code = checked_code("purpose", purpose)
        self.record(
            SheetRead(referral_id=self.id, person_id=self.person_id, on=on, desk=by, purpose=code)
        )
        return dict(self.sheet)

    # -- past records -----------------------------------------------------------------------------

    def take_over_state(self, *, state: str, on: date, code: str | None, note: str | None) -> None:
        """An old record says that the referral reached this state.

        Old records skip steps, so anything may follow while it is open; `code` is the
        reason or the outcome.
        """
        allowed = [s for s in PAST_STATES if s != self.state] if self.is_open else []
        if state not in (*allowed, ENTERED_IN_ERROR) or self.state == ENTERED_IN_ERROR:
            raise refusals.transition_not_allowed(str(self.state), state, allowed)
        ids = self._ids(on)
        if state == REJECTED:
            self.record(Rejected(**ids, reason=_reason(code, state), note=note))
        elif state == ON_HOLD:
            self.record(PutOnHold(**ids, reason=_reason(code, state), note=note))
        elif state == FAILED:
            self.record(Failed(**ids, reason=_reason(code, state), note=note))
        elif state == CANCELLED:
            reason = _reason(code, state)
            self.record(Cancelled(**ids, reason=reason, by="sender", note=note))
        elif state == COMPLETED:
            if not code:
                raise refusals.outcome_required()
            self.record(Completed(**ids, outcome=code, note=note))
        else:
            self.record(_PLAIN[state, self.state == ON_HOLD](**ids, note=note))

    def correct(
        self, *, correction_id: str, of_type: str, on: date, changes: dict[str, Any]
    ) -> None:
        """What was recorded as `of_type` was wrong in these fields, named as in the fact."""
        to_desk = changes.get("to_desk", self.to_desk)
        if to_desk == changes.get("from_desk", self.from_desk):
            raise refusals.same_desk()
        self.record(
            RecordCorrected(
                correction_id=correction_id,
                referral_id=self.id,
                of_type=of_type,
                on=on,
                set=changes,
            )
        )
