"""Commands on signals: what departments send, and what becomes of it."""

from __future__ import annotations

from services.intake import reference
from services.intake.commands import signal_grouping
from services.intake.commands.signal_access import (
    SignalAccess,
    check_department,
    check_signal_id,
    load_own_signal,
)
from services.intake.commands.signal_batches import accept_all
from services.intake.commands.signal_intake import (
    ACCEPTED,
    Outcome,
    accept,
    list_signal_ids,
)
from services.intake.domain.case import Case
from services.intake.domain.signal import Signal
from services.intake.projections.signals import utc
from services.intake.queries import departments, signals
from services.intake.schemas.signals import (
    Batch,
    Closing,
    Connection,
    Encouragement,
    SignalBody,
    SignalNextStep,
    SignalQuery,
)
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import command
from tsunagu.process import clock

STATUS_URL = "/api/v1/signals/"


class Signals(SignalAccess):
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
        return self.show_signal(check_signal_id(signal_id), department)

    @command(SignalQuery)
    def list_signals(self, query: SignalQuery, acting_department: str | None = None) -> JsonObject:
        """Signals, the most urgent first; `next` continues where this page ends.

        `acting_department`: who asks, if it is a department; it sees its own.
        """
        department = acting_department or query.department
        ids = None if query.id is None else list_signal_ids(check_department(department), query.id)
        before = self.store.clock() if query.overdue else None
        chosen = query.values("department", "id", "overdue")
        chosen |= {"signal_ids": ids, "before": before}
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

    # -- what is done about it --------------------------------------------------------------------

    @command(Encouragement)
    def encourage(
        self, encouragement: Encouragement, signal_id: str, department: str | None = None
    ) -> JsonObject:
        """The person was told of the support, by us or by the department itself."""
        with self.work() as work:
            load_own_signal(work, signal_id, department).encourage(**encouragement.values())
        return self.show_signal(signal_id, department)

    @command(SignalNextStep)
    def set_signal_next_step(self, step: SignalNextStep, signal_id: str) -> JsonObject:
        due_at = utc(step.due_at) if step.due_at else None
        with self.work() as work:
            signal = work.load(Signal, check_signal_id(signal_id))
            signal.set_next_step(**step.values("due_at"), due_at=due_at)
        return self.show_signal(signal_id)

    @command(Connection)
    def connect_signal(self, connection: Connection, signal_id: str) -> JsonObject:
        with self.work() as work:
            case = work.load(Case, connection.case_id)
            signal_grouping.connect_all(work, check_signal_id(signal_id), case, on=connection.on)
        return self.show_signal(signal_id)

    @command(Closing)
    def close_signal(self, closing: Closing, signal_id: str) -> JsonObject:
        with self.work() as work:
            signal_grouping.close_all(work, check_signal_id(signal_id), **closing.values())
        return self.show_signal(signal_id)


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
