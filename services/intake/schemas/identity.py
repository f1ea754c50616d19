"""The shapes of what is asked and decided about who is one person."""

from __future__ import annotations

from services.intake.schemas.shared import Body, Choice, Code, Desk, Id, Page

MATCH_STATES = ("open", "confirmed", "declined", "lapsed", "all")


class MatchQuery(Page):
    """Which proposals."""

    desk = Desk("whose turn it is", load_default=None, allow_none=True)
    person_id = Id("those that touch this record", load_default=None, allow_none=True)
    state = Choice(MATCH_STATES, "open: those that wait for a decision", load_default="open")


class Merge(Body):
    into_id = Id("the person that this one is", required=True)


class Split(Body):
    reason = Code("why they are not one after all", load_default="different_person")
