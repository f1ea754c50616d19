"""What desks send about jobs found: their terms, and whether they last."""

from __future__ import annotations

from datetime import date

from services.employment.domain.job import GIVEN_UP, NEVER_WAS
from services.employment.domain.vocabulary import HIRE_TYPES, HIRED_THROUGH, INTRODUCTION, WAGE_PER
from services.employment.schemas.fields import (
    A_WEEK,
    YEN,
    Choice,
    Day,
    Id,
    MaybeId,
    MaybeNumber,
    Number,
    Words,
    Yes,
)
from services.employment.schemas.shared import Body, Noted, WithReason
from tsunagu.contracts.payload import payload
from tsunagu.contracts.text_fields import TITLE


@payload
class Terms(Noted):
    """The terms of a job."""

    starts_on: date = Day("first day of work", required=True)
    type: str = Choice("kind of employment", HIRE_TYPES, required=True)
    wage: int | None = MaybeNumber("yen", 1, YEN)
    wage_per: str | None = Choice(
        "of the wage: hour or month", WAGE_PER, load_default=None, allow_none=True
    )
    hours_per_week: int | None = MaybeNumber("hours a week", 1, A_WEEK)
    open_ended: bool = Yes("no end of the contract is agreed")


@payload
class RecordJob(Terms):
    """A job that came of no introduction here."""

    seeker_id: str = Id("the job seeker", required=True)
    through: str = Choice(
        "how it was found", [t for t in HIRED_THROUGH if t != INTRODUCTION], required=True
    )
    employer_id: str | None = MaybeId("the employer, where it is one of ours")
    employer: str | None = Words("the employer's name, where it is none of ours; encrypted", TITLE)


@payload
class CheckRetention(Noted):
    months: int = Number(
        "1, 3 or 6: still in the job so many months after the first day", 1, 6, required=True
    )


@payload
class LeaveWork(WithReason):
    """The person's last day, and why."""


@payload
class Withdraw(Body):
    reason: str = Choice("why it is not to be counted", NEVER_WAS, required=True)


@payload
class EndRetention(Body):
    reason: str = Choice("why nobody asks any more", GIVEN_UP, required=True)
