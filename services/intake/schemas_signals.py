"""The shapes of what departments notice, and of what is then done about it."""

from __future__ import annotations

from services.intake.domain_signal import BASES
from services.intake.schemas import (
    Body,
    Choice,
    Code,
    Day,
    Desk,
    Flag,
    Id,
    Page,
    Person,
    Shape,
    Words,
)

ANSWERS = ("coming", "thinking", "declined", "no_answer")
SIGNAL_STATES = ("open", "connected", "closed", "all")


class SignalBody(Shape):
    """A department's notice: the REST body of `POST /signals`, and who sends it."""

    department = Desk("the department that sends it", required=True)
    id = Id("the sender's own id: the same one again is the same signal", required=True)
    kind = Code("what was noticed, e.g. water_arrears", required=True)
    noticed_on = Day("when it was noticed", required=True)
    person = Person(load_default=None, allow_none=True)
    basis = Choice(
        BASES, "what allows sharing; encouragement_only allows no identity", required=True
    )
    note = Words()
    urgent = Flag("suicide risk, no food, eviction or water cut within days")


class Encouragement(Body):
    answer = Choice(ANSWERS, "what the person said", required=True)


class Connection(Body):
    case_id = Id("the case", required=True)


class Closing(Body):
    reason = Code("why", required=True)


class SignalQuery(Page):
    desk = Id("owned by this desk", load_default=None, allow_none=True)
    state = Choice(SIGNAL_STATES, "open if left out", load_default="open")
    department = Id("sent by this department", load_default=None, allow_none=True)
