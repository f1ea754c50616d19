"""Commands on what a signal shares: the identity that came with it, the consent, the slip."""

from __future__ import annotations

import secrets
from datetime import date

from services.intake.commands import slip_page
from services.intake.commands.signal_access import SignalAccess, check_signal_id, load_own_signal
from services.intake.domain import slip
from services.intake.domain.person import Person
from services.intake.domain.refusals.signals import BASIS_ENDED, NO_IDENTITY
from services.intake.domain.sharing import (
    CASEWORKER,
    ENCOURAGEMENT_ONLY,
    END_CONSENT,
    PRINT_SLIP,
    READ_IDENTITY,
    SENDER,
    SUPPORT,
    check_allowed,
    is_allowed,
)
from services.intake.domain.signal import Signal
from services.intake.queries import signals
from services.intake.schemas.shared import OnDay
from services.intake.schemas.signals import IdentityPurpose
from tsunagu.contracts.validation_errors import fault
from tsunagu.domain.errors import Invalid
from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.text import Text
from tsunagu.hosting.nameko_service import command
from tsunagu.log.unit_of_work import UnitOfWork
from tsunagu.process import clock

ON_NO_CONSENT = Text("同意に基づく連絡ではありません", "rests on no consent")


class SignalSharing(SignalAccess):
    @command(IdentityPurpose)
    def read_signal_person(self, reading: IdentityPurpose, signal_id: str) -> JsonObject:
        """What came with it in confidence, while its basis holds; the reading is recorded.

        The identity, the department's own words, and how the consent is shown.
        """
        with self.work() as work:
            signal = work.load(Signal, check_signal_id(signal_id))
            return _read_in_confidence(work, signal, reading.purpose, clock.today())

    @command(OnDay)
    def end_signal_consent(
        self, ending: OnDay, signal_id: str, department: str | None = None
    ) -> JsonObject:
        """The person takes the consent back: from this moment it is shared no further."""
        with self.work() as work:
            signal = load_own_signal(work, signal_id, department)
            if not _is_allowed_now(work, signal, END_CONSENT, department):
                raise _on_no_consent()
            if signal.consent_id and signal.person_id:
                person = work.load(Person, signal.person_id)
                person.withdraw_consent(consent_id=signal.consent_id, on=ending.on)
            signal.stop_sharing(on=ending.on)
        return self.show_signal(signal_id, department)

    @command
    def print_slip(self, signal_id: str, department: str | None = None) -> dict[str, str]:
        """A page for the person to bring along: nothing personal on it but a number."""
        with self.work() as work:
            signal = load_own_signal(work, signal_id, department)
            basis = signals.find_basis(work.connection, signal.id, clock.today())
            check_allowed(SENDER if department else CASEWORKER, PRINT_SLIP, SUPPORT, basis)
            code = signal.slip_code or _draw_code(work)
            code = signal.issue_slip(on=clock.today(), code=code)
        return slip_page.make_page(code, clock.today())


def _is_allowed_now(work: UnitOfWork, signal: Signal, action: str, department: str | None) -> bool:
    basis = signals.find_basis(work.connection, signal.id, clock.today())
    return is_allowed(SENDER if department else CASEWORKER, action, SUPPORT, basis)


def _read_in_confidence(work: UnitOfWork, signal: Signal, purpose: str, today: date) -> JsonObject:
    if signal.person_id is None and signal.note is None:
        raise NO_IDENTITY()
    basis = signals.find_basis(work.connection, signal.id, today)
    # Words that nobody's name came with need no basis, unless theirs was taken back.
    words_only = signal.person_id is None and basis == ENCOURAGEMENT_ONLY
    if not words_only and not is_allowed(CASEWORKER, READ_IDENTITY, purpose, basis):
        raise BASIS_ENDED()
    if signal.person_id is None:
        note = signal.read_note(on=today, reader=work.actor, purpose=purpose)
        return {"person_id": None, "details": {}, "note": note, "evidence": None}
    person = work.load(Person, signal.person_id)
    return {
        "person_id": signal.person_id,
        "details": person.read(on=today, reader=work.actor, purpose=purpose),
        "note": signal.note,
        "evidence": person.evidence_of(signal.consent_id),
    }


def _on_no_consent() -> Invalid:
    return Invalid([fault("signal_id", str(ON_NO_CONSENT))], code="not_on_consent")


def _draw_code(work: UnitOfWork) -> str:
    while True:
        code = slip.code_of(secrets.randbelow(slip.CODES))
        if not signals.slip_exists(work.connection, code):
            return code
