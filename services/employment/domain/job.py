"""A job found (就職), and whether it lasts: checks one, three and six months after its first day.

The support does not end with the hire: for six months somebody asks how it
goes. Whoever leaves before the month is over is not back at the beginning: the
support opens again. A job may come of an introduction, or the person found it.
"""

from __future__ import annotations

from datetime import date

from services.employment.domain.job_events import (
    Hired,
    HireWithdrawn,
    LeftWork,
    RetentionChecked,
    RetentionEnded,
)
from services.employment.domain.refusals.placements import (
    CHECK_DONE,
    CHECK_NOT_DUE,
    STARTS_BEFORE_HIRED,
    WAGE_UNIT_REQUIRED,
)
from services.employment.domain.refusals.shared import BEFORE_BEGINNING
from services.employment.domain.vocabulary import (
    HIRE_TYPES,
    HIRED_THROUGH,
    RETENTION_MONTHS,
    WAGE_PER,
)
from services.employment.domain.work_item import EmploymentWorkItem
from tsunagu.domain.aggregate import applies
from tsunagu.domain.calendar import add_months
from tsunagu.domain.codes import require_choice, require_code

# Reasons for leaving after which nobody needs to be asked whether they need help.
NEEDS_NOTHING = ("better_work", "died")
DIED = "died"
STAYED, LEFT = "stayed", "left"
NEVER_WAS = ("did_not_start", "entered_in_error")
GIVEN_UP = ("lost_contact", "not_wanted", "moved_away", DIED)


class Job(EmploymentWorkItem):
    category = "job"
    id_name = "record_id"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.seeker_id = ""
        self.opening_id: str | None = None
        self.introduction_id: str | None = None
        self.starts_on = date.min
        self.checked = 0  # months up to which the person is known to have stayed
        self.left_on: date | None = None
        self.left_because = ""
        self.left_early = False  # before the month was over
        self.withdrawn = False

    @property
    def next_check(self) -> int:
        return next(m for m in RETENTION_MONTHS if m > self.checked)

    @property
    def support_is_needed_again(self) -> bool:
        """Whether leaving opens the support again: within the month always, but for a death."""
        if self.left_on is None or self.left_because == DIED:
            return False
        return self.left_early or self.left_because not in NEEDS_NOTHING

    def find_check_day(self, months: int) -> date:
        return add_months(self.starts_on, months)

    def begin(
        self,
        *,
        seeker_id: str,
        person_id: str,
        case_id: str | None,
        on: date,
        desk: str,
        starts_on: date,
        through: str,
        introduction_id: str | None,
        opening_id: str | None,
        employer_id: str | None,
        type: str,
        wage: int | None,
        wage_per: str | None,
        hours_per_week: int | None,
        open_ended: bool,
        employer: str | None = None,
        note: str | None = None,
    ) -> None:
        """The person was hired; from here on the checks are due."""
        self._must_be_new()
        if starts_on < on:
            raise STARTS_BEFORE_HIRED(on=on)
        _check_wage(wage, wage_per)
        self.record(
            Hired(
                record_id=self.id,
                seeker_id=seeker_id,
                person_id=person_id,
                case_id=case_id,
                on=on,
                starts_on=starts_on,
                through=require_choice("through", through, HIRED_THROUGH),
                introduction_id=introduction_id,
                opening_id=opening_id,
                employer_id=employer_id,
                type=require_choice("type", type, HIRE_TYPES),
                wage=wage,
                wage_per=wage_per,
                hours_per_week=hours_per_week,
                open_ended=open_ended,
                employer=employer,
                note=note,
            )
        )
        self._await_check(on, desk)

    def check_retention(self, *, on: date, months: int, note: str | None = None) -> None:
        """The person is still there. A later check also answers the earlier ones."""
        self._must_be_open(on)
        require_choice("months", str(months), map(str, RETENTION_MONTHS))
        if months <= self.checked:
            raise CHECK_DONE(months=self.checked)
        if on < self.find_check_day(months):
            raise CHECK_NOT_DUE(months=months, due_on=self.find_check_day(months))
        self.record(RetentionChecked(**self._ids(on), months=months, note=note))
        if self.is_open:
            self._await_check(on)

    def leave(self, *, on: date, reason: str, note: str | None = None) -> None:
        """The person left; known also after the last check, or after nobody asked any more."""
        if not self.exists or self.withdrawn or self.left_on is not None:
            raise self._has_ended()
        if on < self.starts_on:
            raise BEFORE_BEGINNING(day=self.starts_on)
        self.record(
            LeftWork(
                **self._ids(on),
                reason=require_code("reason", reason),
                within_a_month=on < self.find_check_day(RETENTION_MONTHS[0]),
                note=note,
            )
        )

    def withdraw(self, *, on: date, reason: str) -> None:
        """It never began, or was recorded by mistake: found out on any later day."""
        if not self.exists or self.withdrawn:
            raise self._has_ended()
        self._must_not_precede(on)
        require_choice("reason", reason, NEVER_WAS)
        self.record(HireWithdrawn(**self._ids(on), reason=reason))

    def end_retention(self, *, on: date, reason: str) -> None:
        self._must_be_open(on)
        require_choice("reason", reason, GIVEN_UP)
        self.record(RetentionEnded(**self._ids(on), reason=reason))

    def _await_check(self, on: date, desk: str | None = None) -> None:
        months = self.next_check
        due = self.find_check_day(months)
        self._set_step(on, f"check_after_{months}_months", due_on=due, owner_desk=desk)

    # -- what happened ----------------------------------------------------------------------------

    @applies(Hired)
    def _hired(self, e: Hired) -> None:
        self._assign_beginning(e)
        self.seeker_id, self.starts_on = e.seeker_id, e.starts_on
        self.opening_id, self.introduction_id = e.opening_id, e.introduction_id

    @applies(RetentionChecked)
    def _checked(self, e: RetentionChecked) -> None:
        self.checked = e.months
        if e.months == RETENTION_MONTHS[-1]:
            self.outcome = STAYED

    @applies(LeftWork)
    def _left(self, e: LeftWork) -> None:
        self.left_on, self.left_because, self.left_early = e.on, e.reason, e.within_a_month
        self.outcome = LEFT

    @applies(RetentionEnded)
    def _retention_ended(self, e: RetentionEnded) -> None:
        self.outcome = e.reason

    @applies(HireWithdrawn)
    def _withdrawn(self, e: HireWithdrawn) -> None:
        self.outcome, self.withdrawn = e.reason, True


def _check_wage(wage: int | None, per: str | None) -> None:
    """Refuse a wage without its unit, a unit without a wage, and less than a yen."""
    if (wage is None) != (per is None) or (wage is not None and wage < 1):
        raise WAGE_UNIT_REQUIRED()
    if per is not None:
        require_choice("wage_per", per, WAGE_PER)
