"""The shapes of what departments notice, and of what is then done about it."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

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
    Person,
    Shape,
    Words,
    known_desk,
)
from tsunagu.domain.calendar import city_date

ANSWERS = ("coming", "thinking", "declined", "no_answer")
SIGNAL_STATES = ("open", "connected", "closed", "all")
MOST_AT_ONCE = 500
LARGEST = 2**53 - 1  # the largest whole number that every JSON reader keeps exactly


def Number(says: str, **options: Any) -> fields.Integer:
    return fields.Integer(
        strict=True,
        validate=validate.Range(1, LARGEST),
        metadata={"description": says},
        **options,
    )


class ConsentGrounds(Shape):
    """What the person agreed to. Left out, the department's word stands: for it and for us."""

    on = Day("when the person agreed; `noticed_on` if left out", load_default=None)
    until = LaterDay("last day it holds", load_default=None, allow_none=True)
    scope = Codes(known_desk, "desks that may be told", least=1, required=False, load_default=None)
    evidence = Words("how it is shown, e.g. where the paper lies; encrypted, never published")


class Encouraged(Shape):
    """The person was told of the support."""

    on = DayOrToday()
    answer = Choice(ANSWERS, "what the person said", required=True)


class SignalBody(Shape):
    """A department's notice: the body of `POST /signals`, each of a batch, a CloudEvent's data."""

    department = Desk("the department that sends it", required=True)
    id = OwnId("the sender's own id: the same one again is the same signal", required=True)
    kind = Code("what was noticed: a code of /signals/kinds, or your own", required=True)
    noticed_on = Day("when it was noticed", required=True)
    person = Person(load_default=None, allow_none=True)
    basis = Choice(
        BASES, "what allows sharing; encouragement_only allows no identity", required=True
    )
    note = Words()
    urgent = Flag("suicide risk, no food, eviction or water cut within days")
    consent = fields.Nested(
        ConsentGrounds,
        load_default=None,
        allow_none=True,
        metadata={"description": "with basis consent: what the person agreed to"},
    )
    conference_id = Id(
        "with basis conference: the recorded support conference",
        load_default=None,
        allow_none=True,
    )
    encouragement = fields.Nested(
        Encouraged,
        load_default=None,
        allow_none=True,
        metadata={"description": "if the person was told of the support: what they said"},
    )
    sequence = Number(
        "your own running number from 1: gaps are noticed", load_default=None, allow_none=True
    )

    @validates_schema(skip_on_field_errors=True)
    def grounds_fit(self, data: dict[str, Any], **_: Any) -> None:
        """Evidence of one basis does not come with another; a consent does not end at its start."""
        wrong = {}
        for name, basis in (("consent", CONSENT), ("conference_id", CONFERENCE)):
            if data.get(name) is not None and data["basis"] != basis:
                wrong[name] = [
                    f"basis は {basis} ではありません / not the basis → "
                    f"basis を {basis} に、または外す / send basis {basis}, or leave it out"
                ]
        consent = data.get("consent") or {}
        until, begins = consent.get("until"), consent.get("on") or data["noticed_on"]
        if until is not None and until < begins:
            wrong["consent.until"] = [
                "同意した日より前です / before the day of consent → 後の日付に / a later day"
            ]
        if wrong:
            raise ValidationError(wrong)


class Batch(Shape):
    """Many at once, each accepted or refused on its own."""

    department = Desk("the department that sends them", required=True)
    signals = fields.List(
        fields.Dict(metadata={"description": "as the body of POST /signals"}),
        required=True,
        validate=validate.Length(1, MOST_AT_ONCE),
        metadata={"description": "in order; of the same id the first counts"},
    )


class Encouragement(Body):
    answer = Choice(ANSWERS, "what the person said", required=True)


class SignalNextStep(NextStep):
    """As of a case; where hours count, also the moment."""

    due_at = fields.AwareDateTime(
        load_default=None,
        allow_none=True,
        metadata={"description": "by when, if hours count; on the day of `due_on`"},
    )

    @validates_schema(skip_on_field_errors=True)
    def on_its_day(self, data: dict[str, Any], **_: Any) -> None:
        if data["due_at"] is not None and city_date(data["due_at"]) != data["due_on"]:
            raise ValidationError(
                "due_on の日と違います / not on the day of due_on → 揃える / make them agree",
                field_name="due_at",
            )


class Connection(Body):
    case_id = Id("the case", required=True)


class Closing(Body):
    reason = Code("why", required=True)


class IdentityPurpose(Shape):
    purpose = Choice(
        IDENTITY_PURPOSES, "what you read it for; the reading is recorded", required=True
    )


class SignalQuery(Page):
    desk = Id("owned by this desk", load_default=None, allow_none=True)
    state = Choice(SIGNAL_STATES, "open if left out", load_default="open")
    department = Id("sent by this department", load_default=None, allow_none=True)
    id = OwnId(
        "the sender's own id, whatever its state; needs the department",
        load_default=None,
        allow_none=True,
    )
    urgent = Flag("only those whose clock counts hours")
    overdue = Flag("only those past their time")


class OfDepartment(Shape):
    department = Id("this department's; your own if you are one", load_default=None)


class GapExplanation(Body):
    department = Desk("whose numbers; your own if you are one", load_default=None)
    first = Number("the first number that will not come", required=True)
    last = Number("the last one", required=True)
    reason = Choice(REASONS, "why", required=True)
