"""The shapes of what desks send: every fault at once, each with its remedy."""

from __future__ import annotations

from datetime import date
from typing import Any

from marshmallow import ValidationError, validate

from services.referral import reference
from services.referral.domain.events import BASES
from services.referral.domain.states import STATES
from tsunagu.contracts.day_ranges import check_coming_day, check_past_day
from tsunagu.contracts.field_checks import check_code
from tsunagu.contracts.payload import Payload, fields, payload
from tsunagu.contracts.text_fields import (
    ADDRESS,
    CURSOR,
    EMAIL,
    NAME,
    NOTE,
    PHONE,
    STORY,
    TITLE,
    TextKind,
)
from tsunagu.domain.codes import PATTERN
from tsunagu.domain.text import Problem, Text
from tsunagu.process import clock
from tsunagu.projections.paging import MAX_LIMIT

DIRECTIONS = ("both", "sent", "received")


NO_SUCH_DESK = Problem(
    Text("知らない窓口です", "no such desk"), Text("窓口一覧の code を", "use a listed code")
)


def check_desk(value: str) -> None:
    """The code of a listed desk."""
    if value not in reference.load_desks():
        raise ValidationError(NO_SUCH_DESK)


# -- fields: `says` is their description in OpenAPI ---------------------------------------------


def Id(says: str, **options: Any) -> Any:
    return fields.String(validate=validate.Length(min=1), metadata={"description": says}, **options)


def MaybeId(says: str) -> Any:
    return Id(says, load_default=None, allow_none=True)


def Code(says: str, **options: Any) -> Any:
    return fields.Code(validate=check_code, metadata={"description": says}, **options)


def Desk(says: str, **options: Any) -> Any:
    says_and_form = {"description": says, "pattern": PATTERN}
    return fields.Code(validate=check_desk, metadata=says_and_form, **options)


def Choice(choice: tuple[str, ...], says: str, **options: Any) -> Any:
    return fields.String(validate=validate.OneOf(choice), metadata={"description": says}, **options)


def Flag(says: str, load_default: bool = False) -> Any:
    return fields.Boolean(load_default=load_default, metadata={"description": says})


def Days(says: str, **options: Any) -> Any:
    return fields.Integer(strict=True, metadata={"description": says}, **options)


def Words(says: str = "free text; encrypted, never published", kind: TextKind = NOTE) -> Any:
    return fields.String(
        kind=kind,
        load_default=None,
        allow_none=True,
        metadata={"description": says},
    )


# -- sheets -----------------------------------------------------------------------------------


@payload
class SheetItems(Payload):
    """The personal items of the sheet; any may be missing. All are encrypted."""

    name: str | None = Words("name of the person", NAME)
    kana: str | None = Words("name in kana", NAME)
    address: str | None = Words("address, if there is one", ADDRESS)
    phone: str | None = Words("phone", PHONE)
    email: str | None = Words("e-mail", EMAIL)
    sex: str | None = Words("as the person says", NAME)
    age: int | None = fields.Integer(
        validate=validate.Range(0, 150),
        load_default=None,
        allow_none=True,
        strict=True,
        metadata={"description": "age in years"},
    )
    occupation: str | None = Words("occupation", TITLE)
    family: str | None = Words("who lives together")
    where_to_consult: str | None = Words("where the person wants to consult")
    supporting_body: str | None = Words("who supports the person already")
    staff_name: str | None = Words("who writes the sheet", NAME)
    remarks: str | None = Words("anything else the receiver needs to know", STORY)


@payload
class Body(Payload):
    """What every command takes: the acting desk, and the day (today where it is left out)."""

    by: str = Desk("the acting desk", required=True)
    on: date = fields.Date(
        load_default=clock.today,
        validate=check_past_day,
        metadata={"description": "the day it happened; today if left out"},
    )


@payload
class Sheet(Body):
    to: str = Desk("receiving desk", required=True)
    person_id: str = fields.String(
        required=True,
        validate=validate.Length(min=1),
        metadata={"description": "the person"},
    )
    case_id: str | None = MaybeId("the case")
    issues: tuple[str, ...] = fields.List(
        fields.Code(validate=check_code),
        load_default=list,
        metadata={"description": "the issues it is about"},
    )
    need_id: str | None = MaybeId("a need on your desk that it carries on")
    replaces: str | None = MaybeId("the rejected, failed or cancelled sheet that it follows")
    warm: bool = Flag("somebody goes along")
    basis: str | None = Choice(BASES, "what allows sharing", load_default=None, allow_none=True)
    consent_id: str | None = MaybeId("the consent")
    sheet: SheetItems = fields.Nested(
        SheetItems.schema,
        load_default=SheetItems,
        metadata={"description": "personal items; encrypted"},
    )
    referral_id: str | None = MaybeId("rewrite this draft")
    prefill: bool = fields.Boolean(
        load_default=True,
        metadata={"description": "without a name, fill in what intake knows of the person"},
    )


@payload
class Request(Body):
    despite_capacity: bool = Flag("send although the desk says it has no room")


@payload
class Refer(Sheet, Request):
    pass


@payload
class Move(Body):
    note: str | None = Words()


@payload
class MoveWithReason(Move):
    # Missing is the domain's to refuse: a rule, not a shape.
    reason: str | None = MaybeId("why, as a code")


@payload
class Completion(Move):
    outcome: str | None = MaybeId("what came of it, as a code: the sender reads this")


@payload
class Status(Body):
    status: str = Id("received, first_contact_made or accompanied", required=True)


@payload
class Reading(Payload):
    by: str = Desk("the reading desk", required=True)
    purpose: str = Id("what you read it for; the reading is recorded", required=True)


# -- needs and desks ----------------------------------------------------------------------------


@payload
class Place(Body):
    owner_desk: str | None = Desk("your own desk, or its lead", load_default=None, allow_none=True)
    next_step: str = Code("what happens next", required=True)
    due_on: date = fields.Date(
        required=True, validate=check_coming_day, metadata={"description": "by when"}
    )
    note: str | None = Words()


@payload
class Close(Body):
    reason: str = Code("why", required=True)
    note: str | None = Words()


@payload
class Capacity(Payload):
    capacity: str = Id("available, waitlist or none", required=True)


@payload
class ClockBody(Payload):
    step: str = Id("the waiting step", required=True)
    days: int = Days("working days", required=True)
    lead_after: int = Days("then the desk's lead", load_default=2)
    support_after: int = Days("then the support lead", load_default=5)
    running: bool = Flag("false switches it off", load_default=True)
    from_desk: str | None = Desk("for sheets of this desk only", load_default=None, allow_none=True)


# -- lists, page by page ----------------------------------------------------------------------


@payload
class Page(Payload):
    after: str | None = fields.String(
        kind=CURSOR,
        load_default=None,
        allow_none=True,
        metadata={"description": "`next` of the page before"},
    )
    limit: int = fields.Integer(
        load_default=50,
        validate=validate.Range(1, MAX_LIMIT),
        metadata={"description": "at most"},
    )


@payload
class ReferralQuery(Page):
    desk: str | None = MaybeId("sent or received by this desk")
    state: str | None = Choice(
        ("open", "all", *STATES), "all if left out", load_default=None, allow_none=True
    )
    direction: str = Choice(DIRECTIONS, "both if left out", load_default="both")
    overdue: bool = Flag("only those past their date")


@payload
class NeedQuery(Page):
    desk: str | None = MaybeId("on this desk")
    overdue: bool = Flag("only those past their date")
