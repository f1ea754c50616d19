"""The shapes of what comes in about food: drives, lots, and the ration table."""

from __future__ import annotations

from marshmallow import fields, validate

from services.foodbank import reference
from services.foodbank.domain import events
from services.foodbank.domain.household import LABELS
from services.foodbank.domain.packing import EVERYONE, INFANTS
from services.foodbank.schemas.shared import Body, Code, Day, Id, Number, Shape, listed, small

# Together less than 2³¹ grams, which is what a column holds.
MOST_UNITS = 10_000
HEAVIEST_UNIT = 100_000
MOST_GRAMS = 100_000_000


class Weights(Body):
    grams_by_category = fields.Dict(
        keys=fields.String(validate=listed("category", reference.categories)),
        values=fields.Integer(strict=True, validate=validate.Range(0, MOST_GRAMS)),
        required=True,
        metadata={"description": "category → weight in grams"},
    )


class DriveShape(Weights):
    partner = Code("with whom, as a code")
    place = Code("where, as a code")


class LotShape(Body):
    """Units of one item with one date and one label."""

    item = Code("what", listed("item", reference.items))
    units = Number("packages", 1, MOST_UNITS, required=True)
    unit_grams = Number("weight of one", 1, HEAVIEST_UNIT, required=True)
    expires_on = Day("last good day; none for what has no date", required=True, allow_none=True)
    label = Code("how far its label was read", validate.OneOf(LABELS))
    contents = fields.List(
        fields.String(validate=listed("contents", reference.contents)),
        load_default=list,
        metadata={"description": "allergens and ingredients in it, as the label says"},
    )
    needs_cooking = fields.Boolean(
        load_default=None,
        allow_none=True,
        metadata={"description": "cannot be eaten as it is; as the item's list says if left out"},
    )
    source = Code("who gave it", small("source"))
    drive_id = Id("the food drive that brought it")
    place = Code("where it lies", required=False, load_default=events.DESK)


class Moving(Body):
    units = Number("packages", 1, MOST_UNITS, required=True)
    from_place = Code("from where")
    to_place = Code("to where")


class Discarding(Body):
    units = Number("packages", 1, MOST_UNITS, required=True)
    place = Code("from which shelf", required=False, load_default=events.DESK)
    reason = Code("why", small("discard_reason"))


class LotQuery(Shape):
    item = fields.String(metadata={"description": "only this item"})
    category = fields.String(metadata={"description": "only this category"})
    drive_id = fields.String(metadata={"description": "only of this food drive"})
    expires_within = fields.Integer(
        validate=validate.Range(0, 3660), metadata={"description": "out of date in so many days"}
    )
    in_stock = fields.Boolean(metadata={"description": "false: also what is gone"})
    after = fields.String(metadata={"description": "`next` of the page before"})
    limit = fields.Integer(validate=validate.Range(1, 500), metadata={"description": "at most"})


class DriveQuery(Shape):
    partner = fields.String(metadata={"description": "only with this partner"})
    after = fields.String(metadata={"description": "`next` of the page before"})
    limit = fields.Integer(validate=validate.Range(1, 500), metadata={"description": "at most"})


class RationShape(Body):
    category = Code("category", listed("category", reference.categories))
    whom = Code(
        "everyone (but infants) or infants",
        validate.OneOf((EVERYONE, INFANTS)),
        required=False,
        load_default=EVERYONE,
    )
    grams_per_day = Number("for one adult or infant", 0, 10_000, required=True)
    child_percent = Number("a child's share of it", 0, 200, required=False, load_default=100)


class DaysShape(Body):
    days = Number("days a parcel is packed for", 1, 31, required=True)
