"""What others may know of meetings: that a case was discussed, and what was decided."""

from __future__ import annotations

from marshmallow import fields

from services.intake.domain.events import meeting
from services.intake.published.shared import (
    DECISION,
    MEETING,
    OF_MEETING,
    RECORD,
    WITH_OWNER,
    OfCase,
    WithOwner,
    code_field,
    id_field,
)
from tsunagu.contracts.facts import FactSchema, FactType


class OfMeeting(OfCase):
    meeting_id = id_field("meeting")


class CaseDiscussedSchema(OfMeeting):
    kind = code_field("support_conference or coordination_meeting")
    basis = code_field("consent, conference or anonymous")
    desks = fields.List(fields.String(), required=True)
    outcome = code_field("what the meeting made of it")


class MeetingDecidedSchema(OfMeeting, WithOwner):
    decision_id = id_field("decision")


class DecisionDoneSchema(OfMeeting):
    decision_id = id_field("decision")
    owner_desk = code_field("desk that owned it")
    result = code_field("done, or why it came to nothing")


class ResourceMissedSchema(OfMeeting):
    record_id = id_field("record")
    issue = code_field("the issue that nothing in the city answers")


class MeetingClosedSchema(FactSchema):
    meeting_id = id_field("meeting")
    members = fields.Integer(required=True, metadata={"description": "how many took part"})
    cases = fields.Integer(required=True, metadata={"description": "how many were discussed"})


MEETING_FACTS = (
    FactType(
        meeting.CaseDiscussed,
        CaseDiscussedSchema,
        OF_MEETING
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
        OF_MEETING | WITH_OWNER | {"decision_id": DECISION},
    ),
    FactType(
        meeting.DecisionDone,
        DecisionDoneSchema,
        OF_MEETING
        | {"decision_id": DECISION, "owner_desk": "consultation_support", "result": "done"},
    ),
    FactType(
        meeting.ResourceMissed,
        ResourceMissedSchema,
        OF_MEETING | {"record_id": RECORD, "issue": "care"},
    ),
    FactType(
        meeting.MeetingClosed,
        MeetingClosedSchema,
        {"meeting_id": MEETING, "on": "2026-11-20", "members": 5, "cases": 3},
    ),
)
