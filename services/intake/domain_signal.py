"""A signal: another desk noticed that somebody may be in hardship (Act art. 8).

Accepted signals have an owner desk, a next step and a due date at once. Without
consent or a support conference no identity may come with them: the department
only says that it encouraged the person to come.
"""

from __future__ import annotations

from datetime import date

from tsunagu.aggregate import Aggregate, applies, event, personal
from tsunagu.errors import Refused

BASES = ("consent", "conference", "encouragement_only")
IDENTITY_ALLOWED = ("consent", "conference")


@event("intake.signal_received")
class SignalReceived:
    signal_id: str
    department: str
    kind: str
    noticed_on: date
    on: date
    basis: str
    urgent: bool
    person_id: str | None = None
    owner_desk: str
    next_step: str
    due_on: date


@event("intake.signal_note_taken")
class SignalNoteTaken:
    """The department's own words. Never published; `person_id` names the key, not the person."""

    signal_id: str
    person_id: str
    on: date
    note: str | None = personal()


@event("intake.encouragement_given")
class EncouragementGiven:
    """The person was told of the support; `answer`: coming, thinking, declined, no_answer."""

    signal_id: str
    on: date
    answer: str


@event("intake.signal_next_step_set")
class SignalNextStepSet:
    signal_id: str
    on: date
    owner_desk: str
    next_step: str
    due_on: date


@event("intake.signal_connected")
class SignalConnected:
    signal_id: str
    case_id: str
    person_id: str
    on: date


@event("intake.signal_closed")
class SignalClosed:
    signal_id: str
    on: date
    reason: str


class Signal(Aggregate):
    """One notice of one department; the same id again is the same signal."""

    category = "signal"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.state = "none"
        self.department = self.kind = ""
        self.person_id: str | None = None

    def receive(
        self,
        *,
        department: str,
        kind: str,
        noticed_on: date,
        on: date,
        basis: str,
        urgent: bool,
        person_id: str | None,
        owner_desk: str,
        next_step: str,
        due_on: date,
        note: str | None = None,
    ) -> None:
        """Accept it once; the same id again changes nothing."""
        if self.exists:
            return
        if person_id is not None and basis not in IDENTITY_ALLOWED:
            raise identity_without_basis()
        self.record(
            SignalReceived(
                signal_id=self.id,
                department=department,
                kind=kind,
                noticed_on=noticed_on,
                on=on,
                basis=basis,
                urgent=urgent,
                person_id=person_id,
                owner_desk=owner_desk,
                next_step=next_step,
                due_on=due_on,
            )
        )
        if note:
            key = person_id or f"signal-{self.id}"
            self.record(SignalNoteTaken(signal_id=self.id, person_id=key, on=on, note=note))

    def encourage(self, *, on: date, answer: str) -> None:
        self._must_be_open()
        self.record(EncouragementGiven(signal_id=self.id, on=on, answer=answer))

    def set_next_step(self, *, on: date, owner_desk: str, next_step: str, due_on: date) -> None:
        self._must_be_open()
        self.record(
            SignalNextStepSet(
                signal_id=self.id, on=on, owner_desk=owner_desk, next_step=next_step, due_on=due_on
            )
        )

    def connect(self, *, on: date, case_id: str, person_id: str) -> None:
        """The person has come: from now on the case carries the need."""
        self._must_be_open()
        self.record(SignalConnected(signal_id=self.id, case_id=case_id, person_id=person_id, on=on))

    def close(self, *, on: date, reason: str) -> None:
        self._must_be_open()
        self.record(SignalClosed(signal_id=self.id, on=on, reason=reason))

    @applies(SignalReceived)
    def _received(self, e: SignalReceived) -> None:
        self.state = "open"
        self.department, self.kind, self.person_id = e.department, e.kind, e.person_id

    @applies(SignalConnected)
    def _connected(self, _: SignalConnected) -> None:
        self.state = "connected"

    @applies(SignalClosed)
    def _closed(self, _: SignalClosed) -> None:
        self.state = "closed"

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    def _must_be_open(self) -> None:
        if not self.is_open:
            raise Refused(
                "signal_not_open",
                "この連絡はすでにつながったか終わっています / this signal is connected or closed",
                field="signal_id",
                remedy="新しい連絡として送る / send it as a new signal",
            )


def identity_without_basis() -> Refused:
    return Refused(
        "identity_without_basis",
        "本人の同意も支援会議もないため、氏名などは受け取れません / "
        "without consent or a support conference no identity may be sent",
        field="person",
        remedy="person を外す、または同意を得て basis を consent にする / "
        "leave person out, or obtain consent and send basis consent",
    )
