"""Commands on every course alike: the list of what waits, its next step, and its details."""

from __future__ import annotations

from services.housing.commands.course_commands import CourseCommands
from services.housing.commands.course_lifecycle import class_of, state_of
from services.housing.queries.courses import find_courses
from services.housing.schemas import shared
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import command
from tsunagu.process import clock


class Courses(CourseCommands):
    @command(shared.CourseQuery)
    def list_courses(self, query: shared.CourseQuery) -> JsonObject:
        """Everything that waits at the three desks, the most urgent first."""
        with self.store.reading() as connection:
            return find_courses(connection, query, clock.today())

    @command(shared.NextStep)
    def set_next_step(
        self, step: shared.NextStep, kind: str, id: str, expected_version: int | None = None
    ) -> JsonObject:
        """Staff say what comes next and by when, instead of the usual."""
        with self._open(class_of(kind), id, step, expected_version) as course:
            course.set_next_step(**step.values("by"))
        return state_of(course)

    @command(shared.Reading)
    def read_details(self, reading: shared.Reading, kind: str, id: str) -> JsonObject:
        """What is personal in it (figures, explanation, wishes, notes); the reading is recorded."""
        with self.work() as work:
            course = work.load(class_of(kind), id)
            course.check_desk(reading.by)
            return dict(course.read_details(**reading.values(), on=clock.today()))
