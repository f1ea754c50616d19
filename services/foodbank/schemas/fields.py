"""Fields that several payloads of the food bank have: codes of its lists, ids, days, words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from marshmallow import ValidationError, validate

from services.foodbank import reference
from tsunagu.contracts.day_ranges import check_coming_day, check_reported_day
from tsunagu.contracts.field_checks import Pattern, check_code
from tsunagu.contracts.payload import fields
from tsunagu.contracts.text_fields import CURSOR, NOTE, TextKind
from tsunagu.domain.text import Problem, Text

NOT_A_CARD = Problem(
    Text("札の番号ではありません", "no card's number"),
    Text("半角の英数字と -", "letters, digits and -"),
)
NOT_LISTED = Problem(
    Text("{name} の一覧にない符号です", "not on the list {name}"),
    Text("一覧（list_codes）から選ぶ", "choose from list_codes"),
)
CARD = Pattern("^[0-9A-Za-z][0-9A-Za-z-]{0,31}$", NOT_A_CARD)


def on_list(name: str, entries: Callable[[], Iterable[str]]) -> Callable[[str], None]:
    """A validator: one of the codes of a list, which is data."""

    def check(value: str) -> None:
        if value not in entries():
            raise ValidationError(NOT_LISTED.format(name=name))

    return check


def on_small_list(name: str) -> Callable[[str], None]:
    """A validator: one of the codes of a list in `codes.csv`."""
    return on_list(name, lambda: reference.codes(name))


def Words(description: str, kind: TextKind = NOTE) -> Any:
    """Free text: encrypted, never published."""
    return fields.String(
        kind=kind,
        load_default=None,
        allow_none=True,
        metadata={"description": description},
    )


def Code(description: str, check: Callable[[str], None] = check_code, **options: Any) -> Any:
    options = {"required": True} | options
    return fields.Code(validate=check, metadata={"description": description}, **options)


def Id(description: str, **options: Any) -> Any:
    options = options or {"load_default": None, "allow_none": True}
    return fields.String(
        validate=validate.Length(min=1), metadata={"description": description}, **options
    )


def Day(description: str, **options: Any) -> Any:
    """A day that may be still to come."""
    options = options or {"load_default": None, "allow_none": True}
    return fields.Date(validate=check_coming_day, metadata={"description": description}, **options)


def ReportedDay(description: str, **options: Any) -> Any:
    """The first or last day of a period that is asked about."""
    return fields.Date(
        validate=check_reported_day, metadata={"description": description}, **options
    )


def Yes(description: str, default: bool | None = False) -> Any:
    return fields.Boolean(
        load_default=default, allow_none=default is None, metadata={"description": description}
    )


def Number(description: str, low: int, high: int, **options: Any) -> Any:
    options = options or {"load_default": None, "allow_none": True}
    return fields.Integer(
        strict=True,
        validate=validate.Range(low, high),
        metadata={"description": description},
        **options,
    )


def Codes(description: str, name: str, entries: Callable[[], Iterable[str]]) -> Any:
    """Several codes of a list; None where nobody asked."""
    return fields.List(
        fields.Code(validate=on_list(name, entries)),
        load_default=None,
        allow_none=True,
        metadata={"description": description},
    )


def After() -> Any:
    return fields.String(kind=CURSOR, metadata={"description": "`next` of the page before"})


def Limit() -> Any:
    return fields.Integer(validate=validate.Range(1, 500), metadata={"description": "at most"})
