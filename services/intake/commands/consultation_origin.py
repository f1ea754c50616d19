"""Who comes to a consultation, and to which case it belongs: named, on a signal or on a slip."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.intake.commands import person_matching
from services.intake.domain.case import Case
from services.intake.domain.person import Person
from services.intake.domain.sharing import CASEWORKER, READ_IDENTITY, SUPPORT, is_allowed
from services.intake.domain.signal import Signal
from services.intake.projections.identity import records_of
from services.intake.queries import cases, signals
from services.intake.schemas.cases import Consultation
from services.intake.schemas.shared import PersonDetails, details_of
from tsunagu.log.unit_of_work import UnitOfWork
from tsunagu.process.ids import new_id


@dataclass(frozen=True)
class Origin:
    """What a consultation says of where it comes from, with what its signal says already.

    `person_id` None: somebody who was never here. `case_id` None: the person's own case.
    """

    signal: Signal | None
    person_id: str | None
    case_id: str | None
    from_desk: str | None
    signal_kind: str | None


def find_origin(work: UnitOfWork, consultation: Consultation) -> Origin:
    """What the signal's department said need not be said again, while the consent to it holds."""
    signal = _find_signal(work, consultation)
    person_id, case_id = consultation.person_id, consultation.case_id
    anonymous = not details_of(consultation.person)
    if signal is not None:
        basis = signals.find_basis(work.connection, signal.id, consultation.on)
        if is_allowed(CASEWORKER, READ_IDENTITY, SUPPORT, basis):
            person_id = person_id or signal.person_id
        if anonymous and not person_id:
            # A slip that is shown again: whoever came with it has a case.
            case_id = case_id or signal.case_id
    if case_id and anonymous and not person_id:
        # Whose case it is need not be said again.
        person_id = work.load_or_new(Case, case_id).person_id
    return Origin(
        signal=signal,
        person_id=person_id,
        case_id=case_id,
        from_desk=consultation.from_desk or (signal.department if signal else None),
        signal_kind=consultation.signal_kind or (signal.kind if signal else None),
    )


def _find_signal(work: UnitOfWork, consultation: Consultation) -> Signal | None:
    """The signal that the person comes on, named or on a slip."""
    signal_id = consultation.signal_id
    if consultation.slip_code:
        signal_id = signals.find_by_slip(work.connection, consultation.slip_code, signal_id)
    return work.load(Signal, signal_id) if signal_id else None


def recognise_or_register(
    work: UnitOfWork, person_id: str | None, details: PersonDetails | None, on: date
) -> str:
    """A person given by id must be known; one who comes for the first time is registered."""
    if person_id is not None:
        return person_matching.load_known_person(work, person_id).id
    person = work.new(Person, new_id())
    person.register(on=on, **details_of(details))
    person_matching.recognise(work, person, on)
    return person.id


def load_case(work: UnitOfWork, case_id: str | None, person_id: str) -> tuple[Case, str]:
    """The case that the consultation belongs to, and under whose record it goes on.

    A case goes on under its own person, by whatever record of them somebody comes.
    """
    case_id = case_id or cases.find_case_of(work.connection, person_id) or new_id()
    case = work.load_or_new(Case, case_id)
    if case.person_id is not None and case.person_id in records_of(work.connection, person_id):
        return case, case.person_id
    return case, person_id
