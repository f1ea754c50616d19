"""Events of the consultation aide's contacts, and of what the aide promised."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from services.foodbank.domain.events.fields import WithStep
from tsunagu.domain.aggregate import event, personal


@event("foodbank.aide_contact")
class AideContact:
    """`opened_up`: how far the visitor spoke of themselves, as a code."""

    contact_id: str
    visitor_id: str | None
    visit_id: str | None
    person_id: str | None
    case_id: str | None
    on: date
    kind: str
    opened_up: str


@event("foodbank.contact_noted")
class ContactNoted:
    contact_id: str
    person_id: str
    on: date
    note: str | None = personal()


@event("foodbank.contact_read")
class ContactRead:
    """A member of staff read the aide's words."""

    contact_id: str
    on: date
    desk: str
    purpose: str


@event("foodbank.contact_step_set")
class ContactStepSet(WithStep):
    """The aide promised something; a new step replaces the one before."""

    contact_id: str
    visitor_id: str | None
    person_id: str | None
    case_id: str | None
    on: date


@event("foodbank.contact_step_ended")
class ContactStepEnded:
    contact_id: str
    visitor_id: str | None
    person_id: str | None
    case_id: str | None
    on: date
    outcome: str


class ContactIds(TypedDict):
    """Whom a contact is with, and when, as keyword arguments of its events."""

    contact_id: str
    visitor_id: str | None
    person_id: str | None
    case_id: str | None
    on: date
