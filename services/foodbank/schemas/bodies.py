"""What the commands of several subjects are given: who acts and when, a next step, a household."""

from __future__ import annotations

from datetime import date

from services.foodbank import reference
from services.foodbank.schemas.fields import Code, Codes, Day, Number, Yes
from tsunagu.contracts.day_ranges import check_past_day
from tsunagu.contracts.payload import Payload, fields, payload
from tsunagu.process import clock


@payload
class Body(Payload):
    """What every command takes: the acting desk, and the day (today where it is left out)."""

    by: str = fields.Code(required=True, metadata={"description": "the acting desk: food_bank"})
    on: date = fields.Date(
        load_default=clock.today,
        validate=check_past_day,
        metadata={"description": "the day; today if left out"},
    )


@payload
class Reading(Body):
    purpose: str = Code("what it is read for, as a code: pack, contact, ...")


@payload
class Step(Body):
    next_step: str = Code("what happens next")
    due_on: date = Day("by when", required=True)


@payload
class HouseholdShape(Payload):
    """Who eats, and what they cannot; what is left out stays as it was."""

    size: int | None = Number("how many eat", 1, 99)
    children: int | None = Number("of them children, infants not counted", 0, 99)
    infants: int | None = Number("of them under two", 0, 99)
    cannot_cook: bool | None = Yes("no gas or water to cook with", None)
    allergies: tuple[str, ...] | None = Codes(
        "codes of `contents`; [] after asking, if there are none", "contents", reference.contents
    )
    diets: tuple[str, ...] | None = Codes(
        "codes of `diet`; [] if there are none", "diet", reference.diets
    )
