"""The facts intake publishes: its only door. Never a name, an address or free text."""

from __future__ import annotations

from services.intake.published.cases import CASE_FACTS
from services.intake.published.identity import IDENTITY_FACTS
from services.intake.published.meetings import MEETING_FACTS
from services.intake.published.persons import CORRECTION_FACTS, PERSON_FACTS
from services.intake.published.signals import SIGNAL_FACTS
from tsunagu.contracts.facts import Catalogue
from tsunagu.domain.json_object import JsonObject

CATALOGUE = Catalogue(
    "intake",
    [
        *PERSON_FACTS,
        *SIGNAL_FACTS,
        *CASE_FACTS,
        *MEETING_FACTS,
        *IDENTITY_FACTS,
        *CORRECTION_FACTS,
    ],
)


def lift_signal_from_schema_1(values: JsonObject) -> JsonObject:
    names = ("due_at", "consent_id", "consent_until", "conference_id", "sequence")
    return values | dict.fromkeys(names) | {"feedback": True}


def lift_step_from_schema_1(values: JsonObject) -> JsonObject:
    return values | {"due_at": None}


UPCASTERS = {
    ("intake.signal_received", 1): lift_signal_from_schema_1,
    ("intake.signal_next_step_set", 1): lift_step_from_schema_1,
}
