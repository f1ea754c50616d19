"""How a course begins, is opened for a command, and ends, with its sheet and its household.

Every command on a course ends with `settle`; so its sheet is closed, and a
household free again, in the very transaction in which the course ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TypedDict, TypeVar

from services.housing.domain.benefit_continuation import Benefit
from services.housing.domain.course import Course
from services.housing.domain.flat_search import FlatSearch
from services.housing.domain.household import Household
from services.housing.domain.moving_costs import MovingCosts
from services.housing.domain.stay import Stay
from services.housing.domain.watch_over import WatchOver
from services.housing.reference.sheets import SHEETS
from services.housing.schemas import shared
from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.work_item import NOT_THIS_DESKS_WORK
from tsunagu.log.unit_of_work import UnitOfWork

C = TypeVar("C", bound=Course)

COURSES: dict[str, type[Course]] = {
    course.kind: course for course in (Benefit, MovingCosts, Stay, FlatSearch, WatchOver)
}


class Beginning(TypedDict):
    """Whose course begins, when, and from which sheet: arguments of its first command."""

    on: date
    person_id: str
    case_id: str | None
    referral_id: str | None


def class_of(kind: str) -> type[Course]:
    """The class of that kind. There are no courses of any other: loading one says so."""
    return COURSES.get(kind, Course)


def require_desk(by: str, desk: str) -> None:
    """Refuse whoever is not at this desk."""
    if by != desk:
        raise NOT_THIS_DESKS_WORK(field="by", choice=desk)


def accept_beginning(work: UnitOfWork, body: shared.Begin, desk: str) -> Beginning:
    """Whose course begins: the sheet's person, where there is one, and work on it has begun."""
    require_desk(body.by, desk)
    if body.referral_id is None:
        person_id, case_id = str(body.person_id), body.case_id  # one of both is always there
    else:
        sheet = SHEETS.begin_work(work, body.referral_id, desk=desk, on=body.on)
        person_id, case_id = sheet.person_id, sheet.case_id
    return Beginning(on=body.on, person_id=person_id, case_id=case_id, referral_id=body.referral_id)


@contextmanager
def open_course(
    work: UnitOfWork, course_class: type[C], id: str, body: shared.Body, version: int | None
) -> Iterator[C]:
    """The course, for a command of its own desk; at the end of the block it is settled."""
    course = work.load(course_class, id, version)
    course.check_desk(body.by)
    yield course
    settle(work, course, body.on)


def settle(work: UnitOfWork, course: Course, on: date) -> None:
    """What else ends with a course that has ended: its sheet, and its turn in the household."""
    if course.outcome is not None and course.household_id is not None:
        work.load_or_new(Household, course.household_id).finish(
            kind=course.kind, subject_id=course.id, on=on, received=_was_paid(course)
        )
    SHEETS.close_sheets(work, course, on)


def _was_paid(course: Course) -> bool:
    """Whether the household had money of us: then a next time has its own conditions."""
    if isinstance(course, Benefit):
        return course.months_paid > 0
    return isinstance(course, MovingCosts) and course.paid > 0


def state_of(course: Course) -> JsonObject:
    """What a caller sees after a command."""
    about = {course.id_name: course.id, "kind": course.kind}
    return about | course.describe_state() | {"ended_because": course.outcome}
