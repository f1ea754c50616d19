"""What others may know of persons: consent and public assistance, never who they are."""

from __future__ import annotations

from marshmallow import fields

from services.intake.domain.events import person
from services.intake.published.shared import (
    CONSENT,
    CORRECTION,
    PERSON,
    RECORD,
    OfPerson,
    code_field,
    id_field,
)
from tsunagu.contracts.facts import FactType


class ConsentGivenSchema(OfPerson):
    consent_id = id_field("consent")
    purpose = code_field("what it is for")
    recipients = fields.List(fields.String(), required=True)
    until = fields.Date(required=True, allow_none=True)


class ConsentWithdrawnSchema(OfPerson):
    consent_id = id_field("consent")


class PublicAssistanceSchema(OfPerson):
    record_id = id_field("record; corrections name it")


class RecordCorrectedSchema(OfPerson):
    correction_id = id_field("correction")
    record_id = id_field("corrected record")
    of_type = code_field("fact type of the corrected record")
    set = fields.Dict(required=True, metadata={"description": "its fields' right values"})


PERSON_FACTS = (
    FactType(person.PersonRegistered, OfPerson, {"person_id": PERSON, "on": "2026-11-20"}),
    FactType(
        person.PersonDetailsCorrected,
        OfPerson,
        {"person_id": PERSON, "on": "2026-11-20"},
    ),
    FactType(
        person.ConsentGiven,
        ConsentGivenSchema,
        {
            "person_id": PERSON,
            "consent_id": CONSENT,
            "on": "2026-11-20",
            "purpose": "support",
            "recipients": ["free_job_placement"],
            "until": None,
        },
    ),
    FactType(
        person.ConsentWithdrawn,
        ConsentWithdrawnSchema,
        {"person_id": PERSON, "consent_id": CONSENT, "on": "2026-11-21"},
    ),
    FactType(
        person.PublicAssistanceInterviewed,
        PublicAssistanceSchema,
        {"record_id": RECORD, "person_id": PERSON, "on": "2026-11-20"},
    ),
    FactType(
        person.PublicAssistanceApplied,
        PublicAssistanceSchema,
        {"record_id": RECORD, "person_id": PERSON, "on": "2026-11-20"},
    ),
)

CORRECTION_FACTS = (
    FactType(
        person.RecordCorrected,
        RecordCorrectedSchema,
        {
            "correction_id": CORRECTION,
            "record_id": RECORD,
            "person_id": PERSON,
            "of_type": "intake.consultation_accepted",
            "on": "2026-11-20",
            "set": {"from_desk": "tax_collection"},
        },
    ),
)
