"""The shapes of what is asked and decided about who is one person."""

from __future__ import annotations

from services.intake.schemas.shared import Body, Choice, Code, Desk, Id, Page
from tsunagu.contracts.payload import payload

MATCH_STATES = ("open", "confirmed", "declined", "lapsed", "all")


@payload
class MatchQuery(Page):
    """Which proposals."""

    desk: str | None = Desk("whose turn it is", load_default=None, allow_none=True)
    person_id: str | None = Id("those that touch this record", load_default=None, allow_none=True)
    state: str = Choice(MATCH_STATES, "open: those that wait for a decision", load_default="open")


@payload
class Merge(Body):
    into_id: str = Id("the person that this one is", required=True)


@payload
class Split(Body):
    reason: str = Code("why they are not one after all", load_default="different_person")
