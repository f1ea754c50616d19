"""What commands on the consultation aide's contacts are given."""

from __future__ import annotations

from datetime import date

from services.foodbank.schemas.bodies import Body
from services.foodbank.schemas.fields import Code, Day, Id, Words, on_small_list
from tsunagu.contracts.payload import payload


@payload
class ContactShape(Body):
    """A step is never required; where one is given, its day is too."""

    visitor_id: str | None = Id("the visitor, if known again")
    visit_id: str | None = Id("the visit at which it was")
    kind: str = Code("kind of contact", on_small_list("contact_kind"))
    opened_up: str = Code("how far they spoke of themselves", on_small_list("opened_up"))
    note: str | None = Words("words; encrypted")
    next_step: str | None = Code(
        "what the aide promised, if anything", required=False, load_default=None
    )
    due_on: date | None = Day("by when; in a few working days if left out")


@payload
class Outcome(Body):
    outcome: str = Code("what became of the promise")
