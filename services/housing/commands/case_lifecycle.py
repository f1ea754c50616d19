"""Beginning and ending a course in one unit of work with its sheet and its household.

Every command on a course ends with `settle`; so a sheet is answered, and a
household free again, in the very transaction in which the course ended.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from services.housing.domain.benefit_continuation import Benefit
from services.housing.domain.flat_search import FlatSearch
from services.housing.domain.household import Household
from services.housing.domain.moving_costs import MovingCosts
from services.housing.domain.refusals import shared as refusals
from services.housing.domain.stay import Stay
from services.housing.domain.steps import Course
from services.housing.domain.watch_over import WatchOver
from services.housing.reference.sheets import SHEETS
from tsunagu.log.unit_of_work import UnitOfWork
from tsunagu.sheets.inbox import COMPLETED, FAILED, IN_PROGRESS, ON_HOLD

COURSES: dict[str, type[Course]] = {
    course.kind: course for course in (Benefit, MovingCosts, Stay, FlatSearch, WatchOver)
}

# With these endings the desk did what it was asked for, or another support took over: the sheet
# is completed. With any other it fails, and the need is back on the sender's desk.
REACHED: dict[str, tuple[str, ...]] = {
    Benefit.kind: ("period_over", "found_work", "income_over_limit", "public_assistance"),
    MovingCosts.kind: ("paid",),
    Stay.kind: ("moved_on", "public_assistance", "hospital"),
    FlatSearch.kind: ("moved_in", "other_housing"),
    WatchOver.kind: ("year_over", "handed_over", "hospital_or_facility"),
}
DIED = "died"


def kind(name: str) -> type[Course]:
    """The class of that kind. There are no courses of any other: loading one says so."""
    return COURSES.get(name, Course)


def own(by: str, *desks: str) -> None:
    """Refuse whoever is not at one of these desks."""
    if by not in desks:
        raise refusals.not_this_desks_work(desks)


def whose(work: UnitOfWork, asked: dict[str, Any], desk: str) -> dict[str, Any]:
    """Whose course begins, and when; taken from the sheet where there is one, which is taken up."""
    own(asked["by"], desk)
    referral_id, on = asked["referral_id"], asked["on"]
    if referral_id is None:
        names = ("on", "person_id", "case_id", "referral_id")
        return {name: asked[name] for name in names}
    sheet = work.load(SHEETS.Sheet, referral_id)
    if sheet.desk != desk:
        raise refusals.sheet_for_other_desk(sheet.desk)
    if not sheet.is_open:
        raise refusals.sheet_not_open(sheet.state)
    if sheet.state == ON_HOLD:
        sheet.answer(by=desk, state=IN_PROGRESS, on=max(on, sheet.since))
    sheet.take_up(on=on)
    return {
        "on": on,
        "person_id": sheet.person_id,
        "case_id": sheet.case_id,
        "referral_id": referral_id,
    }


def settle(work: UnitOfWork, course: Course, on: date) -> None:
    """What else ends with a course that has ended: its sheet, and its turn in the household."""
    if course.ended_because is None:
        return
    if course.household_id is not None:
        work.load_or_new(Household, course.household_id).finish(
            kind=course.kind, subject_id=course.id, on=on, received=_received(course)
        )
    if course.referral_id is not None:
        reason = course.ended_because
        reached = reason in REACHED[course.kind] or reason == DIED
        work.load_or_new(SHEETS.Sheet, course.referral_id).close(
            state=COMPLETED if reached else FAILED, on=on, code=reason
        )


def _received(course: Course) -> bool:
    """Whether the household had money of us: then a next time has its own conditions."""
    if isinstance(course, Benefit):
        return course.months_paid > 0
    return isinstance(course, MovingCosts) and course.paid > 0


def state_of(course: Course) -> dict[str, Any]:
    """What a caller sees after a command."""
    return {
        course.id_name: course.id,
        "kind": course.kind,
        "state": course.state,
        "version": course.version,
        "owner_desk": course.desk if course.is_open else None,
        "next_step": course.next_step if course.is_open else None,
        "due_on": course.due_on.isoformat() if course.is_open else None,
        "ended_because": course.ended_because,
    }
