"""A signal: another desk noticed that somebody may be in hardship (Act art. 8).

Accepted signals have an owner desk, a next step and a due date at once; urgent ones a
clock in hours. What basis allows what is in `sharing.py`, whether it holds in
`signal_grounds.py`: without one no identity may come, the department only says that it
encouraged the person to come.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from services.intake.domain.events.signal import (
    EncouragementGiven,
    SignalAttached,
    SignalClosed,
    SignalConnected,
    SignalDetached,
    SignalEscalated,
    SignalNextStepSet,
    SignalNoteRead,
    SignalNoteTaken,
    SignalReceived,
    SignalSharingStopped,
    SlipIssued,
)
from services.intake.domain.refusals.signals import SIGNAL_ATTACHED, SIGNAL_NOT_OPEN
from services.intake.domain.signal_clock import ALL_RAISED, next_alarm
from services.intake.domain.signal_grounds import check_identity
from tsunagu.domain.aggregate import Aggregate, applies
from tsunagu.domain.calendar import city_date


class Signal(Aggregate):
    """One notice of one department; the same id again is the same signal."""

    category = "signal"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.state = "none"
        self.department = self.kind = self.basis = self.owner_desk = self.next_step = ""
        self.person_id: str | None = None
        self.consent_id: str | None = None
        self.slip_code: str | None = None
        self.attached_to: str | None = None
        self.case_id: str | None = None
        self.shared = True
        self.due_on = date.max
        self.due_at: str | None = None
        self.raised = 0  # alarms already given for this step
        self._notice: SignalReceived | None = None
        self.note: str | None = None

    def receive(
        self, *, basis: str, person_id: str | None, note: str | None = None, **notice: Any
    ) -> None:
        """Accept it once; the same id again changes nothing. `notice`: see `SignalReceived`."""
        if self.exists:
            return
        if person_id is not None:
            check_identity(basis)
        received = SignalReceived(signal_id=self.id, basis=basis, person_id=person_id, **notice)
        self.record(received)
        if note:
            key = person_id or f"signal-{self.id}"
            self.record(
                SignalNoteTaken(signal_id=self.id, person_id=key, on=received.on, note=note)
            )

    def differs_from(self, **notice: Any) -> list[str]:
        """Names of what was received otherwise than it is given now."""
        return [name for name, value in notice.items() if getattr(self._notice, name) != value]

    def encourage(self, *, on: date, answer: str) -> None:
        self._must_be_live()
        self.record(EncouragementGiven(signal_id=self.id, on=on, answer=answer))

    def read_note(self, *, on: date, reader: str, purpose: str) -> str | None:
        """The department's own words; the reading is recorded with them."""
        self.record(SignalNoteRead(signal_id=self.id, on=on, reader=reader, purpose=purpose))
        return self.note

    def issue_slip(self, *, on: date, code: str) -> str:
        """The slip's code: the one it has, or else this one."""
        self._must_be_live()
        if self.slip_code is None:
            self.record(SlipIssued(signal_id=self.id, on=on, code=code))
        return self.slip_code or code

    def set_next_step(self, **step: Any) -> None:
        """Who does what next, and by when; see `SignalNextStepSet`."""
        self._must_be_live()
        if self.attached_to is not None:
            raise SIGNAL_ATTACHED(attached_to=self.attached_to)
        self.record(SignalNextStepSet(signal_id=self.id, **step))

    def check_clock(self, now: datetime) -> None:
        """Give every alarm whose time has come, each once for a step."""
        while self.is_open:
            alarm = next_alarm(self.due_on, self.due_at, self.raised)
            if alarm is None or alarm.at > now:
                return
            self.record(
                SignalEscalated(
                    signal_id=self.id,
                    on=city_date(now),
                    level=alarm.level,
                    owner_desk=self.owner_desk,
                    due_on=self.due_on,
                    due_at=self.due_at,
                )
            )

    def stop_sharing(self, *, on: date) -> None:
        """At once, in whatever state it is; again changes nothing."""
        if self.shared:
            self.record(SignalSharingStopped(signal_id=self.id, on=on))

    def attach(self, *, to_id: str, **place: Any) -> None:
        """From now on another signal about the same person leads; see `SignalAttached`."""
        self._must_be_live()
        if self.attached_to != to_id:
            self.record(SignalAttached(signal_id=self.id, to_id=to_id, **place))

    def detach(self, **step: Any) -> None:
        """About somebody else than the signal or case it was tied to; see `SignalDetached`."""
        if self.state in ("attached", "connected"):
            self.record(SignalDetached(signal_id=self.id, person_id=self.person_id, **step))

    def connect(self, *, on: date, case_id: str, person_id: str) -> None:
        """The person has come: from now on the case carries the need."""
        self._must_be_live()
        self.record(SignalConnected(signal_id=self.id, case_id=case_id, person_id=person_id, on=on))

    def close(self, *, on: date, reason: str) -> None:
        self._must_be_live()
        self.record(SignalClosed(signal_id=self.id, on=on, reason=reason))

    # -- what happened ----------------------------------------------------------------------------

    @applies(SignalReceived)
    def _received(self, e: SignalReceived) -> None:
        self._notice = e
        self.state = "open"
        self.department, self.kind, self.basis = e.department, e.kind, e.basis
        self.person_id, self.consent_id = e.person_id, e.consent_id
        self.owner_desk, self.next_step = e.owner_desk, e.next_step
        self.due_on, self.due_at = e.due_on, e.due_at

    @applies(SignalNoteTaken)
    def _noted(self, e: SignalNoteTaken) -> None:
        self.note = e.note

    @applies(SlipIssued)
    def _slip_issued(self, e: SlipIssued) -> None:
        self.slip_code = e.code

    @applies(SignalNextStepSet)
    def _stepped(self, e: SignalNextStepSet) -> None:
        self._take_place(e)
        self.raised = 0

    @applies(SignalEscalated)
    def _escalated(self, e: SignalEscalated) -> None:
        self.raised = ALL_RAISED.index(e.level) + 1

    @applies(SignalSharingStopped)
    def _stopped(self, _: SignalSharingStopped) -> None:
        self.shared = False

    @applies(SignalAttached)
    def _attached(self, e: SignalAttached) -> None:
        self.state, self.attached_to = "attached", e.to_id
        self._take_place(e)

    @applies(SignalDetached)
    def _detached(self, e: SignalDetached) -> None:
        self.state, self.attached_to, self.case_id, self.raised = "open", None, None, 0
        self._take_place(e)

    @applies(SignalConnected)
    def _on_connected(self, e: SignalConnected) -> None:
        self.state, self.attached_to, self.case_id = "connected", None, e.case_id

    @applies(SignalClosed)
    def _closed(self, _: SignalClosed) -> None:
        self.state = "closed"

    def _take_place(self, e: SignalNextStepSet | SignalAttached | SignalDetached) -> None:
        self.owner_desk, self.next_step = e.owner_desk, e.next_step
        self.due_on, self.due_at = e.due_on, e.due_at

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    @property
    def is_live(self) -> bool:
        """Open, or one need with another signal that is."""
        return self.state in ("open", "attached")

    def _must_be_live(self) -> None:
        if not self.is_live:
            raise SIGNAL_NOT_OPEN()
