"""A referral (つなぐシート): one promise from one desk to another, to its end.

Who may do what: the sender writes, requests, and says that it was entered in
error; the receiver accepts, rejects and works; either may cancel. A reason or
an outcome is a code, because it is published; words go into the note, which is
encrypted. The states, and what may follow each: `states.MAY_FOLLOW`.
"""

from __future__ import annotations

from datetime import date

from services.referral.domain.events import (
    Accepted,
    AnswerLate,
    Cancelled,
    Completed,
    EnteredInError,
    Failed,
    PutOnHold,
    Rejected,
    Requested,
    Resumed,
    SheetRead,
    SheetWritten,
    Started,
    StatusNoted,
)
from services.referral.domain.past_records import PastRecords
from services.referral.domain.personal_items import PersonalItems
from services.referral.domain.referral_state import checked_reason
from services.referral.domain.refusals import (
    BASIS_REQUIRED,
    NOT_THIS_DESKS_MOVE,
    NOTHING_UNDER_WAY,
    OUTCOME_REQUIRED,
    SAME_DESK,
    SHEET_ALREADY_SENT,
    SHEET_NOT_YOURS,
    STATUS_UNKNOWN,
)
from services.referral.domain.states import (
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
)
from tsunagu.domain.codes import require_code

ACCEPTED_FACT = "referral.accepted"


class Referral(PastRecords):
    # -- the sender -------------------------------------------------------------------------------

    def write_sheet(
        self,
        *,
        by: str,
        on: date,
        to_desk: str,
        need_id: str,
        person_id: str,
        case_id: str | None,
        issues: tuple[str, ...],
        replaces: str | None,
        hop: int,
        warm: bool,
        basis: str | None,
        consent_id: str | None,
        items: PersonalItems,
    ) -> None:
        """Write or rewrite the draft."""
        if self.exists:
            if self.state != DRAFT:
                raise SHEET_ALREADY_SENT(state=str(self.state))
            self._check_mover(by, self.from_desk, on)
        if by == to_desk:
            raise SAME_DESK()
        self.record(
            SheetWritten(
                referral_id=self.id,
                need_id=need_id,
                person_id=person_id,
                case_id=case_id,
                on=on,
                from_desk=by,
                to_desk=to_desk,
                issues=issues,
                replaces=replaces,
                hop=hop,
                warm=warm,
                basis=basis,
                consent_id=consent_id,
                **vars(items),
            )
        )

    def request(self, *, by: str, on: date, due_on: date) -> None:
        """Send the sheet; the person's consent or another legal basis must stand on it."""
        self._check_move(REQUESTED, by, self.from_desk, on)
        if self.basis is None or (self.basis == "consent" and not self.consent_id):
            raise BASIS_REQUIRED()
        self.record(
            Requested(
                **self._common_fields(on),
                issues=self.issues,
                replaces=self.replaces,
                hop=self.hop,
                warm=self.warm,
                due_on=due_on,
            )
        )

    def enter_in_error(self, *, by: str, on: date, note: str | None = None) -> None:
        """It should never have been written; possible from any state."""
        self._check_move(ENTERED_IN_ERROR, by, self.from_desk, on)
        self.record(EnteredInError(**self._common_fields(on), note=note))

    # -- the receiver -----------------------------------------------------------------------------

    def accept(self, *, by: str, on: date, note: str | None = None) -> None:
        self._check_move(ACCEPTED, by, self.to_desk, on)
        self.record(Accepted(**self._common_fields(on), note=note))

    def reject(self, *, by: str, on: date, reason: str | None, note: str | None = None) -> None:
        self._check_move(REJECTED, by, self.to_desk, on)
        self.record(
            Rejected(**self._common_fields(on), reason=checked_reason(reason, REJECTED), note=note)
        )

    def start(self, *, by: str, on: date, note: str | None = None) -> None:
        if self.state == ON_HOLD:
            self._refuse_transition("started", ("resumed",))
        self._check_move(IN_PROGRESS, by, self.to_desk, on)
        self.record(Started(**self._common_fields(on), note=note))

    def hold(self, *, by: str, on: date, reason: str | None, note: str | None = None) -> None:
        self._check_move(ON_HOLD, by, self.to_desk, on)
        self.record(
            PutOnHold(**self._common_fields(on), reason=checked_reason(reason, ON_HOLD), note=note)
        )

    def resume(self, *, by: str, on: date, note: str | None = None) -> None:
        if self.state == ACCEPTED:
            self._refuse_transition("resumed", ("started",))
        self._check_move(IN_PROGRESS, by, self.to_desk, on)
        self.record(Resumed(**self._common_fields(on), note=note))

    def complete(self, *, by: str, on: date, outcome: str | None, note: str | None = None) -> None:
        self._check_move(COMPLETED, by, self.to_desk, on)
        if not outcome:
            raise OUTCOME_REQUIRED()
        code = require_code("outcome", outcome)
        self.record(Completed(**self._common_fields(on), outcome=code, note=note))

    def fail(self, *, by: str, on: date, reason: str | None, note: str | None = None) -> None:
        self._check_move(FAILED, by, self.to_desk, on)
        self.record(
            Failed(**self._common_fields(on), reason=checked_reason(reason, FAILED), note=note)
        )

    def note_late_answer(self, *, by: str, on: date, answer: str, because: str) -> None:
        """The desk answered before it knew what had happened here meanwhile."""
        self.record(AnswerLate(referral_id=self.id, on=on, desk=by, answer=answer, because=because))

    # -- either -----------------------------------------------------------------------------------

    def cancel(self, *, by: str, on: date, reason: str | None, note: str | None = None) -> None:
        """Either desk; but of a draft nobody except its sender knows."""
        by_receiver = by == self.to_desk and self.state != DRAFT
        self._check_move(CANCELLED, by, self.to_desk if by_receiver else self.from_desk, on)
        role = "receiver" if by_receiver else "sender"
        code = checked_reason(reason, CANCELLED)
        self.record(Cancelled(**self._common_fields(on), reason=code, by=role, note=note))

    def note_status(self, *, by: str, on: date, status: str) -> None:
        """A business status; noting the same again changes nothing."""
        if status not in BUSINESS_STATUSES:
            raise STATUS_UNKNOWN()
        if by not in (self.from_desk, self.to_desk):
            raise NOT_THIS_DESKS_MOVE(desk=self.to_desk)
        if self.state == DRAFT or not self.is_open:
            raise NOTHING_UNDER_WAY(state=str(self.state))
        if (status, on) not in self.statuses:
            self.record(StatusNoted(referral_id=self.id, on=on, status=status))

    def read_sheet(self, *, by: str, on: date, purpose: str) -> PersonalItems:
        """The whole of its items, for its sender, and for its receiver once it has accepted.

        Each reading is recorded. Before accepting, the receiver has the preview.
        """
        by_receiver = by == self.to_desk and ACCEPTED_FACT in self.happened
        if by != self.from_desk and not by_receiver:
            raise SHEET_NOT_YOURS()
        code = require_code("purpose", purpose)
        self.record(
            SheetRead(referral_id=self.id, person_id=self.person_id, on=on, desk=by, purpose=code)
        )
        return self.items
