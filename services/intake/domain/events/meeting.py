"""What happens at a meeting, from its calling to the closing of its minutes."""

from __future__ import annotations

from datetime import date

from tsunagu.domain.aggregate import event, personal


@event("intake.meeting_called")
class MeetingCalled:
    meeting_id: str
    kind: str
    on: date
    held_on: date
    desk: str
    purpose: str


@event("intake.meeting_agenda_set")
class MeetingAgendaSet:
    """What is to be spoken of; set again, the last one stands. Never published."""

    meeting_id: str
    person_id: str  # names the key
    on: date
    agenda: str | None = personal()


@event("intake.meeting_member_named")
class MeetingMemberNamed:
    """Who sits there, for which desk, and what binds them. `person_id` names the key."""

    meeting_id: str
    person_id: str
    member_id: str
    on: date
    desk: str
    secrecy: str | None
    name: str | None = personal()


@event("intake.case_discussed")
class CaseDiscussed:
    """What was shared about whom, on which basis, and with which desks."""

    meeting_id: str
    kind: str
    person_id: str
    case_id: str
    on: date
    basis: str
    desks: tuple[str, ...]
    outcome: str
    shared: str | None = personal()


@event("intake.meeting_decided")
class MeetingDecided:
    """A decision about a case: the next step of somebody, by a date."""

    meeting_id: str
    decision_id: str
    person_id: str
    case_id: str
    on: date
    owner_desk: str
    next_step: str
    due_on: date
    words: str | None = personal()


@event("intake.decision_done")
class DecisionDone:
    """Its owner has done it, or says with a code why it came to nothing."""

    meeting_id: str
    decision_id: str
    person_id: str
    case_id: str
    on: date
    owner_desk: str
    result: str


@event("intake.minutes_read")
class MinutesRead:
    """Somebody read who was there and what was shared. Never published."""

    meeting_id: str
    on: date
    reader: str
    purpose: str


@event("intake.resource_missed")
class ResourceMissed:
    """The members named what nobody in the city offers: the case for a new programme."""

    meeting_id: str
    record_id: str
    person_id: str
    case_id: str
    on: date
    issue: str
    words: str | None = personal()


@event("intake.meeting_closed")
class MeetingClosed:
    meeting_id: str
    on: date
    members: int
    cases: int
