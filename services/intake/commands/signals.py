"""Commands on signals: what departments send, and what becomes of it."""

from __future__ import annotations

import secrets
from typing import Any

from services.intake import reference
from services.intake.commands import signal_grouping, slip_page
from services.intake.commands.signal_intake import (
    ACCEPTED,
    REFUSED,
    Outcome,
    accept,
    accept_all,
    checked,
    signal_id_of,
)
from services.intake.domain import slip
from services.intake.domain.case import Case
from services.intake.domain.department_sequence import Numbering
from services.intake.domain.person import Person
from services.intake.domain.sharing import (
    CASEWORKER,
    ENCOURAGEMENT_ONLY,
    END_CONSENT,
    PRINT_SLIP,
    READ_IDENTITY,
    SENDER,
    SUPPORT,
    check_may,
    may,
)
from services.intake.domain.signal import Signal
from services.intake.projections.signals import utc
from services.intake.queries import departments, signals
from services.intake.schemas import shared as schemas
from services.intake.schemas import signals as signal_schemas
from tsunagu.contracts.validation_errors import fault
from tsunagu.domain.errors import Invalid, NotFound
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.log.unit_of_work import UnitOfWork
from tsunagu.process import clock

STATUS_URL = "/api/v1/signals/"


class Signals(ServiceBase):
    # -- coming in --------------------------------------------------------------------------------

    @command
    def receive_signal(self, **body: Any) -> dict[str, Any]:
        """Accept a department's notice; from now on it has an owner, a next step and a date."""
        asked = checked(body)
        with self.work() as work:
            outcome = accept(work, asked, self.store.clock())
        created = outcome.state == ACCEPTED
        return {"signal_id": outcome.signal_id, "created": created, **_notes(outcome)}

    @command
    def receive_signals(self, **body: Any) -> dict[str, Any]:
        """Many at once; each is accepted or refused on its own, and told so."""
        asked = signal_schemas.Batch().load(body)
        bodies = [one | {"department": asked["department"]} for one in asked["signals"]]
        with self.work() as work:
            outcomes = accept_all(work, bodies, self.store.clock())
        return {"results": [_result(outcome) for outcome in outcomes]}

    # -- asking -----------------------------------------------------------------------------------

    @command
    def get_signal(self, signal_id: str, department: str | None = None) -> dict[str, Any]:
        """Where it stands; with `department`, only that department's own, as its basis allows."""
        with self.store.reading() as connection:
            return signals.one_signal(connection, _plain(signal_id), department, clock.today())

    @command
    def list_signals(self, acting_department: str | None = None, **query: Any) -> dict[str, Any]:
        """Signals, the most urgent first; `next` continues where this page ends.

        `acting_department`: who asks, if it is a department; it sees its own.
        """
        asked = signal_schemas.SignalQuery().load(query)
        department, id = acting_department or asked["department"], asked.pop("id")
        del asked["department"]
        if id is not None and department is None:
            raise _department_needed()
        before = self.store.clock() if asked.pop("overdue") else None
        signal_id = signal_id_of(department, id) if id is not None else None
        asked |= {"signal_id": signal_id, "before": before}
        with self.store.reading() as connection:
            if acting_department is not None:
                shown, cursor = departments.own_signals(
                    connection, acting_department, clock.today(), **asked
                )
            else:
                rows, cursor = signals.signals(connection, department=department, **asked)
                shown = signals.listed(connection, rows)
        return {"signals": shown, "next": cursor}

    @command
    def list_signal_kinds(self) -> list[dict[str, Any]]:
        """What departments may notice; urgent ones with the hours of their clock."""
        return [kind._asdict() for kind in reference.kinds().values()]

    @command
    def read_signal_person(self, signal_id: str, **query: Any) -> dict[str, Any]:
        """What came with it in confidence, while its basis holds; the reading is recorded.

        The identity, the department's own words, and how the consent is shown.
        """
        purpose = signal_schemas.IdentityPurpose().load(query)["purpose"]
        today = clock.today()
        with self.work() as work:
            reading = {"on": today, "reader": work.actor, "purpose": purpose}
            signal = work.load(Signal, _plain(signal_id))
            if signal.person_id is None and signal.note is None:
                raise NotFound(
                    "no_identity", "本人の情報は来ていません / no identity came with this signal"
                )
            basis = signals.basis_now(work.connection, signal.id, today)
            # Words that nobody's name came with need no basis, unless theirs was taken back.
            words_only = signal.person_id is None and basis == ENCOURAGEMENT_ONLY
            if not words_only and not may(CASEWORKER, READ_IDENTITY, purpose, basis):
                raise signals.basis_ended()
            if signal.person_id is None:
                words = {"note": signal.read_note(**reading), "evidence": None}
                return {"person_id": None, "details": {}, **words}
            person = work.load(Person, signal.person_id)
            details = person.read(**reading)
            evidence = person.evidence_of(signal.consent_id)
        words = {"note": signal.note, "evidence": evidence}
        return {"person_id": signal.person_id, "details": details, **words}

    # -- what is done about it --------------------------------------------------------------------

    @command
    def encourage(
        self, signal_id: str, department: str | None = None, **body: Any
    ) -> dict[str, Any]:
        """The person was told of the support, by us or by the department itself."""
        asked = signal_schemas.Encouragement().load(body)
        with self.work() as work:
            _own(work, signal_id, department).encourage(**asked)
        return self._now(signal_id, department)

    @command
    def set_signal_next_step(self, signal_id: str, **body: Any) -> dict[str, Any]:
        asked = signal_schemas.SignalNextStep().load(body)
        due_at = asked.pop("due_at")
        with self.work() as work:
            signal = work.load(Signal, _plain(signal_id))
            signal.set_next_step(due_at=utc(due_at) if due_at else None, **asked)
        return self._now(signal_id)

    @command
    def connect_signal(self, signal_id: str, **body: Any) -> dict[str, Any]:
        asked = signal_schemas.Connection().load(body)
        with self.work() as work:
            case = work.load(Case, asked["case_id"])
            signal_grouping.connect_all(work, _plain(signal_id), case, on=asked["on"])
        return self._now(signal_id)

    @command
    def close_signal(self, signal_id: str, **body: Any) -> dict[str, Any]:
        asked = signal_schemas.Closing().load(body)
        with self.work() as work:
            signal_grouping.close_all(work, _plain(signal_id), **asked)
        return self._now(signal_id)

    @command
    def end_signal_consent(
        self, signal_id: str, department: str | None = None, **body: Any
    ) -> dict[str, Any]:
        """The person takes the consent back: from this moment it is shared no further."""
        day = schemas.OnDay().load(body)["on"]
        with self.work() as work:
            signal = _own(work, signal_id, department)
            basis = signals.basis_now(work.connection, signal.id, clock.today())
            if not may(SENDER if department else CASEWORKER, END_CONSENT, SUPPORT, basis):
                raise Invalid(
                    [fault("signal_id", "同意に基づく連絡ではありません / rests on no consent")],
                    code="not_on_consent",
                )
            if signal.consent_id and signal.person_id:
                person = work.load(Person, signal.person_id)
                person.withdraw_consent(consent_id=signal.consent_id, on=day)
            signal.stop_sharing(on=day)
        return self._now(signal_id, department)

    @command
    def print_slip(self, signal_id: str, department: str | None = None) -> dict[str, str]:
        """A page for the person to bring along: nothing personal on it but a number."""
        with self.work() as work:
            signal = _own(work, signal_id, department)
            basis = signals.basis_now(work.connection, signal.id, clock.today())
            check_may(SENDER if department else CASEWORKER, PRINT_SLIP, SUPPORT, basis)
            code = signal.slip_code or _fresh_code(work)
            code = signal.issue_slip(on=clock.today(), code=code)
        return slip_page.page(code, clock.today())

    # -- running numbers --------------------------------------------------------------------------

    @command
    def signal_gaps(self, acting_department: str | None = None, **query: Any) -> dict[str, Any]:
        """Running numbers of departments that never came."""
        asked = signal_schemas.OfDepartment().load(query)
        return self._gaps(acting_department or asked["department"])

    @command
    def explain_signal_gap(
        self, acting_department: str | None = None, **body: Any
    ) -> dict[str, Any]:
        """These numbers will not come, and why."""
        asked = signal_schemas.GapExplanation().load(body)
        department = acting_department or asked["department"]
        del asked["department"]
        if department is None:
            raise _department_needed()
        with self.work() as work:
            work.load_or_new(Numbering, department).explain(**asked)
        return self._gaps(department)

    @command
    def department_state(self, acting_department: str | None = None, **query: Any) -> Any:
        """How a department's own sending stands."""
        asked = signal_schemas.OfDepartment().load(query)
        department = acting_department or asked["department"]
        if department is None:
            raise _department_needed()
        with self.store.reading() as connection:
            return departments.state_of_department(connection, department, self.store.clock())

    def _gaps(self, department: str | None) -> dict[str, Any]:
        with self.store.reading() as connection:
            found = departments.gaps(connection, department, self.store.clock())
        return {"departments": found}

    def _now(self, signal_id: str, department: str | None = None) -> dict[str, Any]:
        with self.store.reading() as connection:
            return signals.one_signal(connection, signal_id, department, clock.today())


def _plain(signal_id: str) -> str:
    """An id as databases take it; nobody has one of another form."""
    if "\0" in signal_id or len(signal_id) > 200:
        raise signals.no_such_signal("?")
    return signal_id


def _own(work: UnitOfWork, signal_id: str, department: str | None) -> Signal:
    """The signal; for a department only its own is there."""
    signal = work.load_or_new(Signal, _plain(signal_id))
    if not signal.exists or department not in (None, signal.department):
        raise signals.no_such_signal(signal_id)
    return signal


def _department_needed() -> Invalid:
    problem = "部署が要ります / is needed here"
    return Invalid([fault("department", problem, "部署の code を / a department's code")])


def _fresh_code(work: UnitOfWork) -> str:
    while True:
        code = slip.code_of(secrets.randbelow(slip.CODES))
        if not signals.slip_exists(work.connection, code):
            return code


def _result(outcome: Outcome) -> dict[str, Any]:
    refused = outcome.state == REFUSED
    return {
        "id": outcome.id,
        "state": outcome.state,
        "signal_id": None if refused else outcome.signal_id,
        "status_url": None if refused else f"{STATUS_URL}{outcome.signal_id}",
        "code": outcome.code or None,
        "faults": list(outcome.faults),
        **_notes(outcome),
    }


def _notes(outcome: Outcome) -> dict[str, Any]:
    return {"notes": list(outcome.notes)} if outcome.notes else {}
