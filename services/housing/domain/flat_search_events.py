"""Events of a flat search (地域居住支援), with somebody whom landlords refuse.

Wishes, viewings, applications to landlords, their refusals with reasons, a
guarantor, and the move. The rules are in `flat_search`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tsunagu.domain.aggregate import event, personal

SEARCHING, ENDED = "searching", "ended"
MOVED_IN = "moved_in"
REFUSAL_REASONS = (
    "age",
    "income",
    "no_guarantor",
    "no_emergency_contact",
    "foreign_nationality",
    "welfare_recipient",
    "disability",
    "illness",
    "arrears_before",
    "children",
    "living_alone",
    "let_to_another",
    "no_reason_given",
    "other",
)
GUARANTORS = ("relative", "guarantee_company", "public_body", "npo", "not_needed")
GIVE_UP_REASONS = ("other_housing", "own_wish", "lost_contact", "moved_away", "died", "other")


@dataclass(frozen=True, kw_only=True)
class _OfSearch:
    search_id: str
    person_id: str
    case_id: str | None
    on: date


@event("housing.flat_search_begun")
class FlatSearchBegun(_OfSearch):
    """`wishes`: codes (ground_floor, near_work, pets...); `rent_up_to`: yen a month."""

    wishes: tuple[str, ...]
    rent_up_to: int | None = personal()
    words: str | None = personal()


@event("housing.flat_viewed")
class FlatViewed:
    """Private: where it is."""

    search_id: str
    person_id: str
    on: date
    landlord_id: str
    liked: bool
    address: str | None = personal()


@event("housing.flat_applied_for")
class FlatAppliedFor(_OfSearch):
    application_id: str
    landlord_id: str
    rent: int | None = personal()


@event("housing.landlord_refused")
class LandlordRefused(_OfSearch):
    """Whom landlords refuse, and why: what the city has to work on."""

    application_id: str
    landlord_id: str
    reason: str
    note: str | None = personal()


@event("housing.landlord_agreed")
class LandlordAgreed(_OfSearch):
    application_id: str
    landlord_id: str


@event("housing.guarantor_found")
class GuarantorFound(_OfSearch):
    guarantor: str
    name: str | None = personal()


@event("housing.moved_in")
class MovedIn(_OfSearch):
    application_id: str
    landlord_id: str
    rent: int | None = personal()
    address: str | None = personal()


@event("housing.flat_search_ended")
class FlatSearchEnded(_OfSearch):
    """moved_in, or why the search was given up. `refusals`: by how many landlords."""

    reason: str
    refusals: int
    note: str | None = personal()


FLAT_EVENTS: tuple[type, ...] = (
    FlatSearchBegun, FlatViewed, FlatAppliedFor, LandlordRefused, LandlordAgreed,
    GuarantorFound, MovedIn, FlatSearchEnded,
)  # fmt: skip
