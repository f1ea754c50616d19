"""The shapes of what the desks send, shared parts: every fault at once, each with its remedy.

A message of the form "problem → remedy" becomes both parts of the fault. Ids
are given out by this service, so that none can carry a name onto the bus; only
a household's number comes from outside, and stays inside.
"""

from __future__ import annotations

from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from services.housing.domain.steps import DESKS
from tsunagu.contracts.field_checks import check_code, check_past_day
from tsunagu.process import clock
from tsunagu.projections.paging import MAX_LIMIT

LONG_TEXT = 20_000
MONEY = 100_000_000  # yen; more is a slip of the finger
KINDS = ("benefit", "moving_costs", "stay", "flat_search", "watch_over")


def code(description: str, **options: Any) -> fields.String:
    return fields.String(validate=check_code, metadata={"description": description}, **options)


def one_of(choice: tuple[str, ...], description: str, **options: Any) -> fields.String:
    metadata = {"description": f"{description}: {', '.join(choice)}"}
    return fields.String(validate=validate.OneOf(choice), metadata=metadata, **options)


def id_of(what: str, **options: Any) -> fields.String:
    metadata = {"description": f"id of the {what}"}
    return fields.String(validate=validate.Length(1, 100), metadata=metadata, **options)


def yen(description: str, **options: Any) -> fields.Integer:
    return fields.Integer(
        strict=True,
        validate=validate.Range(0, MONEY),
        metadata={"description": f"{description}; yen"},
        **options,
    )


def number(low: int, high: int, description: str, **options: Any) -> fields.Integer:
    return fields.Integer(
        strict=True,
        validate=validate.Range(low, high),
        metadata={"description": description},
        **options,
    )


def flag(description: str, default: bool) -> fields.Boolean:
    return fields.Boolean(load_default=default, metadata={"description": description})


def month(description: str, **options: Any) -> fields.String:
    return fields.String(
        validate=validate.Regexp(
            r"(19|20)\d\d-(0[1-9]|1[0-2])\Z", error="月ではありません / not a month → 2026-11"
        ),
        metadata={"description": f"{description}; YYYY-MM"},
        **options,
    )


def past(description: str, **options: Any) -> fields.Date:
    """A day that is not in the future."""
    return fields.Date(validate=check_past_day, metadata={"description": description}, **options)


def day(description: str, **options: Any) -> fields.Date:
    return fields.Date(metadata={"description": description}, **options)


def words(description: str) -> fields.String:
    """Free text: encrypted, never published."""
    return fields.String(
        validate=validate.Length(max=LONG_TEXT),
        load_default=None,
        allow_none=True,
        metadata={"description": f"{description}; kept encrypted"},
    )


def codes(description: str, default: tuple[str, ...] = ()) -> fields.List[str]:
    return fields.List(
        fields.String(validate=check_code),
        load_default=lambda: list(default),
        validate=validate.Length(max=50),
        metadata={"description": description},
    )


class Body(Schema):
    """What every command takes: the acting desk, and the day (today where it is left out)."""

    class Meta:
        unknown = RAISE

    by = one_of(DESKS, "the acting desk", required=True)
    on = past("the day it happened; today if left out", load_default=clock.today)


class Begin(Body):
    """Something begins: from a sheet sent to the desk, or for a person without one."""

    referral_id = id_of("sheet it begins from", load_default=None, allow_none=True)
    person_id = id_of("person, where there is no sheet", load_default=None, allow_none=True)
    case_id = id_of("case, where there is no sheet", load_default=None, allow_none=True)

    @validates_schema
    def whose(self, values: dict[str, Any], **_: Any) -> None:
        from_sheet = values.get("referral_id") is not None
        named = values.get("person_id") is not None or values.get("case_id") is not None
        if from_sheet and named:
            raise ValidationError(
                "シートが本人とケースを示します / the sheet says whose it is → "
                "person_id と case_id を外す / leave person_id and case_id out",
                "person_id",
            )
        if not from_sheet and values.get("person_id") is None:
            raise ValidationError(
                "だれのことかがありません / it does not say whose it is → "
                "referral_id か person_id を / give referral_id or person_id",
                "person_id",
            )


class Note(Body):
    note = words("what there is to add")


class NextStep(Body):
    next_step = code("what comes next", required=True)
    due_on = day("by when", required=True)
    note = words("what there is to add")


class Reading(Schema):
    """Who wants to read personal details, and for what."""

    class Meta:
        unknown = RAISE

    by = one_of(DESKS, "the reading desk", required=True)
    purpose = code("what for", required=True)


class Page(Schema):
    """One page of a list by due date."""

    class Meta:
        unknown = RAISE

    after = fields.String(metadata={"description": "`next` of the page before"})
    # A number in an address comes as text.
    limit = fields.Integer(
        validate=validate.Range(1, MAX_LIMIT), metadata={"description": "at most so many"}
    )


class CourseQuery(Page):
    desk = one_of(DESKS, "at this desk")
    kind = one_of(KINDS, "of this kind")
    person_id = id_of("person")
    overdue = fields.Boolean(metadata={"description": "only what is overdue"})
    state = one_of(("open", "ended", "all"), "state")
