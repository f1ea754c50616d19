"""Base of this service's commands: the city's rules and practice, and a course opened by id."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TypeVar

from services.housing import reference
from services.housing.commands.course_lifecycle import open_course
from services.housing.domain.course import Course
from services.housing.domain.rule_tables import RuleTable
from services.housing.schemas import shared
from tsunagu.hosting.nameko_service import ServiceBase

C = TypeVar("C", bound=Course)


class CourseCommands(ServiceBase):
    def _find_rules(self, day: date) -> RuleTable:
        """The city's rule table in force on that day."""
        return reference.find_rules(self.runtime.city, day)

    def _find_practice(self) -> reference.Practice:
        return reference.load_practice(self.runtime.city)

    @contextmanager
    def _open(
        self, course_class: type[C], id: str, body: shared.Body, version: int | None
    ) -> Iterator[C]:
        """The course in a unit of work of its own, as `open_course` has it."""
        with self.work() as work, open_course(work, course_class, id, body, version) as course:
            yield course
