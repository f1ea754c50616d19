"""Commands on signals: what departments send, and what becomes of it."""

from __future__ import annotations

import secrets
from datetime import date

from services.intake import reference
from services.intake.commands import signal_grouping, slip_page
from services.intake.commands.signal_batches import accept_all
from services.intake.commands.signal_intake import (
    ACCEPTED,
    Outcome,
    accept,
    signal_id_of,
)
from services.intake.domain import slip
from services.intake.domain.case import Case
from services.intake.domain.person import Person
from services.intake.domain.refusals.signals import BASIS_ENDED, NO_IDENTITY, SIGNAL_NOT_FOUND
from services.intake.domain.sharing import (
    CASEWORKER,
    ENCOURAGEMENT_ONLY,
    END_CONSENT,
    PRINT_SLIP,
    READ_IDENTITY,
    SENDER,
    SUPPORT,
    is_allowed,
)
from services.intake.domain.signal import Signal
from services.intake.projections.signals import utc
from services.intake.queries import departments, signals
from services.intake.schemas.shared import OnDay
from services.intake.schemas.signals import (
    Batch,
    Closing,
    Connection,
    Encouragement,
    IdentityPurpose,
    SignalBody,
    SignalNextStep,
    SignalQuery,
)
from tsunagu.contracts.payload import JsonObject
from tsunagu.contracts.validation_errors import fault
from tsunagu.domain.errors import Invalid
from tsunagu.domain.text import Text
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.log.unit_of_work import UnitOfWork
from tsunagu.process import clock

STATUS_URL = "/api/v1/signals/"
ON_NO_CONSENT = Text("同意に基づく連絡ではありません", "rests on no consent")
DEPARTMENT_NEEDED = Text("部署が要ります", "is needed here")
A_DEPARTMENT = Text("部署の code を", "a department's code")


class Signals(ServiceBase):
    # -- coming in --------------------------------------------------------------------------------

    @command(SignalBody)
    def receive_signal(self, signal: SignalBody) -> JsonObject:
        """Accept a department's notice; from now on it has an owner, a next step and a date."""
        with self.work() as work:
            outcome = accept(work, signal, self.store.clock())
        if outcome.refusal is not None:
            raise outcome.refusal
        created = outcome.state == ACCEPTED
        return {"signal_id": outcome.signal_id, "created": created, **_notes_in(outcome)}

    @command(Batch)
    def receive_signals(self, batch: Batch) -> JsonObject:
        """Many at once; each is accepted or refused on its own, and told so."""
        bodies = [one | {"department": batch.department} for one in batch.signals]
        with self.work() as work:
            outcomes = accept_all(work, bodies, [work.actor] * len(bodies), self.store.clock())
        return {"results": [_result_of(outcome) for outcome in outcomes]}

    # -- asking -----------------------------------------------------------------------------------

    @command
    def get_signal(self, signal_id: str, department: str | None = None) -> JsonObject:
        """Where it stands; with `department`, only that department's own, as its basis allows."""
        return self._show_signal(check_signal_id(signal_id), department)

    @command(SignalQuery)
    def list_signals(self, query: SignalQuery, acting_department: str | None = None) -> JsonObject:
        """Signals, the most urgent first; `next` continues where this page ends.

        `acting_department`: who asks, if it is a department; it sees its own.
        """
        department = acting_department or query.department
        if query.id is None:
            signal_id = None
        else:
            signal_id = signal_id_of(check_department(department), query.id)
        before = self.store.clock() if query.overdue else None
        chosen = query.values("department", "id", "overdue")
        chosen |= {"signal_id": signal_id, "before": before}
        with self.store.reading() as connection:
            if acting_department is not None:
                shown, cursor = departments.list_own_signals(
                    connection, acting_department, clock.today(), **chosen
                )
            else:
                rows, cursor = signals.list_signals(connection, department=department, **chosen)
                shown = signals.show_to_desk(connection, rows)
        return {"signals": shown, "next": cursor}

    @command
    def list_signal_kinds(self) -> list[JsonObject]:
        """What departments may notice; urgent ones with the hours of their clock."""
        return [kind._asdict() for kind in reference.kinds().values()]

    @command(IdentityPurpose)
    def read_signal_person(self, reading: IdentityPurpose, signal_id: str) -> JsonObject:
        """What came with it in confidence, while its basis holds; the reading is recorded.

        The identity, the department's own words, and how the consent is shown.
        """
        with self.work() as work:
            signal = work.load(Signal, check_signal_id(signal_id))
            return _read_in_confidence(work, signal, reading.purpose, clock.today())

    # -- what is done about it --------------------------------------------------------------------

    @command(Encouragement)
    def encourage(
        self, encouragement: Encouragement, signal_id: str, department: str | None = None
    ) -> JsonObject:
        """The person was told of the support, by us or by the department itself."""
        with self.work() as work:
            _load_own(work, signal_id, department).encourage(**encouragement.values())
        return self._show_signal(signal_id, department)

    @command(SignalNextStep)
    def set_signal_next_step(self, step: SignalNextStep, signal_id: str) -> JsonObject:
        due_at = utc(step.due_at) if step.due_at else None
        with self.work() as work:
            signal = work.load(Signal, check_signal_id(signal_id))
            signal.set_next_step(**step.values("due_at"), due_at=due_at)
        return self._show_signal(signal_id)

    @command(Connection)
    def connect_signal(self, connection: Connection, signal_id: str) -> JsonObject:
        with self.work() as work:
            case = work.load(Case, connection.case_id)
            signal_grouping.connect_all(work, check_signal_id(signal_id), case, on=connection.on)
        return self._show_signal(signal_id)

    @command(Closing)
    def close_signal(self, closing: Closing, signal_id: str) -> JsonObject:
        with self.work() as work:
            signal_grouping.close_all(work, check_signal_id(signal_id), **closing.values())
        return self._show_signal(signal_id)

    @command(OnDay)
    def end_signal_consent(
        self, ending: OnDay, signal_id: str, department: str | None = None
    ) -> JsonObject:
        """The person takes the consent back: from this moment it is shared no further."""
        with self.work() as work:
            signal = _load_own(work, signal_id, department)
            if not _is_allowed_now(work, signal, END_CONSENT, department):
                raise _on_no_consent()
            if signal.consent_id and signal.person_id:
                person = work.load(Person, signal.person_id)
                person.withdraw_consent(consent_id=signal.consent_id, on=ending.on)
            signal.stop_sharing(on=ending.on)
        return self._show_signal(signal_id, department)

    @command
    def print_slip(self, signal_id: str, department: str | None = None) -> dict[str, str]:
        """A page for the person to bring along: nothing personal on it but a number."""
        with self.work() as work:
            signal = _load_own(work, signal_id, department)
            if not _is_allowed_now(work, signal, PRINT_SLIP, department):
                raise BASIS_ENDED()
            code = signal.slip_code or _draw_code(work)
            code = signal.issue_slip(on=clock.today(), code=code)
        return slip_page.make_page(code, clock.today())

    def _show_signal(self, signal_id: str, department: str | None = None) -> JsonObject:
        with self.store.reading() as connection:
            return signals.get_signal(connection, signal_id, department, clock.today())


def check_signal_id(signal_id: str) -> str:
    """An id as databases take it; nobody has one of another form."""
    if "\0" in signal_id or len(signal_id) > 200:
        raise SIGNAL_NOT_FOUND(id="?")
    return signal_id


def check_department(department: str | None) -> str:
    """The department; refused where nobody named one."""
    if department is None:
        raise Invalid([fault("department", str(DEPARTMENT_NEEDED), str(A_DEPARTMENT))])
    return department


def _load_own(work: UnitOfWork, signal_id: str, department: str | None) -> Signal:
    """The signal; for a department only its own is there."""
    signal = work.load_or_new(Signal, check_signal_id(signal_id))
    if not signal.exists or department not in (None, signal.department):
        raise SIGNAL_NOT_FOUND(id=signal_id)
    return signal


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


def _result_of(outcome: Outcome) -> JsonObject:
    refused = outcome.refusal is not None
    return {
        "id": outcome.id,
        "state": outcome.state,
        "signal_id": None if refused else outcome.signal_id,
        "status_url": None if refused else f"{STATUS_URL}{outcome.signal_id}",
        "code": outcome.code or None,
        "faults": list(outcome.faults),
        **_notes_in(outcome),
    }


def _notes_in(outcome: Outcome) -> JsonObject:
    return {"notes": list(outcome.notes)} if outcome.notes else {}
