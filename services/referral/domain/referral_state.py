"""The state of one referral: what has happened to it, and which move may follow, by whom, when.

`Referral` gives the moves; here they are checked, and the appliers assign.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NoReturn, TypedDict

from services.referral.domain.events import (
    Accepted,
    Cancelled,
    Completed,
    EnteredInError,
    Failed,
    PutOnHold,
    RecordCorrected,
    Rejected,
    Requested,
    Resumed,
    SheetWritten,
    Started,
    StatusNoted,
)
from services.referral.domain.personal_items import PersonalItems
from services.referral.domain.refusals import (
    BEFORE_PRESENT_STATE,
    NOT_THIS_DESKS_MOVE,
    REASON_REQUIRED,
    TRANSITION_NOT_ALLOWED,
)
from services.referral.domain.states import (
    ACCEPTED,
    CANCELLED,
    COMPLETED,
    DRAFT,
    ENTERED_IN_ERROR,
    FAILED,
    IN_PROGRESS,
    MAY_FOLLOW,
    ON_HOLD,
    OPEN_STATES,
    REJECTED,
    REQUESTED,
)
from tsunagu.domain.aggregate import Aggregate, applies
from tsunagu.domain.codes import require_code
from tsunagu.domain.text import Text

NOTHING = str(Text("なし", "none"))


class CommonFields(TypedDict):
    """What every event of a referral says."""

    referral_id: str
    need_id: str
    person_id: str
    case_id: str | None
    on: date
    from_desk: str
    to_desk: str


def checked_reason(reason: str | None, state: str) -> str:
    """The reason if it is a code; the state needs one."""
    if not reason:
        raise REASON_REQUIRED(state=state)
    return require_code("reason", reason)


class ReferralState(Aggregate):
    category = "referral"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.state: str | None = None
        self.since = date.min  # when the present state began
        self.need_id = self.person_id = self.from_desk = self.to_desk = ""
        self.case_id: str | None = None
        self.replaces: str | None = None
        self.issues: tuple[str, ...] = ()
        self.hop = 1
        self.warm = False
        self.basis: str | None = None
        self.consent_id: str | None = None
        self.items = PersonalItems()
        self.statuses: set[tuple[str, date]] = set()
        self.requested_on = date.min
        self.happened: dict[str, date] = {}  # wire type → the day it last happened

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    # -- rules ------------------------------------------------------------------------------------

    def _check_move(self, wanted: str, by: str, mover: str, on: date) -> None:
        """Refuse unless the wanted state may follow, and the mover brings it about on that day."""
        allowed = MAY_FOLLOW[self.state] if self.state else (DRAFT,)
        if wanted not in allowed:
            self._refuse_transition(wanted, allowed)
        self._check_mover(by, mover, on)

    def _check_mover(self, by: str, mover: str, on: date) -> None:
        """Refuse another desk than the mover, and a day before the present state began."""
        if by != mover:
            raise NOT_THIS_DESKS_MOVE(desk=mover)
        if on < self.since:
            raise BEFORE_PRESENT_STATE(since=self.since)

    def _refuse_transition(self, wanted: str, allowed: Iterable[str]) -> NoReturn:
        choice = list(allowed)
        raise TRANSITION_NOT_ALLOWED(
            state=str(self.state),
            wanted=wanted,
            allowed=choice,
            choice=", ".join(choice) or NOTHING,
        )

    def _common_fields(self, on: date) -> CommonFields:
        return {
            "referral_id": self.id,
            "need_id": self.need_id,
            "person_id": self.person_id,
            "case_id": self.case_id,
            "on": on,
            "from_desk": self.from_desk,
            "to_desk": self.to_desk,
        }

    # -- what happened ----------------------------------------------------------------------------

    @applies(SheetWritten)
    def _sheet_written(self, e: SheetWritten) -> None:
        self.state, self.since = DRAFT, e.on
        self.need_id, self.person_id, self.case_id = e.need_id, e.person_id, e.case_id
        self.from_desk, self.to_desk = e.from_desk, e.to_desk
        self.issues, self.replaces, self.hop, self.warm = e.issues, e.replaces, e.hop, e.warm
        self.basis, self.consent_id = e.basis, e.consent_id
        self.items = PersonalItems.take_from(e)

    def _reach(self, state: str, e: Any) -> None:
        self.happened[e.wire_type] = max(e.on, self.happened.get(e.wire_type, e.on))
        if e.on >= self.since:  # a past record of an earlier day changes nothing
            self.state, self.since = state, e.on

    @applies(Requested)
    def _requested(self, e: Requested) -> None:
        self._reach(REQUESTED, e)
        self.requested_on = e.on

    @applies(Accepted)
    def _accepted(self, e: Accepted) -> None:
        self._reach(ACCEPTED, e)

    @applies(Rejected)
    def _rejected(self, e: Rejected) -> None:
        self._reach(REJECTED, e)

    @applies(Started)
    def _started(self, e: Started) -> None:
        self._reach(IN_PROGRESS, e)

    @applies(PutOnHold)
    def _put_on_hold(self, e: PutOnHold) -> None:
        self._reach(ON_HOLD, e)

    @applies(Resumed)
    def _resumed(self, e: Resumed) -> None:
        self._reach(IN_PROGRESS, e)

    @applies(Completed)
    def _completed(self, e: Completed) -> None:
        self._reach(COMPLETED, e)

    @applies(Failed)
    def _failed(self, e: Failed) -> None:
        self._reach(FAILED, e)

    @applies(Cancelled)
    def _cancelled(self, e: Cancelled) -> None:
        self._reach(CANCELLED, e)

    @applies(EnteredInError)
    def _entered_in_error(self, e: EnteredInError) -> None:
        self.since = min(self.since, e.on)  # it never was, whatever came after
        self._reach(ENTERED_IN_ERROR, e)

    @applies(StatusNoted)
    def _status_noted(self, e: StatusNoted) -> None:
        self.statuses.add((e.status, e.on))

    @applies(RecordCorrected)
    def _record_corrected(self, e: RecordCorrected) -> None:
        self.to_desk = str(e.set.get("to_desk", self.to_desk))
        self.from_desk = str(e.set.get("from_desk", self.from_desk))
        if "on" in e.set:
            was, now = self.happened[e.of_type], date.fromisoformat(str(e.set["on"]))
            self.happened[e.of_type] = now
            if self.requested_on == was and e.of_type == "referral.requested":
                self.requested_on = now
            if self.since == was:
                self.since = now
