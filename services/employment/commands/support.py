"""How a command begins: the desk may act, and it is clear whose way to work it is about.

From a Tsunagu sheet the person and the case are the sheet's, and the sheet is
taken up in the same unit of work; without one they stand in the body.
"""

from __future__ import annotations

import uuid
from typing import Any, TypeVar

from marshmallow import Schema

from services.employment.domain.refusals import shared as refusals
from services.employment.domain.vocabulary import DESKS
from services.employment.domain.waiting import Waiting
from services.employment.queries import lists
from services.employment.reference.sheets import SHEETS
from tsunagu.log.unit_of_work import UnitOfWork

W = TypeVar("W", bound=Waiting)
WHO = ("by", "person_id", "case_id")  # of the body; the sheet may know better

# Names the files whose id follows from what they are about, so that there is one of each.
_NAMESPACE = uuid.UUID("8c1b7a52-64a5-5d0e-9a9d-2f0f5b6f4c31")


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


def whose(work: UnitOfWork, asked: dict[str, Any]) -> tuple[str, str | None]:
    """Person and case, from the sheet where there is one; one sheet begins one work."""
    referral_id: str | None = asked["referral_id"]
    if referral_id is None:
        return asked["person_id"], asked["case_id"]
    by, on = asked["by"], asked["on"]
    sheet = SHEETS.begin_work(work, referral_id, desk=by, on=on, resume=False)
    if (taken := lists.taken(work.connection, referral_id)) is not None:
        raise refusals.sheet_taken(referral_id, taken)
    return sheet.person_id, sheet.case_id


def standing(waiting: Waiting, **more: Any) -> dict[str, Any]:
    """What a caller sees after a command: where it stands, and what comes next."""
    return waiting.standing() | more
