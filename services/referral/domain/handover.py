"""What changes together when a sheet moves: the referral's state, and whose need it now is.

A rejected, failed or cancelled referral ends, but never the need behind it:
in the same step the need is back on its sender's desk with a due date. That is
the platform's promise, and this is the one place that keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.referral.domain import refusals
from services.referral.domain.clock import RETURNED, Clock
from services.referral.domain.desk import Desk
from services.referral.domain.events import (
    ACCEPTED,
    CANCELLED,
    COMPLETED,
    DRAFT,
    ENDED_WITHOUT_HELP,
    ENTERED_IN_ERROR,
    FAILED,
    IN_PROGRESS,
    ON_HOLD,
    REJECTED,
    REQUESTED,
)
from services.referral.domain.need import Need
from services.referral.domain.referral import Referral

# state → (what comes next, and which clock runs); the owner is whoever has to do it.
NEXT_STEP = {
    DRAFT: "send_the_sheet",
    REQUESTED: "answer_the_sheet",
    ACCEPTED: "first_contact",
    IN_PROGRESS: "support",
    ON_HOLD: "resume",
    REJECTED: "find_another_way",
    FAILED: "find_another_way",
    CANCELLED: "find_another_way",
    ENTERED_IN_ERROR: "find_another_way",  # the need was there before this sheet
}
BACK_WITH_SENDER = (*ENDED_WITHOUT_HELP, ENTERED_IN_ERROR)
OWNED_BY_SENDER = (DRAFT, *BACK_WITH_SENDER)


@dataclass(frozen=True)
class Handover:
    """A referral with the need it carries and the two desks it goes between."""

    referral: Referral
    need: Need
    sender: Desk
    receiver: Desk

    def due_on_request(self, on: date) -> date:
        """By when the receiver has to answer."""
        return self.receiver.clock(REQUESTED, self.sender.id).due_on(on)

    def may_receive(self, despite_capacity: bool) -> None:
        if self.receiver.capacity == "none" and not despite_capacity:
            raise refusals.no_capacity(self.receiver.id)

    def carry(self, on: date) -> None:
        """The referral takes the need up; called once, when the sheet is first written."""
        self.need.take_up(referral_id=self.referral.id, on=on)

    def settle(self, on: date, note: str | None = None, past: bool = False) -> None:
        """Place or close the need as the referral's present state demands.

        `past`: from old records; nobody is reminded of what was due years ago.
        """
        state = str(self.referral.state)
        if state == COMPLETED or (state == ENTERED_IN_ERROR and self.need.carriers <= 1):
            if self.need.is_open and self.need.referral_id == self.referral.id:
                self.need.close(on=on, reason=state)
            return
        if self.need.closed_because is not None or self.need.referral_id != self.referral.id:
            return  # another sheet carries it on
        owner = self.sender if state in OWNED_BY_SENDER else self.receiver
        step = RETURNED if state in BACK_WITH_SENDER else state
        clock = owner.clock(step, None if owner is self.sender else self.sender.id)
        self._place(on, owner, state, step, clock, note, past)

    def _place(
        self,
        on: date,
        owner: Desk,
        state: str,
        step: str,
        clock: Clock,
        note: str | None,
        past: bool,
    ) -> None:
        self.need.place(
            person_id=self.referral.person_id,
            case_id=self.referral.case_id,
            on=on,
            owner_desk=owner.id,
            next_step=NEXT_STEP[state],
            due_on=clock.due_on(on),
            because=state,
            note=note,
        )
        if not past:
            self.need.start_clock(step=step, clock=clock, lead_desk=owner.lead_desk)
