"""Events of the soft invitation: offered, answered, agreed to, withdrawn, and the desk reached."""

from __future__ import annotations

from datetime import date

from services.foodbank.domain.events.fields import OfVisitor, WithStep
from tsunagu.domain.aggregate import event

OFFERED, THINKING, AGREED, DECLINED = "offered", "thinking", "agreed", "declined"
WITHDRAWN, CONNECTED = "withdrawn", "connected"
ANSWERS = (THINKING, AGREED, DECLINED)
INVITATION_STATES = (OFFERED, THINKING, AGREED, DECLINED, WITHDRAWN, CONNECTED)


@event("foodbank.visitor_asked")
class VisitorAsked(OfVisitor):
    """The visitor asked about help by themselves: that allows one offer."""


@event("foodbank.invitation_offered")
class InvitationOffered(OfVisitor):
    """The aide told them of the consultation desk."""


@event("foodbank.invitation_answered")
class InvitationAnswered(OfVisitor):
    """thinking or declined. Without `may_ask_again_on` nobody asks again."""

    answer: str
    may_ask_again_on: date | None


@event("foodbank.invitation_agreed")
class InvitationAgreed(OfVisitor, WithStep):
    """From now on somebody owes them the way to the desk."""


@event("foodbank.invitation_step_set")
class InvitationStepSet(OfVisitor, WithStep):
    """The next step on that way, in place of the one before."""


@event("foodbank.invitation_withdrawn")
class InvitationWithdrawn(OfVisitor):
    """They think otherwise now, which needs no excuse."""

    reason: str
    may_ask_again_on: date | None


@event("foodbank.visitor_connected")
class VisitorConnected(OfVisitor):
    """The agreed invitation reached a desk. `way`: consultation, sheet or in_person."""

    way: str
    referral_id: str | None
