"""The shapes of what is sent about a person: details, consent, public assistance."""

from __future__ import annotations

from services.intake.schemas.shared import (
    Body,
    Code,
    Codes,
    Id,
    LaterDay,
    Person,
    Shape,
    Words,
    known_desk,
)


class RegisterPerson(Body):
    person = Person(load_default=None, allow_none=True)


class CorrectPerson(Body):
    person = Person("the details that change", required=True)


class Purpose(Shape):
    purpose = Id("what you read it for; the reading is recorded", required=True)


class Consent(Body):
    purpose = Code("what it is for", required=True)
    recipients = Codes(known_desk, "desks that may be told", least=1)
    until = LaterDay("last day it holds", load_default=None, allow_none=True)
    evidence = Words()


class PublicAssistance(Body):
    person_id = Id("a known person; leave out for a new one", load_default=None, allow_none=True)
