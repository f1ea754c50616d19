"""Work preparation (就労準備支援): daily life, life among people, then work; a year at most.

The year is the ministry's rule; it may be extended, with a reason each time. A
course never goes on past its allowed end: sessions after it are refused, and so
is a next step that is due later. Stages may be gone back.
"""

from __future__ import annotations

from datetime import date

from services.employment.domain.months import find_last_day
from services.employment.domain.refusals.courses import (
    EXTENSION_BACKWARDS,
    EXTENSION_TOO_LONG,
    PAST_ALLOWED_END,
    RECORDED_TWICE,
    SAME_STAGE,
)
from services.employment.domain.refusals.shared import BEFORE_BEGINNING
from services.employment.domain.vocabulary import (
    ATTENDANCE,
    PREPARATION_ENDINGS,
    STAGES,
    WORK_PREPARATION,
)
from services.employment.domain.work_item import EmploymentWorkItem
from tsunagu.domain.aggregate import applies, event, personal
from tsunagu.domain.calendar import add_months
from tsunagu.domain.codes import require_choice, require_code

FIRST_SESSION, REVIEW = "first_session", "review_progress"
MONTHS = 12  # 生活困窮者自立支援法施行規則: not longer than one year
EXTENSION_MONTHS = 12  # no text names a length for an extension: the platform's own


@event("employment.preparation_started")
class PreparationStarted:
    preparation_id: str
    person_id: str
    case_id: str | None
    on: date
    ends_by: date
    stage: str
    referral_id: str | None


@event("employment.preparation_stage_moved")
class PreparationStageMoved:
    preparation_id: str
    person_id: str
    case_id: str | None
    on: date
    was: str
    stage: str
    reason: str
    note: str | None = personal()


@event("employment.session_attended")
class SessionAttended:
    """One session of one person; `attendance`: present, late, absent or excused."""

    preparation_id: str
    person_id: str
    case_id: str | None
    on: date
    session: str
    stage: str
    attendance: str
    note: str | None = personal()


@event("employment.preparation_extended")
class PreparationExtended:
    preparation_id: str
    person_id: str
    case_id: str | None
    on: date
    until: date
    reason: str
    note: str | None = personal()


@event("employment.preparation_ended")
class PreparationEnded:
    preparation_id: str
    person_id: str
    case_id: str | None
    on: date
    outcome: str
    note: str | None = personal()


EVENTS: tuple[type, ...] = (
    PreparationStarted, PreparationStageMoved, SessionAttended, PreparationExtended,
    PreparationEnded,
)  # fmt: skip


class Preparation(EmploymentWorkItem):
    category = "preparation"
    desk = WORK_PREPARATION
    endings = PREPARATION_ENDINGS

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.ends_by = date.min
        self.stage = ""
        self.last_on = date.min  # of what was recorded, so that it cannot end before
        self.sessions: set[tuple[date, str]] = set()

    def start(
        self,
        *,
        person_id: str,
        case_id: str | None,
        on: date,
        stage: str,
        referral_id: str | None = None,
    ) -> None:
        self._must_be_new()
        self.record(
            PreparationStarted(
                preparation_id=self.id,
                person_id=person_id,
                case_id=case_id,
                on=on,
                ends_by=find_last_day(on, MONTHS),
                stage=require_choice("stage", stage, STAGES),
                referral_id=referral_id,
            )
        )
        self._set_step(on, FIRST_SESSION)

    def set_next_step(
        self,
        *,
        on: date,
        next_step: str,
        due_on: date,
        owner_desk: str | None = None,
        note: str | None = None,
    ) -> None:
        self._must_go_on(on)
        if due_on > self.ends_by:
            raise PAST_ALLOWED_END(ends_by=self.ends_by)
        super().set_next_step(
            on=on, next_step=next_step, due_on=due_on, owner_desk=owner_desk, note=note
        )

    def move_stage(self, *, on: date, stage: str, reason: str, note: str | None = None) -> None:
        self._must_go_on(on)
        require_choice("stage", stage, STAGES)
        if stage == self.stage:
            raise SAME_STAGE(stage=stage)
        code = require_code("reason", reason)
        self.record(
            PreparationStageMoved(
                **self._ids(on), was=self.stage, stage=stage, reason=code, note=note
            )
        )

    def attend(self, *, on: date, session: str, attendance: str, note: str | None = None) -> None:
        """One session, and whether the person came. The first is followed by a review."""
        self._must_go_on(on)
        require_choice("attendance", attendance, ATTENDANCE)
        require_code("session", session)
        if (on, session) in self.sessions:
            raise RECORDED_TWICE(on=on)
        was_awaited = self.next_step == FIRST_SESSION
        self.record(
            SessionAttended(
                **self._ids(on),
                session=session,
                stage=self.stage,
                attendance=attendance,
                note=note,
            )
        )
        if was_awaited:
            self._review(on)

    def extend(self, *, on: date, until: date, reason: str, note: str | None = None) -> None:
        """Longer than the year, for a reason; decided before it is over."""
        self._must_go_on(on)
        if until <= self.ends_by:
            raise EXTENSION_BACKWARDS(ends_by=self.ends_by)
        if until > (latest := add_months(self.ends_by, EXTENSION_MONTHS)):
            raise EXTENSION_TOO_LONG(latest=latest)
        code = require_code("reason", reason)
        self.record(PreparationExtended(**self._ids(on), until=until, reason=code, note=note))
        self._review(on)

    def end(self, *, on: date, outcome: str, note: str | None = None) -> None:
        self._must_go_on(on)
        if on < self.last_on:
            raise BEFORE_BEGINNING(day=self.last_on)
        require_choice("outcome", outcome, PREPARATION_ENDINGS)
        self.record(PreparationEnded(**self._ids(on), outcome=outcome, note=note))

    def _must_go_on(self, on: date) -> None:
        self._must_be_open(on)
        if on > self.ends_by:
            raise PAST_ALLOWED_END(ends_by=self.ends_by)

    def _review(self, on: date) -> None:
        self._set_step(on, REVIEW, due_on=min(self._find_usual_due_date(on, REVIEW), self.ends_by))

    # -- what happened ----------------------------------------------------------------------------

    @applies(PreparationStarted)
    def _started(self, e: PreparationStarted) -> None:
        self._assign_beginning(e)
        self.last_on, self.ends_by, self.stage = e.on, e.ends_by, e.stage

    @applies(PreparationStageMoved)
    def _stage_moved(self, e: PreparationStageMoved) -> None:
        self.stage, self.last_on = e.stage, max(self.last_on, e.on)

    @applies(SessionAttended)
    def _attended(self, e: SessionAttended) -> None:
        self.sessions.add((e.on, e.session))
        self.last_on = max(self.last_on, e.on)

    @applies(PreparationExtended)
    def _extended(self, e: PreparationExtended) -> None:
        self.ends_by = e.until

    @applies(PreparationEnded)
    def _ended(self, e: PreparationEnded) -> None:
        self.outcome = e.outcome
