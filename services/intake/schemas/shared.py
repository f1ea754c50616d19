"""The shapes of what people send: every fault at once, each with its remedy.

Here stands what all of them are made of; the commands' own are in `schemas_*.py`.
A message of the form "problem → remedy" becomes both parts of the fault.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from services.intake import reference
from services.intake.domain.person import DETAILS
from tsunagu.contracts.field_checks import check_code, check_past_day
from tsunagu.domain.codes import PATTERN
from tsunagu.process import clock
from tsunagu.projections.paging import MAX_LIMIT

LONG_TEXT = 20_000
ID = validate.Length(1, 200)


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


def without_nul(value: str) -> None:
    """No database can hold it, or look for it."""
    if "\0" in value:
        raise ValidationError(
            "使えない文字（NUL）があります / holds a NUL → 消す / remove it",
        )


# -- fields: `says` is their description in OpenAPI ---------------------------------------------


def Day(says: str = "", **options: Any) -> fields.Date:
    return fields.Date(validate=check_past_day, metadata={"description": says}, **options)


class DayOrToday(fields.Date):
    """The day it happened; left out, or null, it is today."""

    def __init__(self) -> None:
        says = {"description": "the day it happened; today if left out"}
        super().__init__(
            load_default=clock.today, allow_none=True, validate=check_past_day, metadata=says
        )

    def deserialize(self, value: Any, *where: Any, **options: Any) -> Any:
        found = super().deserialize(value, *where, **options)
        return clock.today() if found is None else found


def LaterDay(says: str, **options: Any) -> fields.Date:
    return fields.Date(metadata={"description": says}, **options)


def Code(says: str, **options: Any) -> fields.String:
    says_and_form = {"description": says, "pattern": PATTERN}
    return fields.String(validate=check_code, metadata=says_and_form, **options)


def Desk(says: str, **options: Any) -> fields.String:
    says_and_form = {"description": says, "pattern": PATTERN}
    return fields.String(validate=known_desk, metadata=says_and_form, **options)


def Id(says: str, **options: Any) -> fields.String:
    return fields.String(validate=[ID, without_nul], metadata={"description": says}, **options)


def OwnId(says: str, **options: Any) -> fields.String:
    """An id of somebody else's making, which is never kept: any text at all."""
    return fields.String(validate=ID, metadata={"description": says}, **options)


def Choice(choice: tuple[str, ...], says: str, **options: Any) -> fields.String:
    return fields.String(validate=validate.OneOf(choice), metadata={"description": says}, **options)


def Flag(says: str) -> fields.Boolean:
    return fields.Boolean(load_default=False, metadata={"description": says})


def Words(says: str = "free text; encrypted, never published") -> fields.String:
    return fields.String(
        validate=validate.Length(max=LONG_TEXT),
        load_default=None,
        allow_none=True,
        metadata={"description": says},
    )


def Codes(
    check: Callable[[str], None], says: str = "", least: int = 0, **options: Any
) -> fields.List[Any]:
    limit = validate.Length(
        min=least, error="一つもありません / none is given → 一つ以上選ぶ / choose at least one"
    )
    return fields.List(
        fields.String(validate=check),
        validate=limit,
        metadata={"description": says},
        **{"required": True} | options,
    )


# -- what several commands take -------------------------------------------------------------------


class Shape(Schema):
    class Meta:
        unknown = RAISE


class Body(Shape):
    """What one command takes; `on` is today where it is left out."""

    on = DayOrToday()


class OnDay(Body):
    """Nothing but the day."""


class Page(Shape):
    """A list by due date, page by page."""

    after = fields.String(
        load_default=None,
        allow_none=True,
        validate=[ID, without_nul],
        metadata={"description": "`next` of the page before"},
    )
    limit = fields.Integer(
        load_default=50,
        validate=validate.Range(1, MAX_LIMIT),
        metadata={"description": "at most"},
    )


class PersonDetails(Shape):
    """Any of them may be missing: a name is not needed to be helped."""

    name = Words("name; encrypted, never published")
    kana = Words("name in kana; encrypted, never published")
    birth_date = LaterDay("date of birth", load_default=None, allow_none=True)
    sex = Words("as the person says; encrypted, never published")
    address = Words("address, if there is one; encrypted, never published")
    phone = Words("encrypted, never published")
    email = Words("encrypted, never published")
    occupation = Words("encrypted, never published")


def Person(says: str = "who it is; any part may be missing", **options: Any) -> fields.Nested:
    return fields.Nested(PersonDetails, metadata={"description": says}, **options)


def details_of(person: dict[str, Any] | None) -> dict[str, str]:
    """The details that are there, as texts."""
    person = person or {}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name in DETAILS
        if (value := person.get(name))
    }


class NextStep(Body):
    """Who does what next, and by when: of a case and of a signal."""

    owner_desk = Desk("desk that owns the next step", required=True)
    next_step = Code("what happens next", required=True)
    due_on = LaterDay("by when", required=True)

    @validates_schema
    def due_after(self, data: dict[str, Any], **_: Any) -> None:
        due_not_before(data)


def due_not_before(data: dict[str, Any]) -> None:
    """Refuse a due day before the day itself."""
    if data.get("due_on") is not None and data["due_on"] < data["on"]:
        raise ValidationError(
            "期限がその日より前です / due before the day itself → on 以後の日付に / a later day",
            field_name="due_on",
        )
