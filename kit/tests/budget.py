"""A small programme for tests: household budget support, written with the work item alone."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from tsunagu.domain.aggregate import applies, event, personal
from tsunagu.domain.work_item import COMPLETED, FAILED, NextStep, WorkItem
from tsunagu.log.database import upsert
from tsunagu.log.unit_of_work import RecordedEvent
from tsunagu.projections.work_lists import NOTHING_NEXT, OPENED, WorkLists, work_item_columns
from tsunagu.sheets.inbox import SheetInbox

DESK, OTHER_DESK = "household_budget", "debt_advice"
USUAL_DAYS = {"make_first_budget": 3}
ENDINGS = {"balanced": COMPLETED, "lost_contact": FAILED}
SHEETS = SheetInbox("budget", desks=(DESK, OTHER_DESK))


@event("budget.support_started")
class SupportStarted:
    support_id: str
    person_id: str
    case_id: str | None
    on: date
    referral_id: str | None


@event("budget.next_step_set")
class NextStepSet(NextStep):
    """What comes next."""


@event("budget.month_balanced")
class MonthBalanced:
    support_id: str
    person_id: str
    case_id: str | None
    on: date


@event("budget.support_ended")
class SupportEnded:
    support_id: str
    person_id: str
    case_id: str | None
    on: date
    outcome: str
    note: str | None = personal()


class Support(WorkItem):
    category = "support"
    desk = DESK
    desks = (DESK, OTHER_DESK)
    step_event = NextStepSet
    usual_days = USUAL_DAYS
    endings = ENDINGS

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.months = 0

    def start(
        self, *, person_id: str, case_id: str | None, on: date, referral_id: str | None = None
    ) -> None:
        self._must_be_new()
        whose = {"support_id": self.id, "person_id": person_id, "case_id": case_id, "on": on}
        self.record(SupportStarted(**whose, referral_id=referral_id))
        self._set_step(on, "make_first_budget")

    def balance_month(self, *, on: date) -> None:
        self._must_be_open(on, "running")
        self.record(MonthBalanced(**self._ids(on)))
        self._update_next_step(on)

    def find_next_step(self, on: date) -> tuple[str, date] | None:
        return ("end", on) if self.months >= 2 else None

    def end(self, *, on: date, outcome: str) -> None:
        self._must_be_open(on)
        self.record(SupportEnded(**self._ids(on), outcome=outcome))

    @applies(SupportStarted)
    def _started(self, e: SupportStarted) -> None:
        self._assign_beginning(e)
        self.state = "running"

    @applies(MonthBalanced)
    def _balanced(self, e: MonthBalanced) -> None:
        self.months += 1

    @applies(SupportEnded)
    def _ended(self, e: SupportEnded) -> None:
        self.state, self.since, self.outcome = "ended", e.on, e.outcome


metadata = sa.MetaData()
SHEETS.table(metadata)
support_list = sa.Table(
    "support_list",
    metadata,
    sa.Column("support_id", sa.Text, primary_key=True),
    sa.Column("person_id", sa.Text, nullable=False),
    *work_item_columns(),
)
LISTS = WorkLists({"support": support_list.c.support_id})


def started(connection: sa.Connection, e: RecordedEvent) -> None:
    row = {"support_id": e.event.support_id, "person_id": e.event.person_id} | OPENED
    upsert(connection, support_list, ["support_id"], row)


def ended(connection: sa.Connection, e: RecordedEvent) -> None:
    where = LISTS.of["support"].is_item("support", e.event.support_id)
    connection.execute(support_list.update().where(where).values(**NOTHING_NEXT))


EVENTS = [*SHEETS.events, SupportStarted, NextStepSet, MonthBalanced, SupportEnded]
READ_MODELS = {
    **SHEETS.read_models,
    SupportStarted: started,
    NextStepSet: LISTS.next_step_set,
    SupportEnded: ended,
}
