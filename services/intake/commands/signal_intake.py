"""Accepting one signal: the one meaning of all ways in.

REST, its batches, AMQP and the client's lists all end here. A signal that is accepted
has its owner desk, next step and due date in the same transaction; one that is refused
has left nothing. The same id of the same department is the same signal, whichever way
it came.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import NamedTuple

from services.intake import reference
from services.intake.commands import sender_notes, signal_grouping
from services.intake.commands.person_matching import CandidateBatch
from services.intake.commands.urgency import first_step, is_urgent
from services.intake.domain.case import CONSULTATION_SUPPORT
from services.intake.domain.meeting import Meeting
from services.intake.domain.person import Person
from services.intake.domain.sharing import CONSENT
from services.intake.domain.signal import Signal
from services.intake.domain.signal_grounds import check_conference, check_consent, check_identity
from services.intake.schemas.shared import PersonDetails, details_of
from services.intake.schemas.signals import ConsentGrounds, SignalBody
from tsunagu.contracts.validation_errors import fault
from tsunagu.domain.calendar import city_date
from tsunagu.domain.errors import Invalid, Refused, TsunaguError
from tsunagu.domain.plain_text import normalise_key
from tsunagu.log.unit_of_work import UnitOfWork
from tsunagu.process.ids import new_id

NAMESPACE = uuid.UUID("6f1f5a3e-6a0c-5e0e-9f55-7a616d610001")
ACCEPTED, ALREADY, REFUSED = "accepted", "already", "refused"

_ORDINARY = reference.Kind("", "", "", None, CONSULTATION_SUPPORT)


class Outcome(NamedTuple):
    """What became of one signal. `refusal`: why it was refused; `notes`: see `sender_notes`."""

    id: str
    state: str
    signal_id: str | None
    refusal: TsunaguError | None = None
    notes: tuple[dict[str, str], ...] = ()

    @property
    def code(self) -> str:
        """Of the refusal; empty where there is none."""
        return self.refusal.code if self.refusal else ""

    @property
    def faults(self) -> tuple[dict[str, str], ...]:
        """What is wrong with which field, where it was refused."""
        if self.refusal is None:
            return ()
        if isinstance(self.refusal, Invalid):
            return tuple(self.refusal.faults)
        details = self.refusal.details
        field, remedy = (str(details.get(name) or "") for name in ("field", "remedy"))
        return (fault(field, self.refusal.message, remedy),)


def signal_id_of(department: str, id: str) -> str:
    """The same id of the same department is the same signal, however wide it was typed."""
    return _digest_id(department, normalise_key(id))


def list_signal_ids(department: str, id: str) -> list[str]:
    """Where the signal of an id may be kept: under its one form, else just as it was written.

    The second is of signals that came when ids were taken as they stood.
    """
    return list(dict.fromkeys((signal_id_of(department, id), _digest_id(department, id))))


def find_signal(work: UnitOfWork, department: str, id: str) -> Signal:
    """The signal of that id, new if there is none."""
    *_, as_written = known = [
        work.load_or_new(Signal, one) for one in list_signal_ids(department, id)
    ]
    return as_written if as_written.exists else known[0]


def _digest_id(department: str, id: str) -> str:
    return str(uuid.uuid5(NAMESPACE, f"{department}/{id}"))


def accept(
    work: UnitOfWork, sent: SignalBody, now: datetime, candidates: CandidateBatch | None = None
) -> Outcome:
    """Decide about one signal, and record it if it is new and its grounds hold.

    `candidates`: whom the people of many signals may be, looked up together.
    """
    signal = find_signal(work, sent.department, sent.id)
    today, consent = city_date(now), sent.consent or ConsentGrounds()
    try:
        if sent.person is not None:
            check_identity(sent.basis)
        if signal.exists:
            repeated = sender_notes.notes_on_repetition(work, signal, sent)
            return Outcome(sent.id, ALREADY, signal.id, notes=tuple(repeated))
        check_consent(consent.until, consent.scope, today)
        if sent.conference_id is not None:
            conference = work.load_or_new(Meeting, sent.conference_id)
            check_conference(conference, sent.department, today)
    except Refused as refusal:
        return Outcome(sent.id, REFUSED, signal.id, refusal)
    person = _record(work, signal, sent, now)
    if sent.encouragement is not None:
        signal.encourage(on=sent.encouragement.on, answer=sent.encouragement.answer)
    signal_grouping.group_with_others(work, signal, person, today, candidates)
    notes = [*sender_notes.notes_on_id(sent.id), *sender_notes.notes_on_kind(sent.kind)]
    return Outcome(sent.id, ACCEPTED, signal.id, notes=tuple(notes))


def _record(work: UnitOfWork, signal: Signal, sent: SignalBody, now: datetime) -> Person | None:
    """Put the signal on record, with the person whose identity came with it; nothing is refused."""
    today, consent = city_date(now), sent.consent or ConsentGrounds()
    recipients = consent.scope or (CONSULTATION_SUPPORT, sent.department)
    person, consent_id = _register(work, sent.person, today), None
    if person is not None and sent.basis == CONSENT:
        consent_id = _give_consent(person, consent, recipients, sent.noticed_on)
    urgent = is_urgent(sent.kind, sent.urgent, sent.basis)
    signal.receive(
        department=sent.department,
        kind=sent.kind,
        noticed_on=sent.noticed_on,
        on=today,
        basis=sent.basis,
        urgent=urgent,
        person_id=person.id if person else None,
        owner_desk=reference.kinds().get(sent.kind, _ORDINARY).desk,
        consent_id=consent_id,
        consent_until=consent.until,
        conference_id=sent.conference_id,
        feedback=sent.department in recipients,
        sequence=sent.sequence,
        note=sent.note,
        **first_step(sent.kind, urgent, now)._asdict(),
    )
    return person


def _register(work: UnitOfWork, sent: PersonDetails | None, on: date) -> Person | None:
    """Whose identity came with a signal: the one place where it becomes a person."""
    details = details_of(sent)
    if not details:
        return None
    person = work.new(Person, new_id())
    person.register(on=on, **details)
    return person


def _give_consent(
    person: Person, consent: ConsentGrounds, recipients: tuple[str, ...], noticed_on: date
) -> str:
    """Put on record what the person agreed to, so that it can be withdrawn; the consent's id."""
    consent_id = new_id()
    person.give_consent(
        consent_id=consent_id,
        on=consent.on or noticed_on,
        purpose="support",
        recipients=recipients,
        until=consent.until,
        evidence=consent.evidence,
    )
    return consent_id
