"""The shapes of what is sent about consultations and cases, and of their lists."""

from __future__ import annotations

from datetime import date

from services.intake.domain.case import CHANNELS, ENDINGS, SCREENING
from services.intake.schemas.shared import (
    NOT_EMPTY,
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
    PersonDetails,
    Words,
    check_due,
    check_issue,
    check_programme,
)
from tsunagu.contracts import text_fields
from tsunagu.contracts.payload import fields, payload

CASE_STATES = ("open", "ended", "all")


@payload
class Consultation(Body):
    channel: str = Choice(CHANNELS, "how it came", required=True)
    person_id: str | None = Id(
        "a known person; leave out for a new one", load_default=None, allow_none=True
    )
    person: PersonDetails | None = Person(load_default=None, allow_none=True)
    case_id: str | None = Id("continue this case", load_default=None, allow_none=True)
    from_desk: str | None = Desk("desk that brought the person", load_default=None, allow_none=True)
    signal_id: str | None = Id("signal that it answers", load_default=None, allow_none=True)
    slip_code: str | None = Id(
        "number of the slip that the person brought: finds the signal",
        load_default=None,
        allow_none=True,
    )
    signal_kind: str | None = Code("what the desk had noticed", load_default=None, allow_none=True)
    story: str | None = Words()
    owner_desk: str = Desk(
        "desk that owns the next step (consultation_support)", load_default="consultation_support"
    )
    next_step: str = Code("what happens next (assessment)", load_default="assessment")
    due_on: date | None = LaterDay(
        "by when (three working days)", load_default=None, allow_none=True
    )

    def check(self) -> None:
        super().check()
        check_due(self.due_on, self.on)


@payload
class Screening(Body):
    decision: str = Choice(SCREENING, "how it goes on", required=True)
    grounds: str | None = Words()


@payload
class Assessment(Body):
    issues: tuple[str, ...] = Codes(check_issue, "codes of /issues", least=1)
    main: str | None = fields.Code(
        load_default=None,
        allow_none=True,
        validate=check_issue,
        metadata={"description": "the main one of them"},
    )
    strengths: str | None = Words()
    wishes: str | None = Words()


@payload
class Plan(Body):
    programmes: tuple[str, ...] = Codes(check_programme, "codes of programmes")
    employment_support: bool = Flag("targeted by employment support")
    agreed_on: date | None = Day("when the person agreed", load_default=None, allow_none=True)
    goals: str | None = Words()


@payload
class Journal(Body):
    desk: str = Desk("desk that writes", load_default="consultation_support")
    text: str = fields.String(
        required=True,
        kind=text_fields.STORY,
        validate=NOT_EMPTY,
        metadata={"description": "what happened; encrypted, never published"},
    )


@payload
class Outcome(Body):
    kind: str | None = Code("kind of work or income", load_default=None, allow_none=True)
    employer: str | None = Words("employer; encrypted, never published", text_fields.NAME)


@payload
class Ending(Body):
    reason: str = Choice(ENDINGS, "why it ends", required=True)
    aftercare: str | None = Words()


@payload
class CaseQuery(Page):
    desk: str | None = Id("owned by this desk", load_default=None, allow_none=True)
    person_id: str | None = Id("of this person, over the years", load_default=None, allow_none=True)
    state: str = Choice(CASE_STATES, "open if left out", load_default="open")
    overdue: bool = Flag("only those past their date")
