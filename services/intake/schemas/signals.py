"""The shapes of what departments notice, and of what is then done about it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from marshmallow import ValidationError, validate

from services.intake.domain.department_sequence import REASONS
from services.intake.domain.sharing import BASES, CONFERENCE, CONSENT, IDENTITY_PURPOSES
from services.intake.schemas.shared import (
    Body,
    Choice,
    Code,
    Codes,
    Day,
    DayOrToday,
    Desk,
    Flag,
    Id,
    LaterDay,
    NextStep,
    OwnId,
    Page,
    PersonDetails,
    Shape,
    Words,
    check_desk,
)
from tsunagu.contracts.day_ranges import check_coming_day
from tsunagu.contracts.payload import fields, payload
from tsunagu.contracts.text_fields import TextKind
from tsunagu.domain.calendar import city_date
from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.text import Problem, Text

ANSWERS = ("coming", "thinking", "declined", "no_answer")
SIGNAL_STATES = ("open", "connected", "closed", "all")
MOST_AT_ONCE = 500
NOT_THE_BASIS = Problem(
    Text("basis は {basis} ではありません", "not the basis"),
    Text("basis を {basis} に、または外す", "send basis {basis}, or leave it out"),
)
BEFORE_THE_CONSENT = Problem(
    Text("同意した日より前です", "before the day of consent"), Text("後の日付に", "a later day")
)
ANOTHER_DAY = Problem(
    Text("due_on の日と違います", "not on the day of due_on"), Text("揃える", "make them agree")
)
V1 = TextKind(20_000)  # what is taken in may grow, never shrink
LARGEST = 2**53 - 1  # the largest whole number that every JSON reader keeps exactly


def Number(says: str, **options: Any) -> Any:
    return fields.Integer(
        strict=True,
        validate=validate.Range(1, LARGEST),
        metadata={"description": says},
        **options,
    )


@payload
class SentPerson(PersonDetails):
    """Who a signal is about; each part as long as version 1 of the message was published with."""

    name: str | None = Words("name; encrypted, never published", V1)
    kana: str | None = Words("name in kana; encrypted, never published", V1)
    sex: str | None = Words("as the person says; encrypted, never published", V1)
    address: str | None = Words("address, if there is one; encrypted, never published", V1)
    phone: str | None = Words("encrypted, never published", V1)
    email: str | None = Words("encrypted, never published", V1)
    occupation: str | None = Words("encrypted, never published", V1)


@payload
class ConsentGrounds(Shape):
    """What the person agreed to. Left out, the department's word stands: for it and for us."""

    on: date | None = Day("when the person agreed; `noticed_on` if left out", load_default=None)
    until: date | None = LaterDay("last day it holds", load_default=None, allow_none=True)
    scope: tuple[str, ...] | None = Codes(
        check_desk, "desks that may be told", least=1, required=False, load_default=None
    )
    evidence: str | None = Words(
        "how it is shown, e.g. where the paper lies; encrypted, never published"
    )


@payload
class Encouraged(Shape):
    """The person was told of the support."""

    on: date = DayOrToday()
    answer: str = Choice(ANSWERS, "what the person said", required=True)


@payload
class SignalBody(Shape):
    """A department's notice: the body of `POST /signals`, each of a batch, a CloudEvent's data."""

    department: str = Desk("the department that sends it", required=True)
    id: str = OwnId("the sender's own id: the same one again is the same signal", required=True)
    kind: str = Code("what was noticed: a code of /signals/kinds, or your own", required=True)
    noticed_on: date = Day("when it was noticed", required=True)
    person: SentPerson | None = fields.Nested(
        SentPerson.schema,
        load_default=None,
        allow_none=True,
        metadata={"description": "who it is; any part may be missing"},
    )
    basis: str = Choice(
        BASES, "what allows sharing; encouragement_only allows no identity", required=True
    )
    note: str | None = Words()
    urgent: bool = Flag("suicide risk, no food, eviction or water cut within days")
    consent: ConsentGrounds | None = fields.Nested(
        ConsentGrounds.schema,
        load_default=None,
        allow_none=True,
        metadata={"description": "with basis consent: what the person agreed to"},
    )
    conference_id: str | None = Id(
        "with basis conference: the recorded support conference",
        load_default=None,
        allow_none=True,
    )
    encouragement: Encouraged | None = fields.Nested(
        Encouraged.schema,
        load_default=None,
        allow_none=True,
        metadata={"description": "if the person was told of the support: what they said"},
    )
    sequence: int | None = Number(
        "your own running number from 1: gaps are noticed", load_default=None, allow_none=True
    )

    def check(self) -> None:
        """Evidence of one basis does not come with another; a consent does not end at its start."""
        wrong = {}
        for name, basis in (("consent", CONSENT), ("conference_id", CONFERENCE)):
            if getattr(self, name) is not None and self.basis != basis:
                wrong[name] = [NOT_THE_BASIS.format(basis=basis)]
        consent = self.consent
        if consent and consent.until and consent.until < (consent.on or self.noticed_on):
            wrong["consent.until"] = [BEFORE_THE_CONSENT]
        if wrong:
            raise ValidationError(wrong)


@payload
class Batch(Shape):
    """Many at once, each accepted or refused on its own."""

    department: str = Desk("the department that sends them", required=True)
    signals: tuple[JsonObject, ...] = fields.List(
        fields.Dict(metadata={"description": "as the body of POST /signals"}),
        required=True,
        validate=validate.Length(1, MOST_AT_ONCE),
        metadata={"description": "in order; of the same id the first counts"},
    )


@payload
class Encouragement(Body):
    answer: str = Choice(ANSWERS, "what the person said", required=True)


@payload
class SignalNextStep(NextStep):
    """As of a case; where hours count, also the moment."""

    due_at: datetime | None = fields.AwareDateTime(
        validate=check_coming_day,
        load_default=None,
        allow_none=True,
        metadata={"description": "by when, if hours count; on the day of `due_on`"},
    )

    def check(self) -> None:
        super().check()
        if self.due_at is not None and city_date(self.due_at) != self.due_on:
            raise ValidationError(ANOTHER_DAY, field_name="due_at")


@payload
class Connection(Body):
    case_id: str = Id("the case", required=True)


@payload
class Closing(Body):
    reason: str = Code("why", required=True)


@payload
class IdentityPurpose(Shape):
    purpose: str = Choice(
        IDENTITY_PURPOSES, "what you read it for; the reading is recorded", required=True
    )


@payload
class SignalQuery(Page):
    desk: str | None = Id("owned by this desk", load_default=None, allow_none=True)
    state: str = Choice(SIGNAL_STATES, "open if left out", load_default="open")
    department: str | None = Id("sent by this department", load_default=None, allow_none=True)
    id: str | None = OwnId(
        "the sender's own id, whatever its state; needs the department",
        load_default=None,
        allow_none=True,
    )
    urgent: bool = Flag("only those whose clock counts hours")
    overdue: bool = Flag("only those past their time")


@payload
class OfDepartment(Shape):
    department: str | None = Id("this department's; your own if you are one", load_default=None)


@payload
class GapExplanation(Body):
    department: str | None = Desk("whose numbers; your own if you are one", load_default=None)
    first: int = Number("the first number that will not come", required=True)
    last: int = Number("the last one", required=True)
    reason: str = Choice(REASONS, "why", required=True)
