"""The facts intake publishes: its only door. Never a name, an address or free text."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from services.intake.domain.events import case, meeting, person, signal
from services.intake.published.identity import IDENTITY_FACTS
from tsunagu.contracts.facts import Catalogue, FactSchema, FactType
from tsunagu.contracts.payload import JsonObject

PERSON = "11111111-1111-5111-8111-111111111111"
CASE = "22222222-2222-5222-8222-222222222222"
RECORD = "33333333-3333-5333-8333-333333333333"
SIGNAL = "44444444-4444-5444-8444-444444444444"
CONSENT = "55555555-5555-5555-8555-555555555555"
MEETING = "99999999-9999-5999-8999-999999999999"
DECISION = "aaaaaaaa-aaaa-5aaa-8aaa-aaaaaaaaaaaa"
CORRECTION = "66666666-6666-5666-8666-666666666666"


def _code(description: str, **options: Any) -> fields.String:
    return fields.String(required=True, metadata={"description": description}, **options)


def _id(of: str) -> fields.String:
    return _code(f"id of the {of}")


class OfPerson(FactSchema):
    person_id = _id("person")


class OfCase(OfPerson):
    case_id = _id("case")


class OfRecord(OfCase):
    record_id = _id("record; corrections name it")


class WithOwner(FactSchema):
    owner_desk = _code("desk that owns the next step")
    next_step = _code("what happens next")
    due_on = fields.Date(required=True, metadata={"description": "by when"})


class ConsentGivenSchema(OfPerson):
    consent_id = _id("consent")
    purpose = _code("what it is for")
    recipients = fields.List(fields.String(), required=True)
    until = fields.Date(required=True, allow_none=True)


class ConsentWithdrawnSchema(OfPerson):
    consent_id = _id("consent")


class PublicAssistanceSchema(OfPerson):
    record_id = _id("record; corrections name it")


class WithClock(WithOwner):
    due_at = _code("by when, where hours count: UTC, ISO 8601", allow_none=True)


class SignalReceivedSchema(WithClock):
    signal_id = _id("signal")
    department = _code("department that noticed")
    kind = _code("what it noticed")
    noticed_on = fields.Date(required=True)
    basis = _code("consent, conference, encouragement_only or danger_to_life")
    urgent = fields.Boolean(required=True)
    person_id = _code("the person, where the basis allows it", allow_none=True)
    consent_id = _code("the consent it rests on", allow_none=True)
    consent_until = fields.Date(
        required=True, allow_none=True, metadata={"description": "its last day, if it has one"}
    )
    conference_id = _code("the support conference it rests on", allow_none=True)
    feedback = fields.Boolean(
        required=True, metadata={"description": "the department may hear how it went"}
    )
    sequence = fields.Integer(
        required=True, allow_none=True, metadata={"description": "its own running number"}
    )


class EncouragementSchema(FactSchema):
    signal_id = _id("signal")
    answer = _code("what the person answered")


class SignalNextStepSchema(WithClock):
    signal_id = _id("signal")


class SignalEscalatedSchema(FactSchema):
    signal_id = _id("signal")
    level = _code("desk_lead or support_lead: who must hear of it")
    owner_desk = _code("desk whose turn it is")
    due_on = fields.Date(required=True, metadata={"description": "it was due that day"})
    due_at = _code("and at this moment, where hours count", allow_none=True)


class SignalConnectedSchema(OfCase):
    signal_id = _id("signal")


class SignalClosedSchema(FactSchema):
    signal_id = _id("signal")
    reason = _code("why")


class ConsultationAcceptedSchema(OfRecord, WithOwner):
    channel = _code("way in")
    from_desk = _code("desk that brought the person", allow_none=True)
    signal_kind = _code("what that desk had noticed", allow_none=True)
    signal_id = _code("the signal it answers", allow_none=True)
    opening = _code("opened, reopened or continued")


class ScreenedSchema(OfCase):
    decision = _code("continue, hand_over or information_only")


class AssessedSchema(OfRecord):
    issues = fields.List(fields.String(), required=True)
    main = _code("the main issue", allow_none=True)


class PlanMadeSchema(OfRecord):
    programmes = fields.List(fields.String(), required=True)
    employment_support = fields.Boolean(required=True)
    agreed_on = fields.Date(required=True, allow_none=True)


class JournalWrittenSchema(OfCase):
    desk = _code("desk that wrote it")


class NextStepSetSchema(OfCase, WithOwner):
    pass


class OutcomeSchema(OfRecord):
    kind = _code("kind of work or income", allow_none=True)


class CaseEndedSchema(OfRecord):
    reason = _code("why it ended")


class OfMeeting(OfCase):
    meeting_id = _id("meeting")


class CaseDiscussedSchema(OfMeeting):
    kind = _code("support_conference or coordination_meeting")
    basis = _code("consent, conference or anonymous")
    desks = fields.List(fields.String(), required=True)
    outcome = _code("what the meeting made of it")


class MeetingDecidedSchema(OfMeeting, WithOwner):
    decision_id = _id("decision")


class DecisionDoneSchema(OfMeeting):
    decision_id = _id("decision")
    owner_desk = _code("desk that owned it")
    result = _code("done, or why it came to nothing")


class ResourceMissedSchema(OfMeeting):
    record_id = _id("record")
    issue = _code("the issue that nothing in the city answers")


class MeetingClosedSchema(FactSchema):
    meeting_id = _id("meeting")
    members = fields.Integer(required=True, metadata={"description": "how many took part"})
    cases = fields.Integer(required=True, metadata={"description": "how many were discussed"})


class RecordCorrectedSchema(OfPerson):
    correction_id = _id("correction")
    record_id = _id("corrected record")
    of_type = _code("fact type of the corrected record")
    set = fields.Dict(required=True, metadata={"description": "its fields' right values"})


_OWNER = {"owner_desk": "consultation_support", "next_step": "assessment", "due_on": "2026-12-04"}
_CASE = {"person_id": PERSON, "case_id": CASE, "on": "2026-11-20"}
_MEETING = _CASE | {"meeting_id": MEETING}
_REC = _CASE | {"record_id": RECORD}
_SIG = {"signal_id": SIGNAL, "on": "2026-11-20"}

CATALOGUE = Catalogue(
    "intake",
    [
        FactType(person.PersonRegistered, OfPerson, {"person_id": PERSON, "on": "2026-11-20"}),
        FactType(
            person.PersonDetailsCorrected,
            OfPerson,
            {"person_id": PERSON, "on": "2026-11-20"},
        ),
        FactType(
            person.ConsentGiven,
            ConsentGivenSchema,
            {
                "person_id": PERSON,
                "consent_id": CONSENT,
                "on": "2026-11-20",
                "purpose": "support",
                "recipients": ["free_job_placement"],
                "until": None,
            },
        ),
        FactType(
            person.ConsentWithdrawn,
            ConsentWithdrawnSchema,
            {"person_id": PERSON, "consent_id": CONSENT, "on": "2026-11-21"},
        ),
        FactType(
            person.PublicAssistanceInterviewed,
            PublicAssistanceSchema,
            {"record_id": RECORD, "person_id": PERSON, "on": "2026-11-20"},
        ),
        FactType(
            person.PublicAssistanceApplied,
            PublicAssistanceSchema,
            {"record_id": RECORD, "person_id": PERSON, "on": "2026-11-20"},
        ),
        FactType(
            signal.SignalReceived,
            SignalReceivedSchema,
            _SIG
            | _OWNER
            | {
                "department": "waterworks",
                "kind": "water_arrears",
                "noticed_on": "2026-11-19",
                "basis": "consent",
                "urgent": True,
                "person_id": PERSON,
                "due_at": "2026-12-04T05:00:00+00:00",
                "consent_id": CONSENT,
                "consent_until": None,
                "conference_id": None,
                "feedback": True,
                "sequence": 17,
            },
        ),
        FactType(signal.EncouragementGiven, EncouragementSchema, _SIG | {"answer": "coming"}),
        FactType(
            signal.SignalNextStepSet,
            SignalNextStepSchema,
            _SIG | _OWNER | {"due_at": None},
        ),
        FactType(
            signal.SignalEscalated,
            SignalEscalatedSchema,
            _SIG
            | {
                "level": "desk_lead",
                "owner_desk": "consultation_support",
                "due_on": "2026-11-20",
                "due_at": "2026-11-20T05:00:00+00:00",
            },
        ),
        FactType(
            signal.SignalConnected,
            SignalConnectedSchema,
            _SIG | {"case_id": CASE, "person_id": PERSON},
        ),
        FactType(signal.SignalClosed, SignalClosedSchema, _SIG | {"reason": "moved_away"}),
        FactType(
            case.ConsultationAccepted,
            ConsultationAcceptedSchema,
            _REC
            | _OWNER
            | {
                "channel": "department",
                "from_desk": "waterworks",
                "signal_kind": "water_arrears",
                "signal_id": SIGNAL,
                "opening": "opened",
            },
        ),
        FactType(case.Screened, ScreenedSchema, _CASE | {"decision": "continue"}),
        FactType(
            case.Assessed,
            AssessedSchema,
            _REC | {"issues": ["debt", "economic_hardship"], "main": "debt"},
        ),
        FactType(
            case.PlanMade,
            PlanMadeSchema,
            _REC
            | {
                "programmes": ["household_budget"],
                "employment_support": True,
                "agreed_on": "2026-11-20",
            },
        ),
        FactType(
            case.JournalWritten, JournalWrittenSchema, _CASE | {"desk": "consultation_support"}
        ),
        FactType(case.NextStepSet, NextStepSetSchema, _CASE | _OWNER),
        FactType(case.WorkFound, OutcomeSchema, _REC | {"kind": "part_time"}),
        FactType(case.IncomeIncreased, OutcomeSchema, _REC | {"kind": None}),
        FactType(case.CaseEnded, CaseEndedSchema, _REC | {"reason": "goal_met"}),
        FactType(
            meeting.CaseDiscussed,
            CaseDiscussedSchema,
            _MEETING
            | {
                "kind": "support_conference",
                "basis": "conference",
                "desks": ["tax_collection", "waterworks"],
                "outcome": "watch",
            },
        ),
        FactType(
            meeting.MeetingDecided,
            MeetingDecidedSchema,
            _MEETING | _OWNER | {"decision_id": DECISION},
        ),
        FactType(
            meeting.DecisionDone,
            DecisionDoneSchema,
            _MEETING
            | {"decision_id": DECISION, "owner_desk": "consultation_support", "result": "done"},
        ),
        FactType(
            meeting.ResourceMissed,
            ResourceMissedSchema,
            _MEETING | {"record_id": RECORD, "issue": "care"},
        ),
        FactType(
            meeting.MeetingClosed,
            MeetingClosedSchema,
            {"meeting_id": MEETING, "on": "2026-11-20", "members": 5, "cases": 3},
        ),
        *IDENTITY_FACTS,
        FactType(
            person.RecordCorrected,
            RecordCorrectedSchema,
            {
                "correction_id": CORRECTION,
                "record_id": RECORD,
                "person_id": PERSON,
                "of_type": "intake.consultation_accepted",
                "on": "2026-11-20",
                "set": {"from_desk": "tax_collection"},
            },
        ),
    ],
)


def _signal_of_schema_1(values: JsonObject) -> JsonObject:
    names = ("due_at", "consent_id", "consent_until", "conference_id", "sequence")
    return values | dict.fromkeys(names) | {"feedback": True}


def _step_of_schema_1(values: JsonObject) -> JsonObject:
    return values | {"due_at": None}


UPCASTERS = {
    ("intake.signal_received", 1): _signal_of_schema_1,
    ("intake.signal_next_step_set", 1): _step_of_schema_1,
}
