"""The shapes of what is sent about a meeting: its members, what was shared, what was decided."""

from __future__ import annotations

from datetime import date

from marshmallow import validate

from services.intake.domain.meeting import KINDS, MEETING_BASES, OUTCOMES, SECRECY
from services.intake.schemas.shared import (
    NOT_EMPTY,
    Body,
    Choice,
    Code,
    Desk,
    Id,
    LaterDay,
    Page,
    Shape,
    Words,
    check_issue,
)
from tsunagu.contracts import text_fields
from tsunagu.contracts.payload import fields, payload

MANY = 20


@payload
class CallMeeting(Body):
    kind: str = Choice(KINDS, "support_conference or coordination_meeting", required=True)
    held_on: date = LaterDay("the day of the meeting", required=True)
    desk: str = Desk("desk that calls it", required=True)
    purpose: str = Code("what it is for, as a code", required=True)
    agenda: str | None = Words(
        "what is to be spoken of; encrypted, never published, read with the minutes"
    )


@payload
class Agenda(Body):
    agenda: str = fields.String(
        required=True,
        kind=text_fields.STORY,
        validate=NOT_EMPTY,
        metadata={"description": "what is to be spoken of, instead of what stood there"},
    )


@payload
class Member(Body):
    desk: str = Desk("desk the member sits for", required=True)
    name: str = fields.String(
        required=True,
        kind=text_fields.NAME,
        validate=NOT_EMPTY,
        metadata={"description": "who it is; encrypted, never published"},
    )
    secrecy: str | None = Choice(
        SECRECY,
        "what binds the member; a support conference needs it",
        load_default=None,
        allow_none=True,
    )


@payload
class Decision(Shape):
    owner_desk: str = Desk("desk that does it", required=True)
    next_step: str = Code("what is to be done", required=True)
    due_on: date = LaterDay("by when", required=True)
    words: str | None = Words()


@payload
class Missing(Shape):
    issue: str = fields.Code(
        required=True,
        validate=check_issue,
        metadata={"description": "the issue that nothing in the city answers"},
    )
    words: str | None = Words()


@payload
class DiscussCase(Shape):
    case_id: str = Id("the case", required=True)
    basis: str = Choice(MEETING_BASES, "consent, conference or anonymous", required=True)
    outcome: str = Choice(OUTCOMES, "what the meeting made of it", required=True)
    shared: str | None = Words("what was shared; encrypted, never published")
    decisions: tuple[Decision, ...] = fields.List(
        fields.Nested(Decision.schema),
        load_default=list,
        validate=validate.Length(max=MANY),
        metadata={"description": "each with its owner and its date"},
    )
    missing: tuple[Missing, ...] = fields.List(
        fields.Nested(Missing.schema),
        load_default=list,
        validate=validate.Length(max=MANY),
        metadata={"description": "resources the members missed; they feed the unmet needs"},
    )


@payload
class DoDecision(Body):
    by: str = Desk("the desk that owns it", required=True)
    result: str = Code("done, or why it came to nothing", required=True)


@payload
class DecisionQuery(Page):
    desk: str | None = Desk("owned by this desk", load_default=None, allow_none=True)
    overdue: bool = fields.Boolean(
        load_default=False, metadata={"description": "only those past their date"}
    )


@payload
class MeetingQuery(Page):
    kind: str | None = Choice(KINDS, "only this kind", load_default=None, allow_none=True)
