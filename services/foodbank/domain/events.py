"""The food bank (フードバンク連携): food without conditions, and a way to the desk, never pressed.

Here stand its common words and the events of the *visitor*: somebody the food
bank knows again, by a card or by sight. The *soft invitation* (やわらかな誘い)
tells a visitor of the consultation desk and leaves the answer to them; its
rules are in `domain_invitation`. A *visit* (`domain_visit`) needs no visitor at
all; a *parcel* (`domain_parcel`) is packed for a visit from *lots*
(`domain_stock`). Nothing here knows a database or a broker.

Events named `…Noted` or `…Described` hold words and health data, encrypted and
never published. Their `person_id` only names the key: the visitor's own id, or
where nobody is known the id of the visit or the contact. Everywhere else
`person_id` is intake's id of a linked person, or None.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tsunagu.domain.aggregate import event, personal

DESK = "food_bank"

OFFERED, THINKING, AGREED, DECLINED = "offered", "thinking", "agreed", "declined"
WITHDRAWN, CONNECTED = "withdrawn", "connected"
ANSWERS = (THINKING, AGREED, DECLINED)
INVITATION_STATES = (OFFERED, THINKING, AGREED, DECLINED, WITHDRAWN, CONNECTED)

CONSENT, SHEET = "consent", "sheet"
LINK_BASES = (CONSENT, SHEET)
CONSULTATION, IN_PERSON = "consultation", "in_person"  # beside SHEET: how a visitor is connected


@dataclass(frozen=True, kw_only=True)
class OfVisitor:
    """Ids, codes and dates only."""

    visitor_id: str
    person_id: str | None
    case_id: str | None
    on: date


@dataclass(frozen=True, kw_only=True)
class OfVisit:
    """Ids, codes and dates only; without a visitor the visit is anonymous."""

    visit_id: str
    visitor_id: str | None
    person_id: str | None
    case_id: str | None
    on: date


@dataclass(frozen=True, kw_only=True)
class WithStep:
    """A promise: whose it is, what comes next, and by when."""

    owner_desk: str
    next_step: str
    due_on: date


# -- known again ----------------------------------------------------------------------------------


@event("foodbank.visitor_known")
class VisitorKnown:
    """Somebody whom the food bank will know again; a name is not asked."""

    visitor_id: str
    on: date


@event("foodbank.card_issued")
class CardIssued:
    """This card leads to this visitor from now on."""

    card: str
    visitor_id: str
    on: date


@event("foodbank.visitor_described")
class VisitorDescribed:
    """The visitor and the household as they are now; each description replaces the one before."""

    person_id: str
    on: date
    size: int
    children: int
    infants: int
    cannot_cook: bool
    nickname: str | None = personal()
    note: str | None = personal()
    allergies: tuple[str, ...] | None = personal()
    diets: tuple[str, ...] | None = personal()


@event("foodbank.visitor_read")
class VisitorRead:
    """A member of staff saw what is known of the visitor; kept for "who saw what, when, why"."""

    visitor_id: str
    on: date
    desk: str
    purpose: str


@event("foodbank.first_visit_noted")
class FirstVisit:
    """The earliest visit we know of. `by_sheet`: another desk had sent them."""

    visitor_id: str
    on: date
    by_sheet: bool


# -- the soft invitation --------------------------------------------------------------------------


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


# -- at the desk ----------------------------------------------------------------------------------


@event("foodbank.visitor_linked")
class VisitorLinked(OfVisitor):
    """The visitor is this person of intake: by their consent, or sent by a sheet."""

    basis: str


@event("foodbank.visitor_unlinked")
class VisitorUnlinked(OfVisitor):
    """The link was wrong; a coming that rested on it counts no more."""

    reason: str


@event("foodbank.visitor_connected")
class VisitorConnected(OfVisitor):
    """The agreed invitation reached a desk. `way`: consultation, sheet or in_person."""

    way: str
    referral_id: str | None


@event("foodbank.visitor_came")
class VisitorCame(OfVisitor):
    """They came to consultation after their first visit here, invited or not. Once a visitor."""

    record_id: str  # intake's, of that consultation
    first_visit_on: date
    days: int
    invitation: str | None
    by_themselves: bool


@event("foodbank.visitor_came_corrected")
class CameCorrected(OfVisitor):
    """Replaces `days` of the coming; None: it does not count after all.

    `on`: the day of the consultation as it is now known.
    """

    record_id: str
    first_visit_on: date
    days: int | None


@event("foodbank.visitor_forgotten")
class VisitorForgotten(OfVisitor):
    """Their key is destroyed: what they told us can never be read again."""
