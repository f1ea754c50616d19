"""A person: who they are, what they agreed to, and what public assistance knows of them.

A person exists without a name. Consent says to whom what may be passed on, for
which purpose, and ends at once when it is withdrawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from services.intake.domain.events.person import (
    ConsentGiven,
    ConsentWithdrawn,
    PersonDetailsCorrected,
    PersonRead,
    PersonRegistered,
    PublicAssistanceApplied,
    PublicAssistanceInterviewed,
    RecordCorrected,
)
from services.intake.domain.refusals.persons import (
    CONSENT_ENDS_BEFORE_IT_BEGINS,
    NO_SUCH_CONSENT,
)
from tsunagu.domain.aggregate import Aggregate, applies

DETAILS = ("name", "kana", "birth_date", "sex", "address", "phone", "email", "occupation")


class Person(Aggregate):
    """A human being; not the case: one person may have several over the years."""

    category = "person"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.details: dict[str, str] = {}
        self.as_registered: dict[str, str] = {}  # before anybody corrected them
        self.consents: dict[str, ConsentGiven] = {}

    def register(self, *, on: date, **details: str | None) -> None:
        """Known from now on; every detail may be missing."""
        if not self.exists:
            self.record(PersonRegistered(person_id=self.id, on=on, **details))

    def correct_details(self, *, on: date, **details: str | None) -> None:
        self.record(PersonDetailsCorrected(person_id=self.id, on=on, **details))

    def give_consent(
        self,
        *,
        consent_id: str,
        on: date,
        purpose: str,
        recipients: tuple[str, ...],
        until: date | None = None,
        evidence: str | None = None,
    ) -> None:
        if until is not None and until < on:
            raise CONSENT_ENDS_BEFORE_IT_BEGINS()
        self.record(
            ConsentGiven(
                person_id=self.id,
                consent_id=consent_id,
                on=on,
                purpose=purpose,
                recipients=recipients,
                until=until,
                evidence=evidence,
            )
        )

    def withdraw_consent(self, *, consent_id: str, on: date) -> None:
        """Withdrawn consent stops sharing at once; withdrawing again changes nothing."""
        if consent_id not in self.consents:
            raise NO_SUCH_CONSENT()
        if self.consents[consent_id] is not WITHDRAWN:
            self.record(ConsentWithdrawn(person_id=self.id, consent_id=consent_id, on=on))

    def interview_for_public_assistance(self, *, record_id: str, on: date) -> None:
        self.record(PublicAssistanceInterviewed(record_id=record_id, person_id=self.id, on=on))

    def apply_for_public_assistance(self, *, record_id: str, on: date) -> None:
        self.record(PublicAssistanceApplied(record_id=record_id, person_id=self.id, on=on))

    def correct_record(
        self,
        *,
        correction_id: str,
        record_id: str,
        of_type: str,
        on: date,
        values: Mapping[str, object],
    ) -> None:
        self.record(
            RecordCorrected(
                correction_id=correction_id,
                record_id=record_id,
                person_id=self.id,
                of_type=of_type,
                on=on,
                set=values,
            )
        )

    def read(self, *, on: date, reader: str, purpose: str) -> dict[str, str]:
        """The details; the reading is recorded with them."""
        self.record(PersonRead(person_id=self.id, on=on, reader=reader, purpose=purpose))
        return dict(self.details)

    def evidence_of(self, consent_id: str | None) -> str | None:
        """How a consent is shown, e.g. where the paper lies; None once it is withdrawn."""
        consent = self.consents.get(consent_id) if consent_id else None
        return consent.evidence if consent else None

    def may_share_with(self, desk: str, on: date) -> bool:
        """Whether a consent in force that day names the desk."""
        return any(
            desk in c.recipients and c.on <= on and (c.until is None or on <= c.until)
            for c in self.consents.values()
        )

    @applies(PersonRegistered)
    def _registered(self, e: PersonRegistered) -> None:
        self._take(e)
        self.as_registered = dict(self.details)

    @applies(PersonDetailsCorrected)
    def _corrected(self, e: PersonDetailsCorrected) -> None:
        self._take(e)

    @applies(ConsentGiven)
    def _consented(self, e: ConsentGiven) -> None:
        self.consents[e.consent_id] = e

    @applies(ConsentWithdrawn)
    def _withdrew(self, e: ConsentWithdrawn) -> None:
        self.consents[e.consent_id] = WITHDRAWN

    def _take(self, e: PersonRegistered | PersonDetailsCorrected) -> None:
        for name in DETAILS:
            if (value := getattr(e, name)) is not None:
                self.details[name] = value


WITHDRAWN = ConsentGiven(
    person_id="", consent_id="", on=date.max, purpose="withdrawn", recipients=(), evidence=None
)
