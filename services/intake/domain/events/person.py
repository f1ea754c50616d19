"""What happens to a person's record: details, consent, public assistance, corrections."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tsunagu.domain.aggregate import event, personal


@event("intake.person_registered")
class PersonRegistered:
    person_id: str
    on: date
    name: str | None = personal()
    kana: str | None = personal()
    birth_date: str | None = personal()
    sex: str | None = personal()
    address: str | None = personal()
    phone: str | None = personal()
    email: str | None = personal()
    occupation: str | None = personal()


@event("intake.person_details_corrected")
class PersonDetailsCorrected:
    person_id: str
    on: date
    name: str | None = personal()
    kana: str | None = personal()
    birth_date: str | None = personal()
    sex: str | None = personal()
    address: str | None = personal()
    phone: str | None = personal()
    email: str | None = personal()
    occupation: str | None = personal()


@event("intake.consent_given")
class ConsentGiven:
    """`recipients` are desk codes; without `until` it holds until withdrawn."""

    person_id: str
    consent_id: str
    on: date
    purpose: str
    recipients: tuple[str, ...]
    until: date | None = None
    evidence: str | None = personal()


@event("intake.consent_withdrawn")
class ConsentWithdrawn:
    person_id: str
    consent_id: str
    on: date


@event("intake.public_assistance_interviewed")
class PublicAssistanceInterviewed:
    record_id: str
    person_id: str
    on: date


@event("intake.public_assistance_applied")
class PublicAssistanceApplied:
    record_id: str
    person_id: str
    on: date


@event("intake.record_corrected")
class RecordCorrected:
    """An earlier record said something wrong; `set` holds the right values of its fields."""

    correction_id: str
    record_id: str
    person_id: str
    of_type: str
    on: date
    set: Mapping[str, object]


@event("intake.person_read")
class PersonRead:
    """Somebody read the personal details. Never published."""

    person_id: str
    on: date
    reader: str
    purpose: str
