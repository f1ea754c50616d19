"""Beginning and ending a course in one unit of work with its sheet and its household.

Every command on a course ends with `settle`; so its sheet is closed, and a
household free again, in the very transaction in which the course ended.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from services.housing.domain.benefit_continuation import Benefit
from services.housing.domain.flat_search import FlatSearch
from services.housing.domain.household import Household
from services.housing.domain.moving_costs import MovingCosts
from services.housing.domain.stay import Stay
from services.housing.domain.steps import Course
from services.housing.domain.watch_over import WatchOver
from services.housing.reference.sheets import SHEETS
from tsunagu.domain.work_item import not_this_desks_work
from tsunagu.log.unit_of_work import UnitOfWork

COURSES: dict[str, type[Course]] = {
    course.kind: course for course in (Benefit, MovingCosts, Stay, FlatSearch, WatchOver)
}


def kind(name: str) -> type[Course]:
    """The class of that kind. There are no courses of any other: loading one says so."""
    return COURSES.get(name, Course)


def own(by: str, *desks: str) -> None:
    """Refuse whoever is not at one of these desks."""
    if by not in desks:
        raise not_this_desks_work(desks)


def whose(work: UnitOfWork, asked: dict[str, Any], desk: str) -> dict[str, Any]:
    """Whose course begins, and when; taken from the sheet where there is one, which is taken up."""
    own(asked["by"], desk)
    referral_id, on = asked["referral_id"], asked["on"]
    if referral_id is None:
        names = ("on", "person_id", "case_id", "referral_id")
        return {name: asked[name] for name in names}
    sheet = SHEETS.begin_work(work, referral_id, desk=desk, on=on)
    return {
        "on": on,
        "person_id": sheet.person_id,
        "case_id": sheet.case_id,
        "referral_id": referral_id,
    }


def settle(work: UnitOfWork, course: Course, on: date) -> None:
    """What else ends with a course that has ended: its sheet, and its turn in the household."""
    if course.outcome is not None and course.household_id is not None:
        work.load_or_new(Household, course.household_id).finish(
            kind=course.kind, subject_id=course.id, on=on, received=_received(course)
        )
    SHEETS.close_sheets(work, course, on)


def _received(course: Course) -> bool:
    """Whether the household had money of us: then a next time has its own conditions."""
    if isinstance(course, Benefit):
        return course.months_paid > 0
    return isinstance(course, MovingCosts) and course.paid > 0


def state_of(course: Course) -> dict[str, Any]:
    """What a caller sees after a command."""
    about = {course.id_name: course.id, "kind": course.kind}
    return about | course.standing() | {"ended_because": course.outcome}
