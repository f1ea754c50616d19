"""How a command begins: the desk may act, and it is clear whose way to work it is about.

From a Tsunagu sheet the person and the case are the sheet's, and the sheet is
taken up in the same unit of work; without one they stand in the body.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, TypeVar

from marshmallow import Schema

from services.employment.domain.refusals import shared as refusals
from services.employment.domain.vocabulary import DESKS
from services.employment.domain.waiting import Waiting
from services.employment.queries import lists
from services.employment.reference.sheets import SHEETS
from tsunagu.log.unit_of_work import UnitOfWork
from tsunagu.sheets.inbox import Sheet

W = TypeVar("W", bound=Waiting)
WHO = ("by", "person_id", "case_id")  # of the body; the sheet may know better

# Names the files whose id follows from what they are about, so that there is one of each.
_NAMESPACE = uuid.UUID("8c1b7a52-64a5-5d0e-9a9d-2f0f5b6f4c31")


def new_id() -> str:
    return str(uuid.uuid4())


def seeker_id_of(person_id: str) -> str:
    """One person has one file, whoever opens it and however often."""
    return str(uuid.uuid5(_NAMESPACE, f"seeker/{person_id}"))


def introduction_id_of(seeker_id: str, registration: int, opening_id: str) -> str:
    """In one support a person is put to an opening once."""
    return str(uuid.uuid5(_NAMESPACE, f"introduction/{seeker_id}/{registration}/{opening_id}"))


def loaded(schema: Schema, body: dict[str, Any]) -> dict[str, Any]:
    """The body, checked; refused where the acting desk is none of this programme's."""
    asked: dict[str, Any] = schema.load(body)
    if asked["by"] not in DESKS:
        raise refusals.desk_not_ours("by", asked["by"])
    return asked


def found(work: UnitOfWork, cls: type[W], id: str, body: dict[str, Any]) -> W:
    """The thing the command is about; `expected_version` in the body is what the caller saw."""
    return work.load(cls, id, body.pop("expected_version", None))


def whose(work: UnitOfWork, asked: dict[str, Any], kind: str) -> tuple[str, str | None]:
    """Person and case, from the sheet where there is one."""
    if asked["referral_id"] is None:
        return asked["person_id"], asked["case_id"]
    sheet = sheet_of(work, asked["referral_id"], asked["by"], kind)
    sheet.take_up(on=asked["on"])
    return sheet.person_id, sheet.case_id


def sheet_of(work: UnitOfWork, referral_id: str, by: str, kind: str) -> Sheet:
    """The sheet that is to begin this; refused where it is another desk's, over, or taken."""
    sheet: Sheet = work.load(SHEETS.Sheet, referral_id)
    if sheet.desk != by:
        raise refusals.not_this_desks_move(sheet.desk)
    if not sheet.is_open:
        raise refusals.sheet_not_open(str(sheet.state))
    if (taken := lists.taken(work.connection, referral_id)) is not None:
        raise refusals.sheet_taken(referral_id, taken)
    return sheet


def close_sheet(work: UnitOfWork, referral_id: str, *, state: str, on: date, code: str) -> None:
    """Tell the sender what came of it; a sheet that is over already stays as it is."""
    work.load(SHEETS.Sheet, referral_id).close(state=state, on=on, code=code)


def answer(work: UnitOfWork, referral_id: str | None, state: str, on: date, code: str) -> None:
    """The same, where a sheet began it."""
    if referral_id is not None:
        close_sheet(work, referral_id, state=state, on=on, code=code)


def standing(waiting: Waiting, **more: Any) -> dict[str, Any]:
    """What a caller sees after a command: where it stands, and what comes next."""
    is_open = waiting.is_open
    return {
        f"{waiting.category}_id" if waiting.category != "job" else "record_id": waiting.id,
        "state": "open" if is_open else "ended",
        "version": waiting.version,
        "owner_desk": waiting.owner_desk if is_open else None,
        "next_step": waiting.next_step if is_open else None,
        "due_on": waiting.due_on.isoformat() if is_open else None,
        **more,
    }
