"""What others may know of signals: whose turn it is, and how each went on."""

from __future__ import annotations

from marshmallow import fields

from services.intake.domain.events import signal
from services.intake.published.shared import (
    CASE,
    CONSENT,
    OF_SIGNAL,
    PERSON,
    WITH_OWNER,
    OfCase,
    WithOwner,
    code_field,
    id_field,
)
from tsunagu.contracts.facts import FactSchema, FactType


class WithClock(WithOwner):
    due_at = code_field("by when, where hours count: UTC, ISO 8601", allow_none=True)


class SignalReceivedSchema(WithClock):
    signal_id = id_field("signal")
    department = code_field("department that noticed")
    kind = code_field("what it noticed")
    noticed_on = fields.Date(required=True)
    basis = code_field("consent, conference, encouragement_only or danger_to_life")
    urgent = fields.Boolean(required=True)
    person_id = code_field("the person, where the basis allows it", allow_none=True)
    consent_id = code_field("the consent it rests on", allow_none=True)
    consent_until = fields.Date(
        required=True, allow_none=True, metadata={"description": "its last day, if it has one"}
    )
    conference_id = code_field("the support conference it rests on", allow_none=True)
    feedback = fields.Boolean(
        required=True, metadata={"description": "the department may hear how it went"}
    )
    sequence = fields.Integer(
        required=True, allow_none=True, metadata={"description": "its own running number"}
    )


class EncouragementSchema(FactSchema):
    signal_id = id_field("signal")
    answer = code_field("what the person answered")


class SignalNextStepSchema(WithClock):
    signal_id = id_field("signal")


class SignalEscalatedSchema(FactSchema):
    signal_id = id_field("signal")
    level = code_field("desk_lead or support_lead: who must hear of it")
    owner_desk = code_field("desk whose turn it is")
    due_on = fields.Date(required=True, metadata={"description": "it was due that day"})
    due_at = code_field("and at this moment, where hours count", allow_none=True)


class SignalConnectedSchema(OfCase):
    signal_id = id_field("signal")


class SignalClosedSchema(FactSchema):
    signal_id = id_field("signal")
    reason = code_field("why")


SIGNAL_FACTS = (
    FactType(
        signal.SignalReceived,
        SignalReceivedSchema,
        OF_SIGNAL
        | WITH_OWNER
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
    FactType(signal.EncouragementGiven, EncouragementSchema, OF_SIGNAL | {"answer": "coming"}),
    FactType(
        signal.SignalNextStepSet,
        SignalNextStepSchema,
        OF_SIGNAL | WITH_OWNER | {"due_at": None},
    ),
    FactType(
        signal.SignalEscalated,
        SignalEscalatedSchema,
        OF_SIGNAL
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
        OF_SIGNAL | {"case_id": CASE, "person_id": PERSON},
    ),
    FactType(signal.SignalClosed, SignalClosedSchema, OF_SIGNAL | {"reason": "moved_away"}),
)
