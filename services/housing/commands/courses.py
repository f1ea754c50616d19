"""Commands on every course alike: the list of what waits, its next step, and its details."""

from __future__ import annotations

from typing import Any

from services.housing.commands import case_lifecycle
from services.housing.commands.support import CourseCommands
from services.housing.queries import benefits
from services.housing.schemas import shared as schemas
from tsunagu.hosting.nameko_service import command
from tsunagu.process import clock


class Courses(CourseCommands):
    @command
    def list_courses(
        self,
        desk: str | None = None,
        kind: str | None = None,
        person_id: str | None = None,
        overdue: bool = False,
        state: str = "open",
        after: str | None = None,
        limit: int = 50,
    ) -> dict[str, Any]:
        """Everything that waits at the three desks, the most urgent first."""
        before = clock.today() if overdue else None
        with self.store.reading() as connection:
            return benefits.courses(connection, desk, kind, person_id, before, state, after, limit)

    @command
    def set_next_step(self, kind: str, id: str, **body: Any) -> dict[str, Any]:
        """Staff say what comes next and by when, instead of the usual."""
        with self._opened(case_lifecycle.kind(kind), id, schemas.NextStep(), body) as (
            course,
            asked,
            _,
        ):
            course.set_next_step(**asked)
        return case_lifecycle.state_of(course)

    @command
    def read_details(self, kind: str, id: str, **body: Any) -> dict[str, Any]:
        """What is personal in it (figures, explanation, wishes, notes); the reading is recorded."""
        asked = schemas.Reading().load(body)
        with self.work() as work:
            course = work.load(case_lifecycle.kind(kind), id)
            course.check_desk(asked["by"])
            return course.read_details(**asked, on=clock.today())
