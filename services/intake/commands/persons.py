"""Commands on persons: details, consent, and what public assistance knows of them."""

from __future__ import annotations

from datetime import date

from services.intake.commands import person_matching, signal_grouping
from services.intake.domain.case import CONSULTATION_SUPPORT
from services.intake.domain.events.person import ConsentGiven
from services.intake.domain.person import WITHDRAWN, Person
from services.intake.domain.refusals.persons import PURPOSE_REQUIRED
from services.intake.domain.refusals.signals import BASIS_ENDED
from services.intake.projections.identity import records_of
from services.intake.queries import signals
from services.intake.schemas.persons import (
    Consent,
    CorrectPerson,
    PublicAssistance,
    Purpose,
    RegisterPerson,
)
from services.intake.schemas.shared import OnDay, details_of
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.log.unit_of_work import UnitOfWork
from tsunagu.process import clock
from tsunagu.process.ids import new_id


class Persons(ServiceBase):
    @command(RegisterPerson)
    def register_person(self, registration: RegisterPerson) -> JsonObject:
        with self.work() as work:
            person = work.new(Person, new_id())
            person.register(on=registration.on, **details_of(registration.person))
            match = person_matching.recognise(work, person, registration.on)
        return {"person_id": person.id} | match.as_json()

    @command(CorrectPerson)
    def correct_person(self, correction: CorrectPerson, person_id: str) -> JsonObject:
        with self.work() as work:
            person = person_matching.load_known_person(work, person_id)
            person.correct_details(on=correction.on, **details_of(correction.person))
            match = person_matching.recognise_again(work, person, correction.on)
            if match.joined:
                signal_grouping.gather(work, person_id, correction.on)
        return {"person_id": person_id} | match.as_json()

    @command(Purpose)
    def read_person(self, reading: Purpose, person_id: str) -> JsonObject:
        """The personal details. The reading is recorded in the same transaction."""
        if not reading.purpose.strip():
            raise PURPOSE_REQUIRED()
        today = clock.today()
        with self.work() as work:
            person = person_matching.load_known_person(work, person_id)
            _check_grounds(work, person, today)
            details = person.read(on=today, reader=work.actor, purpose=reading.purpose)
        return {"person_id": person_id, "details": details}

    @command(Consent)
    def give_consent(self, consent: Consent, person_id: str) -> JsonObject:
        consent_id = new_id()
        with self.work() as work:
            person = person_matching.load_known_person(work, person_id)
            person.give_consent(consent_id=consent_id, **consent.values())
        return {"person_id": person_id, "consent_id": consent_id}

    @command(OnDay)
    def withdraw_consent(self, withdrawal: OnDay, person_id: str, consent_id: str) -> JsonObject:
        with self.work() as work:
            person = work.load(Person, person_id)
            person.withdraw_consent(consent_id=consent_id, on=withdrawal.on)
        return {"person_id": person_id, "consent_id": consent_id, "state": "withdrawn"}

    @command
    def list_consents(self, person_id: str) -> list[JsonObject]:
        """Those of every record of the same human; each is withdrawn on the record it is of."""
        with self.work() as work:
            person_matching.check_known(work, person_id)
            records = records_of(work.connection, person_id)
            people = [work.load_or_new(Person, id) for id in records]
        return [
            _show_consent(person, id, consent)
            for person in people
            for id, consent in person.consents.items()
        ]

    @command(PublicAssistance)
    def record_interview(self, interview: PublicAssistance) -> JsonObject:
        """A public assistance interview (生活保護の面接相談)."""
        record_id = new_id()
        with self.work() as work:
            person = _load_or_register(work, interview.person_id, interview.on)
            person.interview_for_public_assistance(record_id=record_id, on=interview.on)
        return {"person_id": person.id, "record_id": record_id}

    @command(PublicAssistance)
    def record_application(self, application: PublicAssistance) -> JsonObject:
        """An application for public assistance (生活保護の申請)."""
        record_id = new_id()
        with self.work() as work:
            person = _load_or_register(work, application.person_id, application.on)
            person.apply_for_public_assistance(record_id=record_id, on=application.on)
        return {"person_id": person.id, "record_id": record_id}


def _load_or_register(work: UnitOfWork, person_id: str | None, on: date) -> Person:
    if person_id is not None:
        return person_matching.load_known_person(work, person_id)
    person = work.load_or_new(Person, new_id())
    person.register(on=on)
    return person


def _check_grounds(work: UnitOfWork, person: Person, today: date) -> None:
    """Refuse to read a record that came from signals alone, once none of their grounds holds."""
    if person.may_share_with(CONSULTATION_SUPPORT, today):
        return
    if signals.rests_on_ended_grounds(work.connection, person.id, person.consents, today):
        raise BASIS_ENDED()


def _show_consent(person: Person, consent_id: str, consent: ConsentGiven) -> JsonObject:
    withdrawn = consent is WITHDRAWN
    return {
        "consent_id": consent_id,
        "person_id": person.id,
        "state": "withdrawn" if withdrawn else "given",
        "on": None if withdrawn else consent.on.isoformat(),
        "purpose": consent.purpose,
        "recipients": list(consent.recipients),
        "until": consent.until.isoformat() if consent.until else None,
    }
