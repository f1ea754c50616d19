"""A sheet that is rejected, fails, is cancelled or was an error goes back to its sender.

The sheet ends, the need behind it does not: in the same step it is on the
sender's desk again, with a due date by that desk's own clock for what came
back. That is the platform's promise; `Handover.settle` keeps it in every state.
"""

from __future__ import annotations

from services.referral.domain.clock import RETURNED
from services.referral.domain.desk import Desk
from services.referral.domain.states import ENDED_WITHOUT_HELP, ENTERED_IN_ERROR
from services.referral.domain.turn import Turn

# An error too: the need was there before the sheet that should not have been written.
BACK_WITH_SENDER = (*ENDED_WITHOUT_HELP, ENTERED_IN_ERROR)
FIND_ANOTHER_WAY = "find_another_way"


def return_to_sender(sender: Desk) -> Turn:
    """The sender's turn: to find another way for the person."""
    return Turn(sender, FIND_ANOTHER_WAY, RETURNED, sender.clock_for(RETURNED))
