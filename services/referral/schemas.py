"""The shapes of what desks send: every fault at once, each with its remedy.

A message of the form "problem → remedy" becomes both parts of the fault.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from services.referral import reference
from services.referral.domain import BASES
from services.referral.refusals import is_code
from tsunagu.calendar import city_today

EARLIEST = date(1990, 1, 1)
LONG_TEXT = 20_000


def today() -> date:
    """The city's date now."""
    return city_today(datetime.now(UTC))


def known_desk(value: str) -> None:
    if value not in reference.desks():
        raise ValidationError(
            "知らない窓口です / no such desk → 窓口一覧の code を / use a listed code"
        )


def past_day(value: date) -> None:
    if not EARLIEST <= value <= today():
        raise ValidationError(
            "1990 年より前か未来の日付です / before 1990 or in the future → "
            "日付を確かめる / check the date"
        )


def a_code(value: str) -> None:
    if not is_code(value):
        raise ValidationError("英小文字の符号にしてください / must be a code → a-z, 0-9, _, -")


def Words() -> fields.String:
    """Free text: encrypted, never published."""
    return fields.String(
        validate=validate.Length(max=LONG_TEXT), load_default=None, allow_none=True
    )


class SheetItems(Schema):
    """The personal items of the sheet; any may be missing."""

    class Meta:
        unknown = RAISE

    name = Words()
    kana = Words()
    address = Words()
    phone = Words()
    email = Words()
    sex = Words()
    age = fields.Integer(
        validate=validate.Range(0, 150), load_default=None, allow_none=True, strict=True
    )
    occupation = Words()
    family = Words()
    where_to_consult = Words()
    supporting_body = Words()
    staff_name = Words()
    remarks = Words()


class Body(Schema):
    """What every command takes: the acting desk, and the day (today where it is left out)."""

    class Meta:
        unknown = RAISE

    error_messages = {"unknown": "知らない項目です / unknown field → 外す / leave it out"}  # noqa: RUF012

    by = fields.String(required=True, validate=known_desk)
    on = fields.Date(load_default=today, validate=past_day)


class Sheet(Body):
    to = fields.String(required=True, validate=known_desk)
    person_id = fields.String(required=True, validate=validate.Length(1, 100))
    case_id = fields.String(load_default=None, allow_none=True)
    issues = fields.List(fields.String(validate=a_code), load_default=list)
    need_id = fields.String(load_default=None, allow_none=True)
    replaces = fields.String(load_default=None, allow_none=True)
    warm = fields.Boolean(load_default=False)
    basis = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(BASES))
    consent_id = fields.String(load_default=None, allow_none=True)
    sheet = fields.Nested(SheetItems, load_default=dict)
    referral_id = fields.String(load_default=None, allow_none=True)


class Request(Body):
    despite_capacity = fields.Boolean(load_default=False)


class Refer(Sheet, Request):
    pass


class Move(Body):
    note = Words()


class MoveWithReason(Move):
    # Missing is the domain's to refuse: a rule, not a shape.
    reason = fields.String(load_default=None, allow_none=True)


class Completion(Move):
    outcome = fields.String(load_default=None, allow_none=True)


class Status(Body):
    status = fields.String(required=True)


class Place(Body):
    owner_desk = fields.String(load_default=None, allow_none=True, validate=known_desk)
    next_step = fields.String(required=True, validate=a_code)
    due_on = fields.Date(required=True)
    note = Words()


class Close(Body):
    reason = fields.String(required=True, validate=a_code)
    note = Words()


class ClockBody(Schema):
    class Meta:
        unknown = RAISE

    step = fields.String(required=True)
    days = fields.Integer(required=True, strict=True)
    lead_after = fields.Integer(load_default=2, strict=True)
    support_after = fields.Integer(load_default=5, strict=True)
    running = fields.Boolean(load_default=True)
    from_desk = fields.String(load_default=None, allow_none=True, validate=known_desk)


def without(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key not in names}
