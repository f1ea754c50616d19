"""Events of a visitor: known again, described, linked with a person of intake, come to the desk."""

from __future__ import annotations

from datetime import date

from services.foodbank.domain.events.fields import OfVisitor
from tsunagu.domain.aggregate import event, personal

CONSENT, SHEET = "consent", "sheet"
LINK_BASES = (CONSENT, SHEET)
CONSULTATION, IN_PERSON = "consultation", "in_person"  # beside SHEET: how a visitor is connected

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


# -- at the desk ----------------------------------------------------------------------------------


@event("foodbank.visitor_linked")
class VisitorLinked(OfVisitor):
    """The visitor is this person of intake: by their consent, or sent by a sheet."""

    basis: str


@event("foodbank.visitor_unlinked")
class VisitorUnlinked(OfVisitor):
    """The link was wrong; a coming that rested on it counts no more."""

    reason: str


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
