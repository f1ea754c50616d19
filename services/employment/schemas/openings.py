"""What desks send about openings: their conditions, validity and places."""

from __future__ import annotations

from datetime import date

from marshmallow import ValidationError, validate

from services.employment import reference
from services.employment.domain import opening_events
from services.employment.domain.vocabulary import HIRE_TYPES, WAGE_PER
from services.employment.schemas.fields import (
    A_WEEK,
    YEN,
    Choice,
    Code,
    Day,
    Listed,
    ListedMany,
    Many,
    MaybeDay,
    MaybeNumber,
    Number,
    ShortText,
    Yes,
)
from services.employment.schemas.shared import Body
from tsunagu.contracts.payload import fields, payload
from tsunagu.contracts.text_fields import ADDRESS, TITLE
from tsunagu.domain.text import Problem, Text

WAGE_WITHOUT_UNIT = Problem(
    Text("賃金には額と時給・月給の別が要ります", "a wage needs an amount and its unit"),
    Text("wage_min と wage_per を", "give wage_min and wage_per"),
)


@payload
class Conditions(Body):
    """What the work is like, as it now stands. Left out: not said."""

    title: str = ShortText("what the job is called", TITLE, required=True)
    workplace: str | None = ShortText(
        "where the work is", ADDRESS, load_default=None, allow_none=True
    )
    area: str | None = Listed("near which station", "area", load_default=None, allow_none=True)
    distance_km: float | None = fields.Float(
        load_default=None,
        allow_none=True,
        validate=validate.Range(0, 1000),
        metadata={"description": "km from the middle of the city"},
    )
    wage_min: int | None = MaybeNumber("yen, at least", 1, YEN)
    wage_max: int | None = MaybeNumber("yen, at most", 1, YEN)
    wage_per: str | None = Choice(
        "of the wage: hour or month", WAGE_PER, load_default=None, allow_none=True
    )
    minimum_wage_exempt: bool = Yes("below the minimum wage, with a permitted exemption")
    hours_min: int | None = MaybeNumber("hours a week, at least", 1, A_WEEK)
    hours_max: int | None = MaybeNumber("hours a week, at most", 1, A_WEEK)
    days: tuple[str, ...] = ListedMany("days on which there is work", "day")
    days_per_week: int | None = MaybeNumber("how many of them one works; all if left out", 1, 7)
    times: tuple[str, ...] = ListedMany("times of day", "time")
    any_time: bool = Yes("one of the times is enough")
    starts_by: date | None = MaybeDay("the work begins by then")
    languages: tuple[str, ...] = Many(
        "languages needed, with their level", reference.load_language_codes()
    )
    spoken: tuple[str, ...] = ListedMany(
        "languages somebody speaks there, beside Japanese", "language"
    )
    licences: tuple[str, ...] = ListedMany("licences needed; `none` where none is", "licence")
    demands: tuple[str, ...] = ListedMany(
        "what is hard about it; `none` where nothing is", "demand"
    )
    accommodations: tuple[str, ...] = ListedMany(
        "what the workplace makes possible", "accommodation"
    )
    negotiable: tuple[str, ...] = ListedMany(
        "conditions the employer would talk about", "negotiable"
    )
    dormitory: bool = Yes("has a dormitory")
    trial: bool = Yes("may begin with a trial")
    rung_from: int | None = MaybeNumber("lowest rung of the ladder it has room for", 1, 6)
    contract_months: int | None = MaybeNumber(
        "length of the contract; open-ended if left out", 1, 120
    )
    remarks: str | None = ShortText("more about the work", load_default=None, allow_none=True)

    @property
    def conditions(self) -> opening_events.Conditions:
        """The conditions alone, as the domain takes them."""
        return opening_events.Conditions(
            **{name: getattr(self, name) for name in opening_events.CONDITIONS}
        )

    def check(self) -> None:
        if (self.wage_min is None) != (self.wage_per is None):
            raise ValidationError(WAGE_WITHOUT_UNIT, field_name="wage_per")


@payload
class Receive(Conditions):
    occupation: str = Listed("what kind of work", "occupation", required=True)
    type: str = Choice("kind of employment", HIRE_TYPES, required=True)
    places: int = Number("how many people are wanted", 1, 1000, load_default=1)
    valid_from: date | None = MaybeDay("first day of its validity; the day itself if left out")
    valid_until: date = Day("last day of its validity", required=True)


@payload
class Extend(Body):
    valid_until: date = Day("last day of its validity now", required=True)


@payload
class WithdrawOpening(Body):
    reason: str = Code("why it is taken back, as a code", required=True)


@payload
class Places(Body):
    places: int = Number("how many people are wanted now", 1, 1000, required=True)
