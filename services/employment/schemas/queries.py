"""What the lists, the ledgers and matching may be asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Self

from services.employment.schemas.fields import (
    Choice,
    Code,
    Day,
    Listed,
    NumberInQuery,
    TextInQuery,
    YesInQuery,
)
from tsunagu.contracts.day_ranges import check_period
from tsunagu.contracts.payload import Payload, payload
from tsunagu.contracts.text_fields import CURSOR


@payload
class Page(Payload):
    """What every list takes."""

    desk: str | None = Code("with this desk")
    state: str | None = Choice("open, ended or all", ("open", "ended", "all"))
    overdue: bool | None = YesInQuery("only what was due before today")
    after: str | None = TextInQuery("`next` of the page before", CURSOR)
    limit: int | None = NumberInQuery("at most; 50 if left out", 1, 500)


@payload
class SeekerQuery(Page):
    rung: int | None = NumberInQuery("on this rung", 1, 6)


@payload
class EmployerQuery(Page):
    result: str | None = Choice("won or given_up", ("won", "given_up"))


@payload
class OpeningQuery(Page):
    employer_id: str | None = TextInQuery("of this employer")
    occupation: str | None = Listed("of this occupation", "occupation")


@payload
class IntroductionQuery(Page):
    seeker_id: str | None = TextInQuery("of this job seeker")
    opening_id: str | None = TextInQuery("to this opening")


@payload
class JobQuery(Page):
    seeker_id: str | None = TextInQuery("of this job seeker")


@payload
class CourseQuery(Page):
    person_id: str | None = TextInQuery("of this person")


@payload
class WorkQuery(Payload):
    desk: str | None = Code("with this desk")
    kind: str | None = Code("only of this kind")
    overdue: bool | None = YesInQuery("only what was due before today")
    after: str | None = TextInQuery("`next` of the page before", CURSOR)
    limit: int | None = NumberInQuery("at most; 50 if left out", 1, 500)

    @classmethod
    def load(cls, given: Mapping[str, Any]) -> Self:
        """What a caller by RPC gives as None counts as left out."""
        return super().load({name: value for name, value in given.items() if value is not None})


@payload
class MatchQuery(Payload):
    limit: int | None = NumberInQuery("at most; 20 if left out", 1, 500)
    include_excluded: bool | None = YesInQuery(
        "also show, after the fitting ones, what is excluded and why; true"
    )


@payload
class Ledger(Payload):
    """Which entries of a ledger: those received in the period."""

    first: date | None = Day("received from this day on")
    last: date | None = Day("received up to this day")

    def check(self) -> None:
        check_period(self.first, self.last, "first", "last")


@payload
class SeekersLedger(Ledger):
    names: bool | None = YesInQuery("with names from intake, each reading recorded there")
