"""Commands on visits: nobody is refused, and whoever waits is owed a step."""

from __future__ import annotations

from services.foodbank.commands import visit_recording
from services.foodbank.commands.authorisation import DeskCommands
from services.foodbank.domain.visit import Visit
from services.foodbank.queries import promises, visits
from services.foodbank.schemas.bodies import Step
from services.foodbank.schemas.visits import Ending, PromiseQuery, VisitQuery, VisitShape
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import command
from tsunagu.process import clock


class Visits(DeskCommands):
    @command(VisitShape)
    def record_visit(self, asked: VisitShape) -> JsonObject:
        """Somebody was here, named or not, or a sheet sent them; always recorded."""
        with self.work_of(asked.by) as work:
            visit = visit_recording.record_visit(work, asked, wants_food=asked.wants_food)
            return state_of(visit)

    @command(Step)
    def set_visit_step(self, step: Step, visit_id: str) -> JsonObject:
        """What comes next for somebody who waits for food."""
        with self.work_of(step.by) as work:
            visit = work.load(Visit, visit_id)
            visit.promise(**step.values("by"))
            return state_of(visit)

    @command(Ending)
    def end_waiting(self, ending: Ending, visit_id: str) -> JsonObject:
        """It ended without a parcel, with the reason; a sheet behind it has failed."""
        with self.work_of(ending.by) as work:
            visit = work.load(Visit, visit_id)
            visit_recording.end_waiting(work, visit, **ending.values("by"))
            return state_of(visit)

    @command
    def get_visit(self, visit_id: str) -> JsonObject:
        with self.store.reading() as connection:
            return visits.get_visit(connection, visit_id)

    @command(VisitQuery)
    def list_visits(self, query: VisitQuery) -> JsonObject:
        with self.store.reading() as connection:
            return visits.list_visits(connection, **query.values())

    @command(PromiseQuery)
    def list_promises(self, query: PromiseQuery) -> JsonObject:
        """Everything that somebody waits for at the food bank, the most urgent first."""
        before = clock.today() if query.overdue else None
        with self.store.reading() as connection:
            return promises.list_promises(connection, before=before, **query.values("overdue"))


def state_of(visit: Visit) -> JsonObject:
    """What a caller sees after a command."""
    return {
        "visit_id": visit.id,
        "visitor_id": visit.visitor_id,
        "state": visit.state,
        "parcel_id": visit.parcel_id,
        "next_step": visit.next_step,
        "due_on": visit.due_on.isoformat() if visit.due_on else None,
        "version": visit.version,
    }
