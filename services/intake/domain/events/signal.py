"""What happens to a signal from its coming to its end, to one refused, and to running numbers."""

from __future__ import annotations

from datetime import date

from tsunagu.domain.aggregate import event, personal


@event("intake.signal_received", schema=2)
class SignalReceived:
    """A department noticed hardship. `due_at`: by when (UTC), where hours count.

    `feedback`: whether the department is among those whom the consent names; `sequence`: its own
    running number.
    """

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
    due_at: str | None = None  # since schema 2, with all that follows
    consent_id: str | None = None
    consent_until: date | None = None
    conference_id: str | None = None
    feedback: bool = True
    sequence: int | None = None


@event("intake.signal_note_taken")
class SignalNoteTaken:
    """The department's own words. Never published; `person_id` names the key, not the person."""

    signal_id: str
    person_id: str
    on: date
    note: str | None = personal()


@event("intake.signal_note_read")
class SignalNoteRead:
    """Somebody read what the department wrote, where no person came with it. Never published."""

    signal_id: str
    on: date
    reader: str
    purpose: str


@event("intake.encouragement_given")
class EncouragementGiven:
    """The person was told of the support; `answer`: coming, thinking, declined, no_answer."""

    signal_id: str
    on: date
    answer: str


@event("intake.slip_issued")
class SlipIssued:
    """A slip for the person to bring along was printed. Never published."""

    signal_id: str
    on: date
    code: str


@event("intake.signal_next_step_set", schema=2)
class SignalNextStepSet:
    signal_id: str
    on: date
    owner_desk: str
    next_step: str
    due_on: date
    due_at: str | None = None  # since schema 2


@event("intake.signal_escalated")
class SignalEscalated:
    """Its time has passed: now a lead must hear of it. `level`: desk_lead, support_lead."""

    signal_id: str
    on: date
    level: str
    owner_desk: str
    due_on: date
    due_at: str | None = None


@event("intake.signal_sharing_stopped")
class SignalSharingStopped:
    """The person took back that the department and intake share. Never published."""

    signal_id: str
    on: date


@event("intake.signal_attached")
class SignalAttached:
    """Another signal about the same person came first or is urgent: both are one need, led by it.

    Owner, next step and date are those of the leading signal `to_id`.
    """

    signal_id: str
    to_id: str
    on: date
    owner_desk: str
    next_step: str
    due_on: date
    due_at: str | None = None


@event("intake.signal_detached")
class SignalDetached:
    """It is about somebody else after all, and a need of its own again."""

    signal_id: str
    person_id: str | None = None
    on: date
    owner_desk: str
    next_step: str
    due_on: date
    due_at: str | None = None


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


@event("intake.signal_refused")
class SignalRefused:
    """`fields`: names of known fields at fault."""

    signal_id: str
    department: str
    on: date
    reason: str
    fields: tuple[str, ...]


@event("intake.sequence_gap_explained")
class SequenceGapExplained:
    """The department says that these numbers will not come."""

    department: str
    first: int
    last: int
    on: date
    reason: str
