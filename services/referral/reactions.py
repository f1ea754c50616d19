"""What referral does with the facts of programmes: a desk's answer is that desk's move."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from services.referral.commands.loading import load_handover
from services.referral.domain.referral import Referral
from services.referral.domain.states import (
    ACCEPTED,
    COMPLETED,
    FAILED,
    IN_PROGRESS,
    ON_HOLD,
    REJECTED,
)
from tsunagu.contracts.facts import Fact
from tsunagu.domain.errors import Refused
from tsunagu.log.unit_of_work import UnitOfWork


def _start_or_resume(sheet: Referral, by: str, on: date, _code: str | None) -> None:
    move = sheet.resume if sheet.state == ON_HOLD else sheet.start
    move(by=by, on=on)


MOVES: dict[str, Callable[[Referral, str, date, str | None], None]] = {
    ACCEPTED: lambda sheet, by, on, _: sheet.accept(by=by, on=on),
    REJECTED: lambda sheet, by, on, code: sheet.reject(by=by, on=on, reason=code),
    IN_PROGRESS: _start_or_resume,
    ON_HOLD: lambda sheet, by, on, code: sheet.hold(by=by, on=on, reason=code),
    COMPLETED: lambda sheet, by, on, code: sheet.complete(by=by, on=on, outcome=code),
    FAILED: lambda sheet, by, on, code: sheet.fail(by=by, on=on, reason=code),
}


def on_sheet_answered(work: UnitOfWork, fact: Fact) -> None:
    """Move the sheet as its receiver says. What was decided here meanwhile stands."""
    answer = fact.data["state"]
    by, on = fact.data["desk"], date.fromisoformat(fact.data["on"])
    handover = load_handover(work, fact.data["referral_id"])
    try:
        MOVES[answer](handover.referral, by, on, fact.data["code"])
    except Refused as refusal:  # refused commands record nothing
        handover.referral.note_late_answer(by=by, on=on, answer=answer, because=refusal.code)
        return
    handover.settle(on)


FOLLOWS_EVERY = {"sheet_answered": on_sheet_answered}
