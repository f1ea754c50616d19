"""The shapes of what desks send: every fault at once, each with its remedy.

A message of the form "problem → remedy" becomes both parts of the fault.
"""

from __future__ import annotations

from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from services.referral import reference
from services.referral.domain.events import BASES, STATES
from tsunagu.contracts.field_checks import check_code, check_past_day
from tsunagu.domain.codes import PATTERN
from tsunagu.process import clock
from tsunagu.projections.paging import MAX_LIMIT

LONG_TEXT = 20_000
ID = validate.Length(1, 200)
DIRECTIONS = ("both", "sent", "received")


def known_desk(value: str) -> None:
    if value not in reference.desks():
        raise ValidationError(
            "知らない窓口です / no such desk → 窓口一覧の code を / use a listed code"
        )


# -- fields: `says` is their description in OpenAPI ---------------------------------------------


def Id(says: str, **options: Any) -> fields.String:
    return fields.String(validate=ID, metadata={"description": says}, **options)


def MaybeId(says: str) -> fields.String:
    return Id(says, load_default=None, allow_none=True)


def Code(says: str, **options: Any) -> fields.String:
    says_and_form = {"description": says, "pattern": PATTERN}
    return fields.String(validate=check_code, metadata=says_and_form, **options)


def Desk(says: str, **options: Any) -> fields.String:
    says_and_form = {"description": says, "pattern": PATTERN}
    return fields.String(validate=known_desk, metadata=says_and_form, **options)


def Choice(choice: tuple[str, ...], says: str, **options: Any) -> fields.String:
    return fields.String(validate=validate.OneOf(choice), metadata={"description": says}, **options)


def Flag(says: str, load_default: bool = False) -> fields.Boolean:
    return fields.Boolean(load_default=load_default, metadata={"description": says})


def Days(says: str, **options: Any) -> fields.Integer:
    return fields.Integer(strict=True, metadata={"description": says}, **options)


def Words(says: str = "free text; encrypted, never published") -> fields.String:
    return fields.String(
        validate=validate.Length(max=LONG_TEXT),
        load_default=None,
        allow_none=True,
        metadata={"description": says},
    )


# -- sheets -----------------------------------------------------------------------------------


class Shape(Schema):
    class Meta:
        unknown = RAISE


class SheetItems(Shape):
    """The personal items of the sheet; any may be missing. All are encrypted."""

    name = Words("name of the person")
    kana = Words("name in kana")
    address = Words("address, if there is one")
    phone = Words("phone")
    email = Words("e-mail")
    sex = Words("as the person says")
    age = fields.Integer(
        validate=validate.Range(0, 150),
        load_default=None,
        allow_none=True,
        strict=True,
        metadata={"description": "age in years"},
    )
    occupation = Words("occupation")
    family = Words("who lives together")
    where_to_consult = Words("where the person wants to consult")
    supporting_body = Words("who supports the person already")
    staff_name = Words("who writes the sheet")
    remarks = Words("anything else the receiver needs to know")


class Body(Shape):
    """What every command takes: the acting desk, and the day (today where it is left out)."""

    by = Desk("the acting desk", required=True)
    on = fields.Date(
        load_default=clock.today,
        validate=check_past_day,
        metadata={"description": "the day it happened; today if left out"},
    )


class Sheet(Body):
    to = Desk("receiving desk", required=True)
    person_id = fields.String(
        required=True,
        validate=validate.Length(1, 100),
        metadata={"description": "the person"},
    )
    case_id = MaybeId("the case")
    issues = fields.List(
        fields.String(validate=check_code),
        load_default=list,
        metadata={"description": "the issues it is about"},
    )
    need_id = MaybeId("a need on your desk that it carries on")
    replaces = MaybeId("the rejected, failed or cancelled sheet that it follows")
    warm = Flag("somebody goes along")
    basis = Choice(BASES, "what allows sharing", load_default=None, allow_none=True)
    consent_id = MaybeId("the consent")
    sheet = fields.Nested(
        SheetItems, load_default=dict, metadata={"description": "personal items; encrypted"}
    )
    referral_id = MaybeId("rewrite this draft")
    prefill = fields.Boolean(
        load_default=True,
        metadata={"description": "without a name, fill in what intake knows of the person"},
    )


class Request(Body):
    despite_capacity = Flag("send although the desk says it has no room")


class Refer(Sheet, Request):
    pass


class Move(Body):
    note = Words()


class MoveWithReason(Move):
    # Missing is the domain's to refuse: a rule, not a shape.
    reason = MaybeId("why, as a code")


class Completion(Move):
    outcome = MaybeId("what came of it, as a code: the sender reads this")


class Status(Body):
    status = Id("received, first_contact_made or accompanied", required=True)


class Reading(Shape):
    by = Desk("the reading desk", required=True)
    purpose = Id("what you read it for; the reading is recorded", required=True)


# -- needs and desks ----------------------------------------------------------------------------


class Place(Body):
    owner_desk = Desk("your own desk, or its lead", load_default=None, allow_none=True)
    next_step = Code("what happens next", required=True)
    due_on = fields.Date(required=True, metadata={"description": "by when"})
    note = Words()


class Close(Body):
    reason = Code("why", required=True)
    note = Words()


class Capacity(Shape):
    capacity = Id("available, waitlist or none", required=True)


class ClockBody(Shape):
    step = Id("the waiting step", required=True)
    days = Days("working days", required=True)
    lead_after = Days("then the desk's lead", load_default=2)
    support_after = Days("then the support lead", load_default=5)
    running = Flag("false switches it off", load_default=True)
    from_desk = Desk("for sheets of this desk only", load_default=None, allow_none=True)


# -- lists, page by page ----------------------------------------------------------------------


class Page(Shape):
    after = MaybeId("`next` of the page before")
    limit = fields.Integer(
        load_default=50,
        validate=validate.Range(1, MAX_LIMIT),
        metadata={"description": "at most"},
    )


class ReferralQuery(Page):
    desk = MaybeId("sent or received by this desk")
    state = Choice(("open", "all", *STATES), "all if left out", load_default=None, allow_none=True)
    direction = Choice(DIRECTIONS, "both if left out", load_default="both")
    overdue = Flag("only those past their date")


class NeedQuery(Page):
    desk = MaybeId("on this desk")
    overdue = Flag("only those past their date")
