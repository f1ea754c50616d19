"""How a command comes to the work item it is about: one that is there, or one for a person.

From a Tsunagu sheet the person and the case are the sheet's, and the sheet is
taken up in the same unit of work; without one they stand in the body.
"""

from __future__ import annotations

from typing import NamedTuple, TypeVar

from services.employment.domain.refusals.shared import (
    DESK_NOT_OURS,
    NOT_THIS_DESKS_MOVE,
    SHEET_TAKEN,
)
from services.employment.domain.vocabulary import DESKS
from services.employment.domain.work_item import EmploymentWorkItem
from services.employment.queries.lookups import find_work_of_sheet
from services.employment.reference.sheets import SHEETS
from services.employment.schemas.shared import Begin
from tsunagu.log.unit_of_work import UnitOfWork

W = TypeVar("W", bound=EmploymentWorkItem)


class Subject(NamedTuple):
    """Whose way to work something is about."""

    person_id: str
    case_id: str | None


def check_desk(by: str, only: str | None = None) -> None:
    """Refuse a desk that is none of this programme's, or another than the `only` one that may."""
    if by not in DESKS:
        raise DESK_NOT_OURS(field="by", desk=by)
    if only is not None and by != only:
        raise NOT_THIS_DESKS_MOVE(desk=only)


def load_item(
    work: UnitOfWork, cls: type[W], id: str, by: str, expected_version: int | None = None
) -> W:
    """The item that the command goes on with; `expected_version` is what the caller saw."""
    item = work.load(cls, id, expected_version)
    item.check_desk(by)
    return item


def identify_subject(work: UnitOfWork, begin: Begin) -> Subject:
    """Person and case, from the sheet where there is one; one sheet begins one work."""
    if begin.referral_id is None:
        return Subject(str(begin.person_id), begin.case_id)
    sheet = SHEETS.begin_work(work, begin.referral_id, desk=begin.by, on=begin.on, resume=False)
    if (begun := find_work_of_sheet(work.connection, begin.referral_id)) is not None:
        raise SHEET_TAKEN(referral_id=begin.referral_id, kind=begun.kind)
    return Subject(sheet.person_id, sheet.case_id)
