"""What commands on the soft invitation are given, and over which days its figures are asked."""

from __future__ import annotations

from datetime import date

from marshmallow import validate

from services.foodbank.domain.events.invitation import ANSWERS
from services.foodbank.schemas.bodies import Body
from services.foodbank.schemas.fields import Code, Day, ReportedDay, on_small_list
from tsunagu.contracts.day_ranges import check_period
from tsunagu.contracts.payload import Payload, payload


@payload
class Answering(Body):
    answer: str = Code("thinking, agreed or declined", validate.OneOf(ANSWERS))
    may_ask_again_on: date | None = Day(
        "from when they allow asking again; none: nobody asks again"
    )
    next_step: str | None = Code("agreed: what we owe them next", required=False, load_default=None)
    due_on: date | None = Day("agreed: by when; in a few working days if left out")


@payload
class Withdrawal(Body):
    reason: str = Code("why", on_small_list("withdrawn_reason"))
    may_ask_again_on: date | None = Day(
        "from when they allow asking again; none: nobody asks again"
    )


@payload
class Period(Payload):
    from_on: date = ReportedDay("first day", required=True)
    to_on: date = ReportedDay("last day", required=True)

    def check(self) -> None:
        check_period(self.from_on, self.to_on, "from_on", "to_on")
