"""What changes together when a sheet moves: the referral's state, and whose need it now is.

In every state of a sheet that leaves its need open, the need is somebody's, with
a next step and a due date; once helped, it is closed. `settle` sees to it, in
the step in which the sheet moves. What comes back: `return_to_sender`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.referral.domain.desk import Desk
from services.referral.domain.need import Need
from services.referral.domain.referral import Referral
from services.referral.domain.refusals import NO_CAPACITY
from services.referral.domain.return_to_sender import BACK_WITH_SENDER, return_to_sender
from services.referral.domain.states import (
    ACCEPTED,
    COMPLETED,
    DRAFT,
    ENTERED_IN_ERROR,
    IN_PROGRESS,
    ON_HOLD,
    REQUESTED,
)
from services.referral.domain.turn import Turn

# state → what comes next, for whoever has to do it.
NEXT_STEP = {
    DRAFT: "send_the_sheet",
    REQUESTED: "answer_the_sheet",
    ACCEPTED: "first_contact",
    IN_PROGRESS: "support",
    ON_HOLD: "resume",
}


@dataclass(frozen=True)
class Handover:
    """A referral with the need it carries and the two desks it goes between."""

    referral: Referral
    need: Need
    sender: Desk
    receiver: Desk

    def carry(self, on: date) -> None:
        """The referral takes the need up; called once, when the sheet is first written."""
        self.need.take_up(referral_id=self.referral.id, on=on)

    def send(self, *, by: str, on: date, despite_capacity: bool) -> None:
        """Request the receiver's answer, and settle whose turn it is."""
        self.check_capacity(despite_capacity)
        self.referral.request(by=by, on=on, due_on=self.due_on_request(on))
        self.settle(on)

    def check_capacity(self, despite_capacity: bool) -> None:
        """Refuse where the receiver has no room, unless it is to be asked all the same."""
        if self.receiver.capacity == "none" and not despite_capacity:
            raise NO_CAPACITY(desk=self.receiver.id)

    def due_on_request(self, on: date) -> date:
        """By when the receiver has to answer."""
        return self.receiver.clock_for(REQUESTED, self.sender.id).due_on(on)

    def settle(self, on: date, past: bool = False) -> None:
        """Place or close the need as the referral's present state demands.

        `past`: from old records; nobody is reminded of what was due years ago.
        """
        state = str(self.referral.state)
        carried = self.need.referral_id == self.referral.id  # by this sheet, and no later one
        if self._ends_need(state):
            if self.need.is_open and carried:
                self.need.close(on=on, reason=state)
        elif self.need.closed_because is None and carried:
            self._place(self._turn_in(state), on, state, past)

    def _ends_need(self, state: str) -> bool:
        """Help was given; or the sheet was an error, and no other ever carried the need."""
        return state == COMPLETED or (state == ENTERED_IN_ERROR and self.need.carriers <= 1)

    def _turn_in(self, state: str) -> Turn:
        """Whose turn it is in that state of the sheet."""
        if state in BACK_WITH_SENDER:
            return return_to_sender(self.sender)
        if state == DRAFT:
            return Turn(self.sender, NEXT_STEP[state], state, self.sender.clock_for(state))
        clock = self.receiver.clock_for(state, self.sender.id)
        return Turn(self.receiver, NEXT_STEP[state], state, clock)

    def _place(self, turn: Turn, on: date, because: str, past: bool) -> None:
        self.need.place(
            person_id=self.referral.person_id,
            case_id=self.referral.case_id,
            on=on,
            owner_desk=turn.desk.id,
            next_step=turn.next_step,
            due_on=turn.clock.due_on(on),
            because=because,
        )
        if not past:
            self.need.start_clock(step=turn.step, clock=turn.clock, lead_desk=turn.desk.lead_desk)
