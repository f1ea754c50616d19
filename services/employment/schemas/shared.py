"""The shapes of what desks send: every fault at once, each with its remedy.

A message of the form "problem → remedy" becomes both parts of the fault. This
file holds what all commands share; each group of commands has its own beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from services.employment import reference
from services.employment.domain.vocabulary import DESKS
from tsunagu.contracts.field_checks import check_code, check_past_day
from tsunagu.process import clock

LONG_TEXT = 20_000
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}")


def one_of(choice: Iterable[str]) -> Callable[[str], None]:
    known = tuple(choice)

    def check(value: str) -> None:
        if value not in known:
            raise ValidationError(f"選べない値です / not one of the choices → {', '.join(known)}")

    return check


# -- fields, each with its description ------------------------------------------------------------


def _said(description: str) -> dict[str, str]:
    return {"description": description}


def an_id(value: str) -> None:
    """Ids are published: no words may pass for one."""
    if _ID.fullmatch(value) is None:
        raise ValidationError("番号ではありません / not an id → 英数字、- _ . : / a-z 0-9 - _ . :")


def Id(description: str, **options: Any) -> fields.String:
    return fields.String(validate=an_id, metadata=_said(description), **options)


def MaybeId(description: str) -> fields.String:
    return Id(description, load_default=None, allow_none=True)


def Code(description: str, **options: Any) -> fields.String:
    return fields.String(validate=check_code, metadata=_said(description), **options)


def Choice(description: str, choice: Iterable[str], **options: Any) -> fields.String:
    return fields.String(validate=one_of(choice), metadata=_said(description), **options)


def Listed(description: str, kind: str, **options: Any) -> fields.String:
    """A code of one of the lists in `codes.csv`."""
    return Choice(description, reference.listed(kind), **options)


def ListedMany(description: str, kind: str) -> fields.List[Any]:
    return Many(description, reference.listed(kind))


def Many(description: str, choice: Iterable[str]) -> fields.List[Any]:
    return fields.List(
        fields.String(validate=one_of(choice)), load_default=list, metadata=_said(description)
    )


def Day(description: str, **options: Any) -> fields.Date:
    return fields.Date(metadata=_said(description), **options)


def MaybeDay(description: str) -> fields.Date:
    return Day(description, load_default=None, allow_none=True)


def Number(description: str, low: int, high: int, **options: Any) -> fields.Integer:
    return fields.Integer(
        strict=True, validate=validate.Range(low, high), metadata=_said(description), **options
    )


def Asked(description: str, low: int, high: int) -> fields.Integer:
    """A number in a query, which comes as a text."""
    return fields.Integer(validate=validate.Range(low, high), metadata=_said(description))


def MaybeNumber(description: str, low: int, high: int) -> fields.Integer:
    return Number(description, low, high, load_default=None, allow_none=True)


def Yes(description: str, default: bool = False) -> fields.Boolean:
    return fields.Boolean(load_default=default, metadata=_said(description))


def Words(description: str) -> fields.String:
    """Free text: encrypted, never published."""
    return fields.String(
        validate=validate.Length(max=LONG_TEXT),
        load_default=None,
        allow_none=True,
        metadata=_said(description),
    )


def ShortText(description: str, **options: Any) -> fields.String:
    """Text about an organisation or its work, not about a person."""
    return fields.String(validate=validate.Length(1, 500), metadata=_said(description), **options)


# -- bodies and queries ---------------------------------------------------------------------------


class Body(Schema):
    """What every command takes: the acting desk, and the day (today where it is left out)."""

    class Meta:
        unknown = RAISE

    by = Code("the acting desk: one of this programme's", required=True)
    on = fields.Date(
        load_default=clock.today,
        validate=check_past_day,
        metadata=_said("the day; today if left out"),
    )


class Noted(Body):
    note = Words("in words; encrypted, never published")


class WithReason(Noted):
    reason = Code("why, as a code", required=True)


class Begin(Body):
    """Something begins for a person: from a sheet, or for a person known otherwise."""

    referral_id = MaybeId("the Tsunagu sheet it answers; it says who the person is")
    person_id = MaybeId("the person, where there is no sheet")
    case_id = MaybeId("the person's case at intake, where there is no sheet")

    @validates_schema
    def whose(self, data: dict[str, Any], **_: Any) -> None:
        if bool(data.get("referral_id")) == bool(data.get("person_id")):
            raise ValidationError(
                "だれのことか分かりません / it must be clear whose it is → "
                "referral_id か person_id の一方を / give one of referral_id and person_id",
                field_name="person_id",
            )
        if data.get("referral_id") and data.get("case_id"):
            raise ValidationError(
                "ケースはシートが示します / the sheet says which case → 外す / leave it out",
                field_name="case_id",
            )


class NextStep(Noted):
    next_step = Code("what happens next, as a code", required=True)
    due_on = Day("by when", required=True)
    owner_desk = Choice("whose it is; as before if left out", DESKS, load_default=None)


class Page(Schema):
    """What every list takes."""

    class Meta:
        unknown = RAISE

    desk = Code("with this desk")
    state = Choice("open, ended or all", ("open", "ended", "all"))
    overdue = fields.Boolean(metadata=_said("only what was due before today"))
    after = fields.String(metadata=_said("`next` of the page before"))
    limit = Asked("at most; 50 if left out", 1, 500)


class MatchQuery(Schema):
    class Meta:
        unknown = RAISE

    limit = Asked("at most; 20 if left out", 1, 500)
    include_excluded = fields.Boolean(
        metadata=_said("also show, after the fitting ones, what is excluded and why; true")
    )
