"""Payloads and fields that the commands of all three desks share.

Ids are given out by this service, so that none can carry a name onto the bus; only
a household's number comes from outside, and stays inside.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Self

from marshmallow import ValidationError, validate

from services.housing.domain.course import DESKS
from tsunagu.contracts.day_ranges import check_coming_day, check_month, check_past_day
from tsunagu.contracts.field_checks import MONTH, Pattern, check_code
from tsunagu.contracts.payload import Payload, fields, payload
from tsunagu.contracts.text_fields import CURSOR, NOTE, TextKind
from tsunagu.domain.text import Problem, Text
from tsunagu.process import clock
from tsunagu.projections.paging import MAX_LIMIT

MONEY = 100_000_000  # yen; more is a slip of the finger
NOT_A_MONTH = Problem(Text("月ではありません", "not a month"), Text("2026-11", "2026-11"))
SHEET_SAYS_WHOSE = Problem(
    Text("シートが本人とケースを示します", "the sheet says whose it is"),
    Text("person_id と case_id を外す", "leave person_id and case_id out"),
)
NOBODY_NAMED = Problem(
    Text("だれのことかがありません", "it does not say whose it is"),
    Text("referral_id か person_id を", "give referral_id or person_id"),
)
KINDS = ("benefit", "moving_costs", "stay", "flat_search", "watch_over")


def code(description: str, **options: Any) -> Any:
    return fields.Code(validate=check_code, metadata={"description": description}, **options)


def one_of(choice: tuple[str, ...], description: str, **options: Any) -> Any:
    metadata = {"description": f"{description}: {', '.join(choice)}"}
    return fields.String(validate=validate.OneOf(choice), metadata=metadata, **options)


def id_of(what: str, **options: Any) -> Any:
    metadata = {"description": f"id of the {what}"}
    return fields.String(validate=validate.Length(min=1), metadata=metadata, **options)


def yen(description: str, **options: Any) -> Any:
    return fields.Integer(
        strict=True,
        validate=validate.Range(0, MONEY),
        metadata={"description": f"{description}; yen"},
        **options,
    )


def number(low: int, high: int, description: str, **options: Any) -> Any:
    return fields.Integer(
        strict=True,
        validate=validate.Range(low, high),
        metadata={"description": description},
        **options,
    )


def flag(description: str, default: bool) -> Any:
    return fields.Boolean(load_default=default, metadata={"description": description})


def month(description: str, **options: Any) -> Any:
    return fields.String(
        validate=[Pattern(MONTH, NOT_A_MONTH), check_month],
        metadata={"description": f"{description}; YYYY-MM"},
        **options,
    )


def past(description: str, **options: Any) -> Any:
    """A day that is not in the future."""
    return fields.Date(validate=check_past_day, metadata={"description": description}, **options)


def day(description: str, **options: Any) -> Any:
    """A day that may be still to come."""
    return fields.Date(validate=check_coming_day, metadata={"description": description}, **options)


def words(description: str, kind: TextKind = NOTE) -> Any:
    """Free text: encrypted, never published."""
    return fields.String(
        kind=kind,
        load_default=None,
        allow_none=True,
        metadata={"description": f"{description}; kept encrypted"},
    )


def codes(description: str, default: tuple[str, ...] = ()) -> Any:
    return fields.List(
        fields.Code(validate=check_code),
        load_default=lambda: list(default),
        validate=validate.Length(max=50),
        metadata={"description": description},
    )


@payload
class Body(Payload):
    """What every command takes: the acting desk, and the day (today where it is left out)."""

    by: str = one_of(DESKS, "the acting desk", required=True)
    on: date = past("the day it happened; today if left out", load_default=clock.today)


@payload
class Begin(Body):
    """Something begins: from a sheet sent to the desk, or for a person without one."""

    referral_id: str | None = id_of("sheet it begins from", load_default=None, allow_none=True)
    person_id: str | None = id_of(
        "person, where there is no sheet", load_default=None, allow_none=True
    )
    case_id: str | None = id_of("case, where there is no sheet", load_default=None, allow_none=True)

    def check(self) -> None:
        super().check()
        from_sheet = self.referral_id is not None
        if from_sheet and (self.person_id is not None or self.case_id is not None):
            raise ValidationError(SHEET_SAYS_WHOSE, "person_id")
        if not from_sheet and self.person_id is None:
            raise ValidationError(NOBODY_NAMED, "person_id")


@payload
class Note(Body):
    note: str | None = words("what there is to add")


@payload
class NextStep(Body):
    next_step: str = code("what comes next", required=True)
    due_on: date = day("by when", required=True)
    note: str | None = words("what there is to add")


@payload
class Reading(Payload):
    """Who wants to read personal details, and for what."""

    by: str = one_of(DESKS, "the reading desk", required=True)
    purpose: str = code("what for", required=True)


@payload
class Query(Payload):
    """A question; whoever asks in Python may say None for what is left out."""

    @classmethod
    def load(cls, given: Mapping[str, Any]) -> Self:
        return super().load({name: value for name, value in given.items() if value is not None})


@payload
class Page(Query):
    """One page of a list by due date."""

    after: str | None = fields.String(
        kind=CURSOR, metadata={"description": "`next` of the page before"}
    )
    # A number in an address comes as text.
    limit: int | None = fields.Integer(
        validate=validate.Range(1, MAX_LIMIT), metadata={"description": "at most so many"}
    )


@payload
class CourseQuery(Page):
    desk: str | None = one_of(DESKS, "at this desk")
    kind: str | None = one_of(KINDS, "of this kind")
    person_id: str | None = id_of("person")
    overdue: bool | None = fields.Boolean(metadata={"description": "only what is overdue"})
    state: str | None = one_of(("open", "ended", "all"), "state")
