"""What desks send about employers and openings; see `schemas`."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from services.employment import reference
from services.employment.domain.employer import BROUGHT_BY, HOW, OUTCOMES
from services.employment.domain.vocabulary import DESKS, HIRE_TYPES, WAGE_PER
from services.employment.schemas.people import A_WEEK, YEN
from services.employment.schemas.shared import (
    Body,
    Choice,
    Code,
    Day,
    Listed,
    ListedMany,
    Many,
    MaybeDay,
    MaybeId,
    MaybeNumber,
    Noted,
    Number,
    Page,
    ShortText,
    Words,
    Yes,
)


class Details(Body):
    """The organisation as it now stands."""

    name = ShortText("name of the organisation", required=True)
    address = ShortText("its address", load_default=None, allow_none=True)
    industry = Listed("its trade", "industry", load_default=None, allow_none=True)
    contact_name = Words("whom to speak to there; encrypted")
    contact_phone = Words("their telephone; encrypted")
    contact_email = Words("their e-mail; encrypted")
    remarks = Words("how they like to be approached, ...; encrypted")


class ListEmployer(Details):
    introduced_by_kind = Choice(
        "who thought of it, or brought it", BROUGHT_BY, load_default="staff"
    )
    introduced_by = MaybeId("the employer, partner or department that introduced it")

    @validates_schema
    def who(self, data: dict[str, Any], **_: Any) -> None:
        named = data.get("introduced_by_kind") in ("employer", "partner", "department")
        if named != bool(data.get("introduced_by")):
            raise ValidationError(
                "だれの紹介かをそろえてください / say who introduced it, or that nobody did → "
                "introduced_by を入れるか、introduced_by_kind を staff, itself に / "
                "give introduced_by, or introduced_by_kind staff or itself",
                field_name="introduced_by",
            )


class Approach(Noted):
    how = Choice("how it was asked", HOW, required=True)
    outcome = Choice("what came of it", OUTCOMES, required=True)
    no_great_hope = Yes("asked with no great hope (だめもと)")
    for_seeker = MaybeId("the job seeker whose need it was asked for")
    due_on = MaybeDay("when to ask again; five working days if left out")


class GiveUp(Body):
    reason = Code("why it is not asked again for now, as a code", required=True)


class EmployerStep(Body):
    next_step = Code("what happens next, as a code", required=True)
    due_on = Day("by when", required=True)
    owner_desk = Choice("whose it is; as before if left out", DESKS, load_default=None)


class Conditions(Body):
    """What the work is like, as it now stands. Left out: not said."""

    title = ShortText("what the job is called", required=True)
    workplace = ShortText("where the work is", load_default=None, allow_none=True)
    area = Listed("near which station", "area", load_default=None, allow_none=True)
    distance_km = fields.Float(
        load_default=None,
        allow_none=True,
        validate=validate.Range(0, 1000),
        metadata={"description": "km from the middle of the city"},
    )
    wage_min = MaybeNumber("yen, at least", 1, YEN)
    wage_max = MaybeNumber("yen, at most", 1, YEN)
    wage_per = Choice("of the wage: hour or month", WAGE_PER, load_default=None, allow_none=True)
    minimum_wage_exempt = Yes("below the minimum wage, with a permitted exemption")
    hours_min = MaybeNumber("hours a week, at least", 1, A_WEEK)
    hours_max = MaybeNumber("hours a week, at most", 1, A_WEEK)
    days = ListedMany("days on which there is work", "day")
    days_per_week = MaybeNumber("how many of them one works; all if left out", 1, 7)
    times = ListedMany("times of day", "time")
    any_time = Yes("one of the times is enough")
    starts_by = MaybeDay("the work begins by then")
    languages = Many("languages needed, with their level", reference.language_codes())
    spoken = ListedMany("languages somebody speaks there, beside Japanese", "language")
    licences = ListedMany("licences needed; `none` where none is", "licence")
    demands = ListedMany("what is hard about it; `none` where nothing is", "demand")
    accommodations = ListedMany("what the workplace makes possible", "accommodation")
    negotiable = ListedMany("conditions the employer would talk about", "negotiable")
    dormitory = Yes("has a dormitory")
    trial = Yes("may begin with a trial")
    rung_from = MaybeNumber("lowest rung of the ladder it has room for", 1, 6)
    contract_months = MaybeNumber("length of the contract; open-ended if left out", 1, 120)
    remarks = ShortText("more about the work", load_default=None, allow_none=True)

    @validates_schema
    def wage(self, data: dict[str, Any], **_: Any) -> None:
        if (data.get("wage_min") is None) != (data.get("wage_per") is None):
            raise ValidationError(
                "賃金には額と時給・月給の別が要ります / a wage needs an amount and its unit → "
                "wage_min と wage_per を / give wage_min and wage_per",
                field_name="wage_per",
            )


class Receive(Conditions):
    occupation = Listed("what kind of work", "occupation", required=True)
    type = Choice("kind of employment", HIRE_TYPES, required=True)
    places = Number("how many people are wanted", 1, 1000, load_default=1)
    valid_from = MaybeDay("first day of its validity; the day itself if left out")
    valid_until = Day("last day of its validity", required=True)


class Extend(Body):
    valid_until = Day("last day of its validity now", required=True)


class WithdrawOpening(Body):
    reason = Code("why it is taken back, as a code", required=True)


class Places(Body):
    places = Number("how many people are wanted now", 1, 1000, required=True)


class EmployerQuery(Page):
    result = Choice("won or given_up", ("won", "given_up"))


class OpeningQuery(Page):
    employer_id = fields.String(metadata={"description": "of this employer"})
    occupation = Listed("of this occupation", "occupation")
