"""The shapes of what the counter sends: visits, parcels, and what becomes of them."""

from __future__ import annotations

from marshmallow import fields, validate

from services.foodbank import reference
from services.foodbank.domain import events
from services.foodbank.domain.parcel import HAND_OVER, PARCEL_STATES, WAYS
from services.foodbank.domain.visit import VISIT_STATES
from services.foodbank.schemas.shared import (
    CARD,
    Body,
    Code,
    Day,
    HouseholdShape,
    Id,
    Number,
    Shape,
    Words,
    Yes,
    listed,
    small,
)


class VisitShape(Body):
    """Somebody was here. Nothing says who they are but what they wish to say."""

    visitor_id = Id("the visitor, if known again")
    card = fields.String(
        load_default=None,
        allow_none=True,
        validate=CARD,
        metadata={"description": "their card; an unknown number makes a new visitor"},
    )
    referral_id = Id("the sheet that sent them")
    place = Code("where", required=False, load_default=events.DESK)
    household = fields.Nested(
        HouseholdShape, load_default=dict, metadata={"description": "who eats, and what not"}
    )
    wants_food = Yes("food is wanted", True)
    no_food_today = Yes("nothing to eat today: the next step is today")
    due_on = Day("by when food is wanted; that day if left out")
    note = Words("words; encrypted")


class Packing(Body):
    days = Number("days of food; the ration table's if left out", 1, 31)
    how = Code(
        "hand_over or delivery", validate.OneOf(WAYS), required=False, load_default=HAND_OVER
    )
    due_on = Day("day of the delivery, or on which they come for it")
    place = Code(
        "from which shelf; the visit's place if left out", required=False, load_default=None
    )
    not_wanted = fields.List(
        fields.String(validate=listed("item", reference.items)),
        load_default=list,
        metadata={"description": "items they do not want"},
    )
    household = fields.Nested(
        HouseholdShape,
        only=("allergies", "diets"),
        load_default=dict,
        metadata={"description": "what they cannot eat, if asked only now"},
    )
    deliver_to = Words("where to deliver; encrypted")


class HandOut(VisitShape):
    """A visit and its parcel, over the counter at once."""

    days = Number("days of food; the ration table's if left out", 1, 31)
    not_wanted = fields.List(
        fields.String(validate=listed("item", reference.items)),
        load_default=list,
        metadata={"description": "items they do not want"},
    )


class Ending(Body):
    reason = Code("how it ended without a parcel", small("waiting_reason"))


class TakingBack(Body):
    reason = Code("why it was not given", small("taken_back_reason"))


class NewDay(Body):
    due_on = Day("the new day of the delivery", required=True)


class VisitQuery(Shape):
    state = fields.String(
        validate=validate.OneOf(VISIT_STATES), metadata={"description": "only in this state"}
    )
    visitor_id = fields.String(metadata={"description": "only this visitor's"})
    from_on = fields.Date(metadata={"description": "from this day"})
    to_on = fields.Date(metadata={"description": "through this day"})
    after = fields.String(metadata={"description": "`next` of the page before"})
    limit = fields.Integer(validate=validate.Range(1, 500), metadata={"description": "at most"})


class ParcelQuery(Shape):
    state = fields.String(
        validate=validate.OneOf(PARCEL_STATES),
        metadata={"description": "only in this state"},
    )
    how = fields.String(
        validate=validate.OneOf(WAYS), metadata={"description": "hand_over or delivery"}
    )
    after = fields.String(metadata={"description": "`next` of the page before"})
    limit = fields.Integer(validate=validate.Range(1, 500), metadata={"description": "at most"})
