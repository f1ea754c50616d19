"""The shapes of what the food bank's screens send: every fault at once, each with its remedy.

A message of the form "problem → remedy" becomes both parts of the fault. Those
of visits and parcels are in `schemas_visits`, those about food in `schemas_stock`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, post_load, validate

from services.foodbank import reference
from services.foodbank.domain import events
from tsunagu.contracts.field_checks import check_code, check_past_day
from tsunagu.process import clock

LONG_TEXT = 20_000
CARD = validate.Regexp(
    r"[0-9A-Za-z][0-9A-Za-z-]{0,31}\Z",
    error="札の番号ではありません / no card's number → 半角の英数字と - / letters, digits and -",
)
KINDS = ("visit", "parcel", "invitation", "contact", "sheet")


def listed(name: str, known: Callable[[], Iterable[str]]) -> Callable[[str], None]:
    """A validator: one of the codes of a list, which is data."""

    def check(value: str) -> None:
        if value not in known():
            raise ValidationError(
                f"{name} の一覧にない符号です / not on the list {name} → "
                "一覧（list_codes）から選ぶ / choose from list_codes"
            )

    return check


def small(name: str) -> Callable[[str], None]:
    return listed(name, lambda: reference.codes(name))


def Words(description: str) -> fields.String:
    """Free text: encrypted, never published."""
    return fields.String(
        validate=validate.Length(max=LONG_TEXT),
        load_default=None,
        allow_none=True,
        metadata={"description": description},
    )


def Code(
    description: str, check: Callable[[str], None] = check_code, **options: Any
) -> fields.String:
    options = {"required": True} | options
    return fields.String(validate=check, metadata={"description": description}, **options)


def Id(description: str, **options: Any) -> fields.String:
    options = options or {"load_default": None, "allow_none": True}
    return fields.String(
        validate=validate.Length(1, 100), metadata={"description": description}, **options
    )


def Day(description: str, **options: Any) -> fields.Date:
    options = options or {"load_default": None, "allow_none": True}
    return fields.Date(metadata={"description": description}, **options)


def Yes(description: str, default: bool | None = False) -> fields.Boolean:
    return fields.Boolean(
        load_default=default, allow_none=default is None, metadata={"description": description}
    )


def Number(description: str, low: int, high: int, **options: Any) -> fields.Integer:
    options = options or {"load_default": None, "allow_none": True}
    return fields.Integer(
        strict=True,
        validate=validate.Range(low, high),
        metadata={"description": description},
        **options,
    )


def Codes(description: str, name: str, known: Callable[[], Iterable[str]]) -> fields.List[Any]:
    """Several codes of a list; None where nobody asked."""
    return fields.List(
        fields.String(validate=listed(name, known)),
        load_default=None,
        allow_none=True,
        metadata={"description": description},
    )


class Shape(Schema):
    class Meta:
        unknown = RAISE


class Body(Shape):
    """What every command takes: the acting desk, and the day (today where it is left out)."""

    by = fields.String(required=True, metadata={"description": "the acting desk: food_bank"})
    on = fields.Date(
        load_default=clock.today,
        validate=check_past_day,
        metadata={"description": "the day; today if left out"},
    )


# -- visitors -------------------------------------------------------------------------------------


class HouseholdShape(Shape):
    """Who eats, and what they cannot; what is left out stays as it was."""

    size = Number("how many eat", 1, 99)
    children = Number("of them children, infants not counted", 0, 99)
    infants = Number("of them under two", 0, 99)
    cannot_cook = Yes("no gas or water to cook with", None)
    allergies = Codes(
        "codes of `contents`; [] after asking, if there are none", "contents", reference.contents
    )
    diets = Codes("codes of `diet`; [] if there are none", "diet", reference.diets)

    @post_load
    def told(self, values: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Only what was said, lists as the domain has them."""
        return {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in values.items()
            if value is not None
        }


class Description(Body):
    nickname = Words("what the aide calls them; encrypted")
    note = Words("words; encrypted")
    household = fields.Nested(
        HouseholdShape, load_default=dict, metadata={"description": "who eats, and what not"}
    )


class Registration(Description):
    card = fields.String(
        load_default=None,
        allow_none=True,
        validate=CARD,
        metadata={"description": "number of the card they get, if any"},
    )


class CardShape(Body):
    card = fields.String(
        required=True, validate=CARD, metadata={"description": "the card's number"}
    )


class Reading(Body):
    purpose = Code("what it is read for, as a code: pack, contact, ...")


class Answering(Body):
    answer = Code("thinking, agreed or declined", validate.OneOf(events.ANSWERS))
    may_ask_again_on = Day("from when they allow asking again; none: nobody asks again")
    next_step = Code("agreed: what we owe them next", required=False, load_default=None)
    due_on = Day("agreed: by when; in a few working days if left out")


class Step(Body):
    next_step = Code("what happens next")
    due_on = Day("by when", required=True)


class Withdrawal(Body):
    reason = Code("why", small("withdrawn_reason"))
    may_ask_again_on = Day("from when they allow asking again; none: nobody asks again")


class Link(Body):
    person_id = Id("id of the person at intake", required=True)
    case_id = Id("id of the case at intake")


class Unlink(Body):
    reason = Code("why", small("unlink_reason"))


class Connection(Link):
    referral_id = Id("the sheet that went to the desk, if any")


class VisitorQuery(Shape):
    card = fields.String(metadata={"description": "the one with this card"})
    person_id = fields.String(metadata={"description": "linked to this person"})
    invitation = fields.String(
        validate=validate.OneOf(events.INVITATION_STATES),
        metadata={"description": "where their invitation stands"},
    )
    may_be_asked = fields.Boolean(metadata={"description": "whom the aide may invite today"})
    after = fields.String(metadata={"description": "`next` of the page before"})
    limit = fields.Integer(validate=validate.Range(1, 500), metadata={"description": "at most"})


# -- contacts, promises, figures ------------------------------------------------------------------


class ContactShape(Body):
    """A step is never required; where one is given, its day is too."""

    visitor_id = Id("the visitor, if known again")
    visit_id = Id("the visit at which it was")
    kind = Code("kind of contact", small("contact_kind"))
    opened_up = Code("how far they spoke of themselves", small("opened_up"))
    note = Words("words; encrypted")
    next_step = Code("what the aide promised, if anything", required=False, load_default=None)
    due_on = Day("by when; in a few working days if left out")


class Outcome(Body):
    outcome = Code("what became of the promise")


class PromiseQuery(Shape):
    kind = fields.String(validate=validate.OneOf(KINDS), metadata={"description": "only this kind"})
    overdue = fields.Boolean(metadata={"description": "only what should have been done"})
    after = fields.String(metadata={"description": "`next` of the page before"})
    limit = fields.Integer(validate=validate.Range(1, 500), metadata={"description": "at most"})


class Period(Shape):
    from_on = fields.Date(required=True, metadata={"description": "first day"})
    to_on = fields.Date(required=True, metadata={"description": "last day"})
