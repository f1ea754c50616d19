"""The shapes of what is sent about a person: details, consent, public assistance."""

from __future__ import annotations

from datetime import date

from services.intake.schemas.shared import (
    Body,
    Code,
    Codes,
    Id,
    LaterDay,
    Person,
    PersonDetails,
    Shape,
    Words,
    check_desk,
)
from tsunagu.contracts.payload import payload


@payload
class RegisterPerson(Body):
    person: PersonDetails | None = Person(load_default=None, allow_none=True)


@payload
class CorrectPerson(Body):
    person: PersonDetails = Person("the details that change", required=True)


@payload
class Purpose(Shape):
    purpose: str = Id("what you read it for; the reading is recorded", required=True)


@payload
class Consent(Body):
    purpose: str = Code("what it is for", required=True)
    recipients: tuple[str, ...] = Codes(check_desk, "desks that may be told", least=1)
    until: date | None = LaterDay("last day it holds", load_default=None, allow_none=True)
    evidence: str | None = Words()


@payload
class PublicAssistance(Body):
    person_id: str | None = Id(
        "a known person; leave out for a new one", load_default=None, allow_none=True
    )
