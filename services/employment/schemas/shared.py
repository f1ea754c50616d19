"""Payloads that the commands of several subjects share: who acts, when, and what comes next."""

from __future__ import annotations

from datetime import date

from marshmallow import ValidationError

from services.employment.domain.vocabulary import DESKS
from services.employment.schemas.fields import Choice, Code, Day, MaybeId, Words
from tsunagu.contracts.day_ranges import check_past_day
from tsunagu.contracts.payload import Payload, fields, payload
from tsunagu.domain.text import Problem, Text
from tsunagu.process import clock

UNCLEAR_PERSON = Problem(
    Text("だれのことか分かりません", "it must be clear whose it is"),
    Text("referral_id か person_id の一方を", "give one of referral_id and person_id"),
)
CASE_BESIDE_SHEET = Problem(
    Text("ケースはシートが示します", "the sheet says which case"), Text("外す", "leave it out")
)


@payload
class Body(Payload):
    """What every command takes: the acting desk, and the day (today where it is left out)."""

    by: str = Code("the acting desk: one of this programme's", required=True)
    on: date = fields.Date(
        load_default=clock.today,
        validate=check_past_day,
        metadata={"description": "the day; today if left out"},
    )


@payload
class Noted(Body):
    note: str | None = Words("in words; encrypted, never published")


@payload
class WithReason(Noted):
    reason: str = Code("why, as a code", required=True)


@payload
class Begin(Body):
    """Something begins for a person: from a sheet, or for a person known otherwise."""

    referral_id: str | None = MaybeId("the Tsunagu sheet it answers; it says who the person is")
    person_id: str | None = MaybeId("the person, where there is no sheet")
    case_id: str | None = MaybeId("the person's case at intake, where there is no sheet")

    def check(self) -> None:
        if bool(self.referral_id) == bool(self.person_id):
            raise ValidationError(UNCLEAR_PERSON, field_name="person_id")
        if self.referral_id and self.case_id:
            raise ValidationError(CASE_BESIDE_SHEET, field_name="case_id")


@payload
class NextStep(Noted):
    next_step: str = Code("what happens next, as a code", required=True)
    due_on: date = Day("by when", required=True)
    owner_desk: str | None = Choice("whose it is; as before if left out", DESKS, load_default=None)
