"""What commands and questions on visits are given, and which promises are asked for."""

from __future__ import annotations

from datetime import date

from marshmallow import validate

from services.foodbank import reference
from services.foodbank.domain.events.fields import DESK
from services.foodbank.domain.visit import VISIT_STATES
from services.foodbank.schemas.bodies import Body, HouseholdShape
from services.foodbank.schemas.fields import (
    CARD,
    After,
    Code,
    Day,
    Id,
    Limit,
    Number,
    ReportedDay,
    Words,
    Yes,
    on_list,
    on_small_list,
)
from tsunagu.contracts.day_ranges import check_period
from tsunagu.contracts.payload import Payload, fields, payload

KINDS = ("visit", "parcel", "invitation", "contact", "sheet")


@payload
class VisitShape(Body):
    """Somebody was here. Nothing says who they are but what they wish to say."""

    visitor_id: str | None = Id("the visitor, if known again")
    card: str | None = fields.String(
        load_default=None,
        allow_none=True,
        validate=CARD,
        metadata={"description": "their card; an unknown number makes a new visitor"},
    )
    referral_id: str | None = Id("the sheet that sent them")
    place: str = Code("where", required=False, load_default=DESK)
    household: HouseholdShape = fields.Nested(
        HouseholdShape.schema,
        load_default=HouseholdShape,
        metadata={"description": "who eats, and what not"},
    )
    wants_food: bool = Yes("food is wanted", True)
    no_food_today: bool = Yes("nothing to eat today: the next step is today")
    due_on: date | None = Day("by when food is wanted; that day if left out")
    note: str | None = Words("words; encrypted")


@payload
class HandOut(VisitShape):
    """A visit and its parcel, over the counter at once."""

    days: int | None = Number("days of food; the ration table's if left out", 1, 31)
    not_wanted: tuple[str, ...] = fields.List(
        fields.Code(validate=on_list("item", reference.items)),
        load_default=list,
        metadata={"description": "items they do not want"},
    )


@payload
class Ending(Body):
    reason: str = Code("how it ended without a parcel", on_small_list("waiting_reason"))


@payload
class VisitQuery(Payload):
    state: str | None = fields.String(
        validate=validate.OneOf(VISIT_STATES), metadata={"description": "only in this state"}
    )
    visitor_id: str | None = fields.String(metadata={"description": "only this visitor's"})
    from_on: date | None = ReportedDay("from this day")
    to_on: date | None = ReportedDay("through this day")
    after: str | None = After()
    limit: int | None = Limit()

    def check(self) -> None:
        check_period(self.from_on, self.to_on, "from_on", "to_on")


@payload
class PromiseQuery(Payload):
    kind: str | None = fields.String(
        validate=validate.OneOf(KINDS), metadata={"description": "only this kind"}
    )
    overdue: bool | None = fields.Boolean(
        metadata={"description": "only what should have been done"}
    )
    after: str | None = After()
    limit: int | None = Limit()
