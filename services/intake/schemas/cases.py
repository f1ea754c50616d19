"""The shapes of what is sent about consultations and cases, and of their lists."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate, validates_schema

from services.intake.domain.case import CHANNELS, ENDINGS, SCREENING
from services.intake.schemas.shared import (
    LONG_TEXT,
    Body,
    Choice,
    Code,
    Codes,
    Day,
    Desk,
    Flag,
    Id,
    LaterDay,
    Page,
    Person,
    Words,
    due_not_before,
    known_issue,
    known_programme,
)

CASE_STATES = ("open", "ended", "all")


class Consultation(Body):
    channel = Choice(CHANNELS, "how it came", required=True)
    person_id = Id("a known person; leave out for a new one", load_default=None, allow_none=True)
    person = Person(load_default=None, allow_none=True)
    case_id = Id("continue this case", load_default=None, allow_none=True)
    from_desk = Desk("desk that brought the person", load_default=None, allow_none=True)
    signal_id = Id("signal that it answers", load_default=None, allow_none=True)
    slip_code = Id(
        "number of the slip that the person brought: finds the signal",
        load_default=None,
        allow_none=True,
    )
    signal_kind = Code("what the desk had noticed", load_default=None, allow_none=True)
    story = Words()
    owner_desk = Desk(
        "desk that owns the next step (consultation_support)", load_default="consultation_support"
    )
    next_step = Code("what happens next (assessment)", load_default="assessment")
    due_on = LaterDay("by when (three working days)", load_default=None, allow_none=True)

    @validates_schema
    def due_after(self, data: dict[str, Any], **_: Any) -> None:
        due_not_before(data)


class Screening(Body):
    decision = Choice(SCREENING, "how it goes on", required=True)
    grounds = Words()


class Assessment(Body):
    issues = Codes(known_issue, "codes of /issues", least=1)
    main = fields.String(
        load_default=None,
        allow_none=True,
        validate=known_issue,
        metadata={"description": "the main one of them"},
    )
    strengths = Words()
    wishes = Words()


class Plan(Body):
    programmes = Codes(known_programme, "codes of programmes")
    employment_support = Flag("targeted by employment support")
    agreed_on = Day("when the person agreed", load_default=None, allow_none=True)
    goals = Words()


class Journal(Body):
    desk = Desk("desk that writes", load_default="consultation_support")
    text = fields.String(
        required=True,
        validate=validate.Length(min=1, max=LONG_TEXT),
        metadata={"description": "what happened; encrypted, never published"},
    )


class Outcome(Body):
    kind = Code("kind of work or income", load_default=None, allow_none=True)
    employer = Words()


class Ending(Body):
    reason = Choice(ENDINGS, "why it ends", required=True)
    aftercare = Words()


class CaseQuery(Page):
    desk = Id("owned by this desk", load_default=None, allow_none=True)
    person_id = Id("of this person, over the years", load_default=None, allow_none=True)
    state = Choice(CASE_STATES, "open if left out", load_default="open")
    overdue = Flag("only those past their date")
