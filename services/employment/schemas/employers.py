"""What desks send about employers: who they are, every attempt, and giving up."""

from __future__ import annotations

from datetime import date

from marshmallow import ValidationError

from services.employment.domain.employer import BROUGHT_BY, DEPARTMENT, HOW, OUTCOMES
from services.employment.domain.vocabulary import DESKS, EMPLOYER, PARTNER
from services.employment.schemas.fields import (
    Choice,
    Code,
    Day,
    Listed,
    MaybeDay,
    MaybeId,
    ShortText,
    Words,
    Yes,
)
from services.employment.schemas.shared import Body, Noted
from tsunagu.contracts.payload import payload
from tsunagu.contracts.text_fields import ADDRESS, EMAIL, NAME, PHONE, TITLE
from tsunagu.domain.text import Problem, Text

UNCLEAR_INTRODUCER = Problem(
    Text("だれの紹介かをそろえてください", "say who introduced it, or that nobody did"),
    Text(
        "introduced_by を入れるか、introduced_by_kind を staff, itself に",
        "give introduced_by, or introduced_by_kind staff or itself",
    ),
)


@payload
class Details(Body):
    """The organisation as it now stands."""

    name: str = ShortText("name of the organisation", TITLE, required=True)
    address: str | None = ShortText("its address", ADDRESS, load_default=None, allow_none=True)
    industry: str | None = Listed("its trade", "industry", load_default=None, allow_none=True)
    contact_name: str | None = Words("whom to speak to there; encrypted", NAME)
    contact_phone: str | None = Words("their telephone; encrypted", PHONE)
    contact_email: str | None = Words("their e-mail; encrypted", EMAIL)
    remarks: str | None = Words("how they like to be approached, ...; encrypted")


@payload
class ListEmployer(Details):
    introduced_by_kind: str = Choice(
        "who thought of it, or brought it", BROUGHT_BY, load_default="staff"
    )
    introduced_by: str | None = MaybeId("the employer, partner or department that introduced it")

    def check(self) -> None:
        named = self.introduced_by_kind in (EMPLOYER, PARTNER, DEPARTMENT)
        if named != bool(self.introduced_by):
            raise ValidationError(UNCLEAR_INTRODUCER, field_name="introduced_by")


@payload
class Approach(Noted):
    how: str = Choice("how it was asked", HOW, required=True)
    outcome: str = Choice("what came of it", OUTCOMES, required=True)
    no_great_hope: bool = Yes("asked with no great hope (だめもと)")
    for_seeker: str | None = MaybeId("the job seeker whose need it was asked for")
    due_on: date | None = MaybeDay("when to ask again; five working days if left out")


@payload
class GiveUp(Body):
    reason: str = Code("why it is not asked again for now, as a code", required=True)


@payload
class EmployerStep(Body):
    next_step: str = Code("what happens next, as a code", required=True)
    due_on: date = Day("by when", required=True)
    owner_desk: str | None = Choice("whose it is; as before if left out", DESKS, load_default=None)
