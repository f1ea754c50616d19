"""Commands on persons: details, consent, and what public assistance knows of them."""

from __future__ import annotations

from typing import Any

from services.intake.commands import person_matching, signal_grouping
from services.intake.domain.case import CONSULTATION_SUPPORT
from services.intake.domain.person import WITHDRAWN, Person
from services.intake.projections.identity import records_of
from services.intake.queries import signals
from services.intake.schemas import persons as person_schemas
from services.intake.schemas import shared as schemas
from tsunagu.domain.errors import Refused
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.process import clock
from tsunagu.process.ids import new_id


class Persons(ServiceBase):
    @command
    def register_person(self, **body: Any) -> dict[str, Any]:
        asked = person_schemas.RegisterPerson().load(body)
        details = schemas.details_of(asked["person"])
        person_id = new_id()
        with self.work() as work:
            person = work.new(Person, person_id)
            person.register(on=asked["on"], **details)
            match = person_matching.recognise(work, person, asked["on"])
        return {"person_id": person_id} | match.as_json()

    @command
    def correct_person(self, person_id: str, **body: Any) -> dict[str, Any]:
        asked = person_schemas.CorrectPerson().load(body)
        details = schemas.details_of(asked["person"])
        with self.work() as work:
            person = person_matching.known_person(work, person_id)
            person.correct_details(on=asked["on"], **details)
            match = person_matching.recognise_again(work, person, asked["on"])
            if match.joined:
                signal_grouping.gather(work, person_id, asked["on"])
        return {"person_id": person_id} | match.as_json()

    @command
    def read_person(self, person_id: str, **query: Any) -> dict[str, Any]:
        """The personal details. The reading is recorded in the same transaction."""
        purpose = person_schemas.Purpose().load(query)["purpose"]
        if not purpose.strip():
            raise Refused(
                "purpose_required",
                "何のために見るのかを書いてください / say what you read it for",
                field="purpose",
                remedy="例 / e.g. support, contact, referral",
            )
        today = clock.today()
        with self.work() as work:
            person = person_matching.known_person(work, person_id)
            if signals.only_on_ended_grounds(
                work.connection, person_id, person.consents, today
            ) and not person.may_share_with(CONSULTATION_SUPPORT, today):
                raise signals.basis_ended()
            details = person.read(on=today, reader=work.actor, purpose=purpose)
        return {"person_id": person_id, "details": details}

    @command
    def give_consent(self, person_id: str, **body: Any) -> dict[str, Any]:
        asked = person_schemas.Consent().load(body)
        consent_id = new_id()
        with self.work() as work:
            person_matching.known_person(work, person_id).give_consent(
                consent_id=consent_id, **asked | {"recipients": tuple(asked["recipients"])}
            )
        return {"person_id": person_id, "consent_id": consent_id}

    @command
    def withdraw_consent(self, person_id: str, consent_id: str, **body: Any) -> dict[str, Any]:
        day = schemas.OnDay().load(body)["on"]
        with self.work() as work:
            work.load(Person, person_id).withdraw_consent(consent_id=consent_id, on=day)
        return {"person_id": person_id, "consent_id": consent_id, "state": "withdrawn"}

    @command
    def list_consents(self, person_id: str) -> list[dict[str, Any]]:
        """Those of every record of the same human; each is withdrawn on the record it is of."""
        with self.work() as work:
            person_matching.known(work, person_id)
            records = records_of(work.connection, person_id)
            people = [work.load_or_new(Person, id) for id in records]
        return [
            {
                "consent_id": id,
                "person_id": person.id,
                "state": "withdrawn" if consent is WITHDRAWN else "given",
                "on": None if consent is WITHDRAWN else consent.on.isoformat(),
                "purpose": consent.purpose,
                "recipients": list(consent.recipients),
                "until": consent.until.isoformat() if consent.until else None,
            }
            for person in people
            for id, consent in person.consents.items()
        ]

    @command
    def record_interview(self, **body: Any) -> dict[str, Any]:
        """A public assistance interview (生活保護の面接相談)."""
        asked = person_schemas.PublicAssistance().load(body)
        day = asked["on"]
        with self.work() as work:
            person = self._person(work, asked["person_id"], day)
            record_id = new_id()
            person.interview_for_public_assistance(record_id=record_id, on=day)
        return {"person_id": person.id, "record_id": record_id}

    @command
    def record_application(self, **body: Any) -> dict[str, Any]:
        """An application for public assistance (生活保護の申請)."""
        asked = person_schemas.PublicAssistance().load(body)
        day = asked["on"]
        with self.work() as work:
            person = self._person(work, asked["person_id"], day)
            record_id = new_id()
            person.apply_for_public_assistance(record_id=record_id, on=day)
        return {"person_id": person.id, "record_id": record_id}

    @staticmethod
    def _person(work: Any, person_id: str | None, day: Any) -> Person:
        if person_id is not None:
            return person_matching.known_person(work, person_id)
        person: Person = work.load_or_new(Person, new_id())
        person.register(on=day)
        return person
