"""A placement to train (認定就労訓練・ユニバーサル就労): days of work at a partner's workplace.

Certified training under the Act, or a trial of some days; as an employee with a
wage, or without employment, where there may be an allowance. Days lie inside
the period, each once.
"""

from __future__ import annotations

from datetime import date

from services.employment.domain.refusals.courses import (
    EXTENSION_BACKWARDS,
    OUTSIDE_PERIOD,
    RECORDED_TWICE,
    WAGE_OF_EMPLOYED,
)
from services.employment.domain.refusals.shared import BEFORE_BEGINNING
from services.employment.domain.vocabulary import (
    ATTENDANCE,
    ATTENDED,
    CERTIFIED_WORK_TRAINING,
    PARTNER,
    TRAINING_KINDS,
    TRAINING_RESULTS,
    WORKPLACES,
)
from services.employment.domain.work_item import EmploymentWorkItem
from tsunagu.domain.aggregate import applies, event, personal
from tsunagu.domain.codes import require_choice, require_code


@event("employment.training_started")
class TrainingStarted:
    """`workplace`: an employer's id, or the code of a partner's desk. Yen: an hour, or a day."""

    training_id: str
    person_id: str
    case_id: str | None
    on: date
    until: date
    kind: str
    employed: bool
    workplace_kind: str
    workplace: str
    wage: int | None
    allowance: int | None
    referral_id: str | None


@event("employment.training_day_recorded")
class TrainingDayRecorded:
    training_id: str
    person_id: str
    case_id: str | None
    on: date
    attendance: str
    note: str | None = personal()


@event("employment.training_extended")
class TrainingExtended:
    training_id: str
    person_id: str
    case_id: str | None
    on: date
    until: date
    reason: str
    note: str | None = personal()


@event("employment.training_ended")
class TrainingEnded:
    """`days`: how many days the person came."""

    training_id: str
    person_id: str
    case_id: str | None
    on: date
    result: str
    days: int
    note: str | None = personal()


EVENTS: tuple[type, ...] = (
    TrainingStarted, TrainingDayRecorded, TrainingExtended, TrainingEnded,
)  # fmt: skip


class Training(EmploymentWorkItem):
    category = "training"
    desk = CERTIFIED_WORK_TRAINING
    endings = TRAINING_RESULTS

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.until = date.min
        self.days: dict[date, str] = {}
        self.workplace_kind = self.workplace = ""
        self.employed = False

    @property
    def days_attended(self) -> int:
        return sum(attendance in ATTENDED for attendance in self.days.values())

    def start(
        self,
        *,
        person_id: str,
        case_id: str | None,
        on: date,
        until: date,
        kind: str,
        employed: bool,
        workplace_kind: str,
        workplace: str,
        wage: int | None = None,
        allowance: int | None = None,
        referral_id: str | None = None,
    ) -> None:
        self._must_be_new()
        if until < on:
            raise OUTSIDE_PERIOD(first=on, last=until)
        if workplace_kind == PARTNER:
            require_code("workplace", workplace)  # published: no name may pass for it
        if employed and not wage:
            raise WAGE_OF_EMPLOYED()
        self.record(
            TrainingStarted(
                training_id=self.id,
                person_id=person_id,
                case_id=case_id,
                on=on,
                until=until,
                kind=require_choice("kind", kind, TRAINING_KINDS),
                employed=employed,
                workplace_kind=require_choice("workplace_kind", workplace_kind, WORKPLACES),
                workplace=workplace,
                wage=wage if employed else None,
                allowance=allowance,
                referral_id=referral_id,
            )
        )
        self._set_step(on, "visit_workplace")

    def record_day(self, *, on: date, attendance: str, note: str | None = None) -> None:
        self._must_be_inside(on)
        require_choice("attendance", attendance, ATTENDANCE)
        if on in self.days:
            raise RECORDED_TWICE(on=on)
        self.record(TrainingDayRecorded(**self._ids(on), attendance=attendance, note=note))

    def extend(self, *, on: date, until: date, reason: str, note: str | None = None) -> None:
        self._must_be_open(on)
        if until <= self.until:
            raise EXTENSION_BACKWARDS(ends_by=self.until)
        code = require_code("reason", reason)
        self.record(TrainingExtended(**self._ids(on), until=until, reason=code, note=note))
        self._set_step(on, "visit_workplace")

    def end(self, *, on: date, result: str, note: str | None = None) -> None:
        """Its result; at the latest on its last day, which may be recorded later."""
        self._must_be_inside(on)
        if self.days and on < (last := max(self.days)):
            raise BEFORE_BEGINNING(day=last)
        require_choice("result", result, TRAINING_RESULTS)
        self.record(
            TrainingEnded(**self._ids(on), result=result, days=self.days_attended, note=note)
        )

    def _must_be_inside(self, on: date) -> None:
        self._must_be_open(on)
        if on > self.until:
            raise OUTSIDE_PERIOD(first=self.since, last=self.until)

    # -- what happened ----------------------------------------------------------------------------

    @applies(TrainingStarted)
    def _started(self, e: TrainingStarted) -> None:
        self._assign_beginning(e)
        self.until, self.employed = e.until, e.employed
        self.workplace_kind, self.workplace = e.workplace_kind, e.workplace

    @applies(TrainingDayRecorded)
    def _day_recorded(self, e: TrainingDayRecorded) -> None:
        self.days[e.on] = e.attendance

    @applies(TrainingExtended)
    def _extended(self, e: TrainingExtended) -> None:
        self.until = e.until

    @applies(TrainingEnded)
    def _ended(self, e: TrainingEnded) -> None:
        self.outcome = e.result
