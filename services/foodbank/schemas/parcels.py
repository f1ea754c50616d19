"""What commands and questions on parcels are given."""

from __future__ import annotations

from datetime import date

from marshmallow import validate

from services.foodbank import reference
from services.foodbank.domain.parcel import HAND_OVER, PARCEL_STATES, WAYS
from services.foodbank.schemas.bodies import Body, HouseholdShape
from services.foodbank.schemas.fields import (
    After,
    Code,
    Day,
    Limit,
    Number,
    Words,
    on_list,
    on_small_list,
)
from tsunagu.contracts.payload import Payload, fields, payload
from tsunagu.contracts.text_fields import ADDRESS


@payload
class Packing(Body):
    days: int | None = Number("days of food; the ration table's if left out", 1, 31)
    how: str = Code(
        "hand_over or delivery", validate.OneOf(WAYS), required=False, load_default=HAND_OVER
    )
    due_on: date | None = Day("day of the delivery, or on which they come for it")
    place: str | None = Code(
        "from which shelf; the visit's place if left out", required=False, load_default=None
    )
    not_wanted: tuple[str, ...] = fields.List(
        fields.Code(validate=on_list("item", reference.items)),
        load_default=list,
        metadata={"description": "items they do not want"},
    )
    household: HouseholdShape = fields.Nested(
        HouseholdShape.schema,
        only=("allergies", "diets"),
        load_default=HouseholdShape,
        metadata={"description": "what they cannot eat, if asked only now"},
    )
    deliver_to: str | None = Words("where to deliver; encrypted", ADDRESS)


@payload
class TakingBack(Body):
    reason: str = Code("why it was not given", on_small_list("taken_back_reason"))


@payload
class NewDay(Body):
    due_on: date = Day("the new day of the delivery", required=True)


@payload
class ParcelQuery(Payload):
    state: str | None = fields.String(
        validate=validate.OneOf(PARCEL_STATES), metadata={"description": "only in this state"}
    )
    how: str | None = fields.String(
        validate=validate.OneOf(WAYS), metadata={"description": "hand_over or delivery"}
    )
    after: str | None = After()
    limit: int | None = Limit()
