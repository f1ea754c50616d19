"""The shapes of what is sent about a meeting: its members, what was shared, what was decided."""

from __future__ import annotations

from marshmallow import fields, validate

from services.intake.domain.meeting import KINDS, MEETING_BASES, OUTCOMES, SECRECY
from services.intake.schemas.shared import (
    LONG_TEXT,
    Body,
    Choice,
    Code,
    Desk,
    Id,
    LaterDay,
    Page,
    Shape,
    Words,
    known_issue,
)

MANY = 20


class CallMeeting(Body):
    kind = Choice(KINDS, "support_conference or coordination_meeting", required=True)
    held_on = LaterDay("the day of the meeting", required=True)
    desk = Desk("desk that calls it", required=True)
    purpose = Code("what it is for, as a code", required=True)
    agenda = Words("what is to be spoken of; encrypted, never published, read with the minutes")


class Agenda(Body):
    agenda = fields.String(
        required=True,
        validate=validate.Length(1, LONG_TEXT),
        metadata={"description": "what is to be spoken of, instead of what stood there"},
    )


class Member(Body):
    desk = Desk("desk the member sits for", required=True)
    name = fields.String(
        required=True,
        validate=validate.Length(1, 200),
        metadata={"description": "who it is; encrypted, never published"},
    )
    secrecy = Choice(
        SECRECY,
        "what binds the member; a support conference needs it",
        load_default=None,
        allow_none=True,
    )


class Decision(Shape):
    owner_desk = Desk("desk that does it", required=True)
    next_step = Code("what is to be done", required=True)
    due_on = LaterDay("by when", required=True)
    words = Words()


class Missing(Shape):
    issue = fields.String(
        required=True,
        validate=known_issue,
        metadata={"description": "the issue that nothing in the city answers"},
    )
    words = Words()


class DiscussCase(Shape):
    case_id = Id("the case", required=True)
    basis = Choice(MEETING_BASES, "consent, conference or anonymous", required=True)
    outcome = Choice(OUTCOMES, "what the meeting made of it", required=True)
    shared = Words("what was shared; encrypted, never published")
    decisions = fields.List(
        fields.Nested(Decision),
        load_default=list,
        validate=validate.Length(max=MANY),
        metadata={"description": "each with its owner and its date"},
    )
    missing = fields.List(
        fields.Nested(Missing),
        load_default=list,
        validate=validate.Length(max=MANY),
        metadata={"description": "resources the members missed; they feed the unmet needs"},
    )


class DoDecision(Body):
    by = Desk("the desk that owns it", required=True)
    result = Code("done, or why it came to nothing", required=True)


class DecisionQuery(Page):
    desk = Desk("owned by this desk", load_default=None, allow_none=True)
    overdue = fields.Boolean(
        load_default=False, metadata={"description": "only those past their date"}
    )


class MeetingQuery(Page):
    kind = Choice(KINDS, "only this kind", load_default=None, allow_none=True)
