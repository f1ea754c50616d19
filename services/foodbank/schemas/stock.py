"""What commands and questions on food are given: drives, lots and rations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from marshmallow import validate

from services.foodbank import reference
from services.foodbank.domain.events.fields import DESK
from services.foodbank.domain.household import LABELS
from services.foodbank.domain.packing import EVERYONE, INFANTS
from services.foodbank.schemas.bodies import Body
from services.foodbank.schemas.fields import (
    After,
    Code,
    Day,
    Id,
    Limit,
    Number,
    on_list,
    on_small_list,
)
from tsunagu.contracts.payload import Payload, fields, payload

# Together less than 2³¹ grams, which is what a column holds.
MOST_UNITS = 10_000
HEAVIEST_UNIT = 100_000
MOST_GRAMS = 100_000_000


@payload
class Weights(Body):
    grams_by_category: Mapping[str, int] = fields.Dict(
        keys=fields.Code(validate=on_list("category", reference.categories)),
        values=fields.Integer(strict=True, validate=validate.Range(0, MOST_GRAMS)),
        required=True,
        metadata={"description": "category → weight in grams"},
    )


@payload
class DriveShape(Weights):
    partner: str = Code("with whom, as a code")
    place: str = Code("where, as a code")


@payload
class LotShape(Body):
    """Units of one item with one date and one label."""

    item: str = Code("what", on_list("item", reference.items))
    units: int = Number("packages", 1, MOST_UNITS, required=True)
    unit_grams: int = Number("weight of one", 1, HEAVIEST_UNIT, required=True)
    expires_on: date | None = Day(
        "last good day; none for what has no date", required=True, allow_none=True
    )
    label: str = Code("how far its label was read", validate.OneOf(LABELS))
    contents: tuple[str, ...] = fields.List(
        fields.Code(validate=on_list("contents", reference.contents)),
        load_default=list,
        metadata={"description": "allergens and ingredients in it, as the label says"},
    )
    needs_cooking: bool | None = fields.Boolean(
        load_default=None,
        allow_none=True,
        metadata={"description": "cannot be eaten as it is; as the item's list says if left out"},
    )
    source: str = Code("who gave it", on_small_list("source"))
    drive_id: str | None = Id("the food drive that brought it")
    place: str = Code("where it lies", required=False, load_default=DESK)


@payload
class Moving(Body):
    units: int = Number("packages", 1, MOST_UNITS, required=True)
    from_place: str = Code("from where")
    to_place: str = Code("to where")


@payload
class Discarding(Body):
    units: int = Number("packages", 1, MOST_UNITS, required=True)
    place: str = Code("from which shelf", required=False, load_default=DESK)
    reason: str = Code("why", on_small_list("discard_reason"))


@payload
class LotQuery(Payload):
    item: str | None = fields.Code(metadata={"description": "only this item"})
    category: str | None = fields.Code(metadata={"description": "only this category"})
    drive_id: str | None = fields.String(metadata={"description": "only of this food drive"})
    expires_within: int | None = fields.Integer(
        validate=validate.Range(0, 3660), metadata={"description": "out of date in so many days"}
    )
    in_stock: bool | None = fields.Boolean(metadata={"description": "false: also what is gone"})
    after: str | None = After()
    limit: int | None = Limit()


@payload
class DriveQuery(Payload):
    partner: str | None = fields.Code(metadata={"description": "only with this partner"})
    after: str | None = After()
    limit: int | None = Limit()


@payload
class RationShape(Body):
    category: str = Code("category", on_list("category", reference.categories))
    whom: str = Code(
        "everyone (but infants) or infants",
        validate.OneOf((EVERYONE, INFANTS)),
        required=False,
        load_default=EVERYONE,
    )
    grams_per_day: int = Number("for one adult or infant", 0, 10_000, required=True)
    child_percent: int = Number("a child's share of it", 0, 200, required=False, load_default=100)


@payload
class DaysShape(Body):
    days: int = Number("days a parcel is packed for", 1, 31, required=True)
