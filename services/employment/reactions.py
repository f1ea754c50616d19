"""What the referral service's facts mean here: sheets into the inbox, and work they began.

A sheet that its sender takes back does not take the support back: the person is
still being helped. The desk is told, by a next step, to speak with the sender.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from services.employment.domain.preparation import Preparation
from services.employment.domain.seeker import JobSeeker
from services.employment.domain.training import Training
from services.employment.domain.work_item import EmploymentWorkItem
from services.employment.queries.lookups import find_work_of_sheet
from services.employment.reference.sheets import SHEETS
from tsunagu.contracts.facts import Fact
from tsunagu.domain.calendar import add_working_days
from tsunagu.log.unit_of_work import UnitOfWork

BEGUN_BY_SHEETS: dict[str, type[EmploymentWorkItem]] = {
    cls.category: cls for cls in (JobSeeker, Preparation, Training)
}
TAKEN_BACK = ("referral.cancelled", "referral.entered_in_error")


def on_taken_back(work: UnitOfWork, fact: Fact) -> None:
    """The sheet was cancelled or never should have been: what it began goes on, and says so."""
    SHEETS.follows[fact.type](work, fact)
    begun = find_work_of_sheet(work.connection, fact.data["referral_id"])
    if begun is None:
        return
    support = work.load(BEGUN_BY_SHEETS[begun.kind], begun.id)
    if support.is_open:
        on = max(date.fromisoformat(fact.data["on"]), support.since)
        support.set_next_step(on=on, next_step="talk_with_sender", due_on=_find_due(support, on))


def _find_due(support: EmploymentWorkItem, on: date) -> date:
    """Three working days on, but within what a course of preparation may still last."""
    due = add_working_days(on, 3)
    return min(due, support.ends_by) if isinstance(support, Preparation) else due


FOLLOWS: dict[str, dict[str, Callable[[UnitOfWork, Fact], None]]] = {
    "referral": {**SHEETS.follows, **dict.fromkeys(TAKEN_BACK, on_taken_back)}
}
