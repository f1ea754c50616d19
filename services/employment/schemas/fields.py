"""The kinds of fields that payloads are made of, each with its description."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from marshmallow import ValidationError, validate

from services.employment import reference
from tsunagu.contracts.day_ranges import check_coming_day
from tsunagu.contracts.field_checks import Pattern, check_code
from tsunagu.contracts.payload import fields
from tsunagu.contracts.text_fields import ID, NOTE, REMARK, TextKind
from tsunagu.domain.text import Problem, Text

A_WEEK = 168  # hours
YEN = 10_000_000
NOT_AN_ID = Problem(
    Text("番号ではありません", "not an id"), Text("英数字、- _ . :", "a-z 0-9 - _ . :")
)
# Ids are published: no words may pass for one.
ID_FORM = Pattern("^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$", NOT_AN_ID)


def check_choice(choice: Iterable[str]) -> Callable[[str], None]:
    """A check that a value is one of these."""
    choices = tuple(choice)
    listed = ", ".join(choices)
    not_a_choice = Problem(Text("選べない値です", "not one of the choices"), Text(listed, listed))

    def check(value: str) -> None:
        if value not in choices:
            raise ValidationError(not_a_choice)

    return check


def _describe(description: str) -> dict[str, str]:
    return {"description": description}


def Id(description: str, **options: Any) -> Any:
    return fields.String(validate=ID_FORM, metadata=_describe(description), **options)


def MaybeId(description: str) -> Any:
    return Id(description, load_default=None, allow_none=True)


def Code(description: str, **options: Any) -> Any:
    return fields.Code(validate=check_code, metadata=_describe(description), **options)


def Choice(description: str, choice: Iterable[str], **options: Any) -> Any:
    return fields.String(validate=check_choice(choice), metadata=_describe(description), **options)


def Listed(description: str, kind: str, **options: Any) -> Any:
    """A code of one of the lists in `codes.csv`."""
    return Choice(description, reference.load_list(kind), **options)


def ListedMany(description: str, kind: str) -> Any:
    return Many(description, reference.load_list(kind))


def Many(description: str, choice: Iterable[str]) -> Any:
    return fields.List(
        fields.String(validate=check_choice(choice)),
        load_default=list,
        metadata=_describe(description),
    )


def Day(description: str, **options: Any) -> Any:
    """A day that may be still to come."""
    return fields.Date(validate=check_coming_day, metadata=_describe(description), **options)


def MaybeDay(description: str) -> Any:
    return Day(description, load_default=None, allow_none=True)


def Number(description: str, low: int, high: int, **options: Any) -> Any:
    return fields.Integer(
        strict=True, validate=validate.Range(low, high), metadata=_describe(description), **options
    )


def MaybeNumber(description: str, low: int, high: int) -> Any:
    return Number(description, low, high, load_default=None, allow_none=True)


def NumberInQuery(description: str, low: int, high: int) -> Any:
    """A number in a query, which comes as a text."""
    return fields.Integer(validate=validate.Range(low, high), metadata=_describe(description))


def TextInQuery(description: str, kind: TextKind = ID) -> Any:
    return fields.String(kind=kind, metadata=_describe(description))


def Yes(description: str, default: bool = False) -> Any:
    return fields.Boolean(load_default=default, metadata=_describe(description))


def YesInQuery(description: str) -> Any:
    return fields.Boolean(metadata=_describe(description))


def Words(description: str, kind: TextKind = NOTE) -> Any:
    """Free text: encrypted, never published."""
    return fields.String(
        kind=kind,
        load_default=None,
        allow_none=True,
        metadata=_describe(description),
    )


def ShortText(description: str, kind: TextKind = REMARK, **options: Any) -> Any:
    """Text about an organisation or its work, not about a person."""
    return fields.String(
        kind=kind, validate=validate.Length(min=1), metadata=_describe(description), **options
    )
