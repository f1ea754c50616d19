"""What the commands of this service share: the city's rules, and one way to change a course."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar

from marshmallow import Schema

from services.housing import reference
from services.housing.commands import case_lifecycle
from services.housing.domain.application import Application
from services.housing.domain.landlord import Landlord
from services.housing.domain.refusals.places import landlord_unknown
from services.housing.domain.rule_tables import RuleTable
from services.housing.domain.steps import Course
from tsunagu.hosting.nameko_service import ServiceBase
from tsunagu.log.unit_of_work import UnitOfWork

C = TypeVar("C", bound=Course)


def known_landlord(work: UnitOfWork, landlord_id: str) -> str:
    """The id, if such a landlord is listed."""
    if not work.load_or_new(Landlord, landlord_id).exists:
        raise landlord_unknown(landlord_id)
    return landlord_id


def decision_of(application: Application) -> dict[str, Any]:
    """Where an application stands after a decision, and in words why."""
    return case_lifecycle.state_of(application) | {
        "granted": not application.reasons,
        "reasons": list(application.reasons),
        "amount": application.amount,
        "rule_version": application.rule_version,
        "unverified": list(application.unverified),
        "explanation": application.explanation,
    }


class CourseCommands(ServiceBase):
    def _rules(self, day: date) -> RuleTable:
        """The city's rule table in force on that day."""
        return reference.rules(self.runtime.city, day)

    def _practice(self) -> reference.Practice:
        return reference.practice(self.runtime.city)

    @contextmanager
    def _opened(
        self, course_class: type[C], id: str, schema: Schema, body: dict[str, Any]
    ) -> Iterator[tuple[C, dict[str, Any], UnitOfWork]]:
        """The course, the checked body and the unit of work, for the course's own desk.

        At the end of the block what ends with the course is settled, and everything committed.
        """
        expected_version = body.pop("expected_version", None)
        asked = schema.load(body)
        with self.work() as work:
            course = work.load(course_class, id, expected_version)
            course.check_desk(asked.pop("by"))
            on = asked["on"]
            yield course, asked, work
            case_lifecycle.settle(work, course, on)
