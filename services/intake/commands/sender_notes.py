"""What a sender should know though the signal is taken: an unknown kind, other content before.

A remark has the form of a fault: field, problem, remedy.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from services.intake import reference
from services.intake.commands.urgency import is_urgent
from services.intake.domain.person import Person
from services.intake.domain.signal import Signal
from services.intake.schemas import shared as schemas
from tsunagu.contracts.validation_errors import fault
from tsunagu.log.unit_of_work import UnitOfWork

Remark = dict[str, str]
ALIKE = 0.75  # as difflib measures it: one or two letters of a code


def of_kind(kind: str) -> list[Remark]:
    """A code that is in no list may be the department's own, or a slip of the pen."""
    if kind in reference.kinds():
        return []
    problem = (
        "一覧にない種類です。急ぎの期限は自動では付きません / "
        "not a kind of the list; no clock of hours comes with it"
    )
    near = get_close_matches(kind, reference.kinds(), n=1, cutoff=ALIKE)
    if near:
        remedy = (
            f"{near[0]} のことなら、新しい id で送り直す / if {near[0]} was meant, send it "
            "again under a new id"
        )
    else:
        remedy = (
            "部署独自の種類ならこのままで。急ぐなら urgent を true に / "
            "fine if it is your own; if it is urgent, say so by urgent"
        )
    return [fault("kind", problem, remedy)]


def of_other_content(work: UnitOfWork, signal: Signal, asked: Mapping[str, Any]) -> list[Remark]:
    """The same id was sent before, with something else in it: that stands."""
    names = signal.differs_from(
        kind=asked["kind"],
        noticed_on=asked["noticed_on"],
        basis=asked["basis"],
        urgent=is_urgent(asked),
    )
    if _another_person(work, signal, asked):
        names = [*names, "person"]
    problem = (
        "この id は、前に別の内容で受け付けています。前の内容のままです / "
        "this id was accepted before with other content, which stands"
    )
    remedy = (
        "直すには新しい id で送り、相談窓口にどちらが正しいか知らせる / "
        "send the right one under a new id, and tell the desk which one counts"
    )
    return [fault(name, problem, remedy) for name in names]


def _another_person(work: UnitOfWork, signal: Signal, asked: Mapping[str, Any]) -> bool:
    given = schemas.details_of(asked["person"])
    if signal.person_id is None:
        return bool(given)
    if not given:
        return True
    before = work.load(Person, signal.person_id).as_registered
    return bool(before) and given != before  # of somebody forgotten nothing is left to compare
