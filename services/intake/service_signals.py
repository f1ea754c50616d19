"""Commands on signals: what departments send, and what becomes of it."""

from __future__ import annotations

import uuid
from typing import Any

from services.intake import asking, schemas, schemas_signals
from services.intake.domain import CONSULTATION_SUPPORT, Case
from services.intake.domain_person import Person
from services.intake.domain_signal import IDENTITY_ALLOWED, Signal, identity_without_basis
from services.intake.service_cases import new_id
from tsunagu.calendar import add_working_days
from tsunagu.hosting import ServiceBase, command

NAMESPACE = uuid.UUID("6f1f5a3e-6a0c-5e0e-9f55-7a616d610001")
# No law names these figures; urgent ones are looked at on the day itself.
CONTACT_DAYS, URGENT_DAYS = 3, 0


def signal_id_of(department: str, id: str) -> str:
    """The same id of the same department is the same signal."""
    return str(uuid.uuid5(NAMESPACE, f"{department}/{id}"))


class Signals(ServiceBase):
    @command
    def receive_signal(self, **body: Any) -> dict[str, Any]:
        """Accept a department's notice; from now on it has an owner, a next step and a date."""
        asked = schemas_signals.SignalBody().load(body)
        if asked["person"] is not None and asked["basis"] not in IDENTITY_ALLOWED:
            raise identity_without_basis()
        signal_id = signal_id_of(asked["department"], asked["id"])
        today = schemas.today()
        with self.work() as work:
            signal = work.load_or_new(Signal, signal_id)
            if signal.exists:
                return {"signal_id": signal_id, "created": False}
            person_id = None
            if details := schemas.details_of(asked["person"]):
                person_id = new_id()
                work.load_or_new(Person, person_id).register(on=today, **details)
            urgent = asked["urgent"]
            signal.receive(
                department=asked["department"],
                kind=asked["kind"],
                noticed_on=asked["noticed_on"],
                on=today,
                basis=asked["basis"],
                urgent=urgent,
                person_id=person_id,
                owner_desk=CONSULTATION_SUPPORT,
                next_step="urgent_contact" if urgent else "first_contact",
                due_on=add_working_days(today, URGENT_DAYS if urgent else CONTACT_DAYS),
                note=asked["note"],
            )
        return {"signal_id": signal_id, "created": True}

    @command
    def get_signal(self, signal_id: str, department: str | None = None) -> dict[str, Any]:
        """Where it stands; with `department`, only that department's own."""
        with self.store.reading() as connection:
            return asking.one_signal(connection, signal_id, department)

    @command
    def list_signals(self, **query: Any) -> dict[str, Any]:
        """Signals by due date; `next` continues where this page ends."""
        asked = schemas_signals.SignalQuery().load(query)
        with self.store.reading() as connection:
            return asking.signals(connection, **asked)

    @command
    def encourage(self, signal_id: str, **body: Any) -> dict[str, Any]:
        asked = schemas_signals.Encouragement().load(body)
        with self.work() as work:
            work.load(Signal, signal_id).encourage(**asked)
        return self._now(signal_id)

    @command
    def set_signal_next_step(self, signal_id: str, **body: Any) -> dict[str, Any]:
        asked = schemas.NextStep().load(body)
        with self.work() as work:
            work.load(Signal, signal_id).set_next_step(**asked)
        return self._now(signal_id)

    @command
    def connect_signal(self, signal_id: str, **body: Any) -> dict[str, Any]:
        asked = schemas_signals.Connection().load(body)
        with self.work() as work:
            case = work.load(Case, asked["case_id"])
            work.load(Signal, signal_id).connect(person_id=str(case.person_id), **asked)
        return self._now(signal_id)

    @command
    def close_signal(self, signal_id: str, **body: Any) -> dict[str, Any]:
        asked = schemas_signals.Closing().load(body)
        with self.work() as work:
            work.load(Signal, signal_id).close(**asked)
        return self._now(signal_id)

    def _now(self, signal_id: str) -> dict[str, Any]:
        with self.store.reading() as connection:
            return asking.one_signal(connection, signal_id, None)
