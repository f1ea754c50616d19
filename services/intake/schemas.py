"""The shapes of what people send: every fault at once, each with its remedy.

A message of the form "problem → remedy" becomes both parts of the fault.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from marshmallow import (
    RAISE,
    Schema,
    ValidationError,
    fields,
    validate,
    validates_schema,
)

from services.intake import reference
from services.intake.domain import CHANNELS, ENDINGS, SCREENING
from services.intake.domain_person import DETAILS
from services.intake.domain_signal import BASES
from tsunagu.calendar import city_today

EARLIEST = date(1990, 1, 1)
ANSWERS = ("coming", "thinking", "declined", "no_answer")
LONG_TEXT = 20_000


def today() -> date:
    """The city's date now."""
    return city_today(datetime.now(UTC))


def one_of(choice: tuple[str, ...]) -> Callable[[str], None]:
    def check(value: str) -> None:
        if value not in choice:
            raise ValidationError(f"選べない値です / not one of the choices → {', '.join(choice)}")

    return check


def known_desk(value: str) -> None:
    if value not in reference.desks():
        raise ValidationError(
            "知らない窓口です / no such desk → 窓口一覧の code を / use a listed code"
        )


def known_issue(value: str) -> None:
    if value not in reference.issues():
        raise ValidationError(
            "知らない課題です / no such issue → " + ", ".join(sorted(reference.issues()))
        )


def known_programme(value: str) -> None:
    if value not in reference.programmes():
        raise ValidationError(
            "知らない事業です / no such programme → " + ", ".join(sorted(reference.programmes()))
        )


def past_day(value: date) -> None:
    if not EARLIEST <= value <= today():
        raise ValidationError(
            "1990 年より前か未来の日付です / before 1990 or in the future → "
            "日付を確かめる / check the date"
        )


def a_code(value: str) -> None:
    if not reference.is_code(value):
        raise ValidationError("英小文字の符号にしてください / must be a code → a-z, 0-9, _")


def Day(**options: Any) -> fields.Date:
    return fields.Date(validate=past_day, **options)


def Code(**options: Any) -> fields.String:
    return fields.String(validate=a_code, **options)


def Desk(**options: Any) -> fields.String:
    return fields.String(validate=known_desk, **options)


def Words(**options: Any) -> fields.String:
    """Free text: encrypted, never published."""
    return fields.String(
        validate=validate.Length(max=LONG_TEXT), load_default=None, allow_none=True, **options
    )


def Codes(check: Callable[[str], None], least: int = 0) -> fields.List[Any]:
    limit = validate.Length(
        min=least, error="一つもありません / none is given → 一つ以上選ぶ / choose at least one"
    )
    return fields.List(fields.String(validate=check), required=True, validate=limit)


class Body(Schema):
    """What one command takes; `on` is today where it is left out."""

    class Meta:
        unknown = RAISE
        dateformat = "iso"

    error_messages = {"unknown": "知らない項目です / unknown field → 外す / leave it out"}  # noqa: RUF012

    on = Day(load_default=today)


class PersonDetails(Schema):
    """Any of them may be missing: a name is not needed to be helped."""

    class Meta:
        unknown = RAISE

    name = Words()
    kana = Words()
    birth_date = fields.Date(load_default=None, allow_none=True)
    sex = Words()
    address = Words()
    phone = Words()
    email = Words()
    occupation = Words()


def details_of(person: dict[str, Any] | None) -> dict[str, str]:
    """The details that are there, as texts."""
    person = person or {}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name in DETAILS
        if (value := person.get(name))
    }


class Consultation(Body):
    channel = fields.String(required=True, validate=one_of(CHANNELS))
    person_id = fields.String(load_default=None, allow_none=True)
    person = fields.Nested(PersonDetails, load_default=None, allow_none=True)
    case_id = fields.String(load_default=None, allow_none=True)
    from_desk = Desk(load_default=None, allow_none=True)
    signal_id = fields.String(load_default=None, allow_none=True)
    signal_kind = Code(load_default=None, allow_none=True)
    story = Words()
    owner_desk = Desk(load_default="consultation_support")
    next_step = Code(load_default="assessment")
    due_on = fields.Date(load_default=None, allow_none=True)

    @validates_schema
    def due_after(self, data: dict[str, Any], **_: Any) -> None:
        due_not_before(data)


class NextStep(Body):
    owner_desk = Desk(required=True)
    next_step = Code(required=True)
    due_on = fields.Date(required=True)

    @validates_schema
    def due_after(self, data: dict[str, Any], **_: Any) -> None:
        due_not_before(data)


def due_not_before(data: dict[str, Any]) -> None:
    if data.get("due_on") is not None and data["due_on"] < data["on"]:
        raise ValidationError(
            "期限がその日より前です / due before the day itself → on 以後の日付に / a later day",
            field_name="due_on",
        )


class Screening(Body):
    decision = fields.String(required=True, validate=one_of(SCREENING))
    grounds = Words()


class Assessment(Body):
    issues = Codes(known_issue, least=1)
    main = fields.String(load_default=None, allow_none=True, validate=known_issue)
    strengths = Words()
    wishes = Words()


class Plan(Body):
    programmes = Codes(known_programme)
    employment_support = fields.Boolean(load_default=False)
    agreed_on = Day(load_default=None, allow_none=True)
    goals = Words()


class Journal(Body):
    desk = Desk(load_default="consultation_support")
    text = fields.String(required=True, validate=validate.Length(min=1, max=LONG_TEXT))


class Outcome(Body):
    kind = Code(load_default=None, allow_none=True)
    employer = Words()


class Ending(Body):
    reason = fields.String(required=True, validate=one_of(ENDINGS))
    aftercare = Words()


class Consent(Body):
    purpose = Code(required=True)
    recipients = Codes(known_desk, least=1)
    until = fields.Date(load_default=None, allow_none=True)
    evidence = Words()


class SignalBody(Schema):
    """A department's notice: the REST body of `POST /signals` and the AMQP message's data."""

    class Meta:
        unknown = RAISE

    kind = Code(required=True)
    noticed_on = Day(required=True)
    person = fields.Nested(PersonDetails, load_default=None, allow_none=True)
    basis = fields.String(required=True, validate=one_of(BASES))
    note = Words()
    urgent = fields.Boolean(load_default=False)


class Encouragement(Body):
    answer = fields.String(required=True, validate=one_of(ANSWERS))


class Closing(Body):
    reason = Code(required=True)


class OnlyDay(Body):
    pass
