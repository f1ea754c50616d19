"""What a referral remembers of its course, and what may follow where it stands.

The commands are in `domain_referral`; here they find who may move, from where,
and not before when. The appliers only assign.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from services.referral.domain import refusals
from services.referral.domain.events import (
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
    SHEET_FIELDS,
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
from tsunagu.domain.aggregate import Aggregate, applies


class Course(Aggregate):
    """The state of one referral."""

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
        self.sheet: dict[str, Any] = {}
        self.statuses: set[tuple[str, date]] = set()
        self.happened: dict[str, date] = {}  # wire type → the day it last happened

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    # -- rules ------------------------------------------------------------------------------------

    def _may(self, wanted: str, by: str, role: str, on: date) -> None:
        """Whether that desk may bring the wanted state about, on that day."""
        self._may_follow(wanted)
        self._may_act(by, role, on)

    def _may_follow(self, wanted: str) -> None:
        allowed = MAY_FOLLOW[self.state] if self.state else (DRAFT,)
        if wanted not in allowed:
            raise refusals.transition_not_allowed(str(self.state), wanted, allowed)

    def _may_act(self, by: str, role: str, on: date) -> None:
        if by != role:
            raise refusals.not_this_desks_move(role)
        if on < self.since:
            raise refusals.before_present_state(self.since)

    def _ids(self, on: date) -> dict[str, Any]:
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
        self.sheet = {name: getattr(e, name) for name in SHEET_FIELDS}

    def _reached(self, state: str, e: Any) -> None:
        self.state, self.since = state, e.on
        self.happened[e.wire_type] = e.on

    @applies(Requested)
    def _requested(self, e: Requested) -> None:
        self._reached(REQUESTED, e)

    @applies(Accepted)
    def _accepted(self, e: Accepted) -> None:
        self._reached(ACCEPTED, e)

    @applies(Rejected)
    def _rejected(self, e: Rejected) -> None:
        self._reached(REJECTED, e)

    @applies(Started)
    def _started(self, e: Started) -> None:
        self._reached(IN_PROGRESS, e)

    @applies(PutOnHold)
    def _put_on_hold(self, e: PutOnHold) -> None:
        self._reached(ON_HOLD, e)

    @applies(Resumed)
    def _resumed(self, e: Resumed) -> None:
        self._reached(IN_PROGRESS, e)

    @applies(Completed)
    def _completed(self, e: Completed) -> None:
        self._reached(COMPLETED, e)

    @applies(Failed)
    def _failed(self, e: Failed) -> None:
        self._reached(FAILED, e)

    @applies(Cancelled)
    def _cancelled(self, e: Cancelled) -> None:
        self._reached(CANCELLED, e)

    @applies(EnteredInError)
    def _entered_in_error(self, e: EnteredInError) -> None:
        self._reached(ENTERED_IN_ERROR, e)

    @applies(StatusNoted)
    def _status_noted(self, e: StatusNoted) -> None:
        self.statuses.add((e.status, e.on))

    @applies(RecordCorrected)
    def _record_corrected(self, e: RecordCorrected) -> None:
        self.to_desk = e.set.get("to_desk", self.to_desk)
        self.from_desk = e.set.get("from_desk", self.from_desk)
        if "on" in e.set:
            was, now = self.happened[e.of_type], date.fromisoformat(e.set["on"])
            self.happened[e.of_type] = now
            if self.since == was:
                self.since = now
