"""A job seeker (求職者): one person's way to work, with wishes, limits and what comes next.

A person has one file. Each registration begins a support that ends with a
recorded outcome; a job that does not last reopens it. What is wished for is
the person's own; nothing here asks for sex, age or nationality. The ladder is in
`readiness_ladder`, employers and openings in `employer` and `opening`, what brings
both together in `introduction` and `job`, the ways before that in `preparation`
and `training`.
"""

from __future__ import annotations

from datetime import date

from services.employment.domain.refusals.seekers import ALREADY_REGISTERED, NOT_ENDED
from services.employment.domain.refusals.shared import BEFORE_BEGINNING, HOURS_BACKWARDS
from services.employment.domain.seeker_events import (
    WORDS,
    IncomeIncreased,
    SeekerRegistered,
    SeekerSheetTaken,
    SupportEnded,
    SupportReopened,
    Wishes,
    WishesRecorded,
    WordsRead,
)
from services.employment.domain.vocabulary import INCOME_KINDS, SUPPORT_ENDINGS
from services.employment.domain.work_item import EmploymentWorkItem
from tsunagu.domain.aggregate import applies
from tsunagu.domain.codes import require_choice, require_code
from tsunagu.domain.work_item import require_due_date


class JobSeeker(EmploymentWorkItem):
    category = "seeker"
    endings = SUPPORT_ENDINGS

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.registration = 0
        self.ended_on = date.min
        self.words: dict[str, str | None] = {}

    def register(
        self, *, person_id: str, case_id: str | None, on: date, desk: str, due_on: date | None
    ) -> None:
        """Begin a support. One person has one at a time."""
        if self.is_open:
            raise ALREADY_REGISTERED(seeker_id=self.id)
        if on < self.ended_on:
            raise BEFORE_BEGINNING(day=self.ended_on)
        self.record(
            SeekerRegistered(
                seeker_id=self.id,
                person_id=person_id,
                case_id=case_id,
                on=on,
                desk=desk,
                registration=self.registration + 1,
            )
        )
        self._set_step(on, "make_plan", due_on=due_on, owner_desk=desk)

    def take_sheet(self, *, referral_id: str, on: date) -> None:
        """This support also answers that sheet, and will close it with its outcome."""
        self._must_be_open(on)
        if referral_id not in self.sheets:
            self.record(SeekerSheetTaken(seeker_id=self.id, referral_id=referral_id, on=on))

    def record_wishes(self, *, on: date, wishes: Wishes) -> None:
        self._must_be_open(on)
        low, high = wishes.hours_min, wishes.hours_max
        if low is not None and high is not None and low > high:
            raise HOURS_BACKWARDS()
        self.record(
            WishesRecorded(seeker_id=self.id, person_id=str(self.person_id), on=on, **vars(wishes))
        )

    def read_words(self, *, on: date, purpose: str) -> dict[str, str | None]:
        """The person's own words; the reading is recorded."""
        require_code("purpose", purpose)
        self.record(
            WordsRead(seeker_id=self.id, person_id=str(self.person_id), on=on, purpose=purpose)
        )
        return dict(self.words)

    def increase_income(
        self, *, record_id: str, on: date, kind: str, monthly: int | None = None
    ) -> None:
        """Also after the support has ended: that is often when it happens."""
        self._must_not_precede(on)
        self.record(
            IncomeIncreased(
                record_id=record_id,
                **self._ids(on),
                kind=require_choice("kind", kind, INCOME_KINDS),
                monthly=monthly,
            )
        )

    def end(self, *, on: date, outcome: str, note: str | None = None) -> None:
        """The recorded ending; the outcome goes back to whoever sent the person."""
        self._must_be_open(on)
        require_choice("outcome", outcome, SUPPORT_ENDINGS)
        self.record(
            SupportEnded(
                **self._ids(on), registration=self.registration, outcome=outcome, note=note
            )
        )

    def reopen(self, *, on: date, because: str, next_step: str, due_on: date | None = None) -> None:
        """Take an ended support up again, at the desk that had it last."""
        if self.is_open or not self.exists:
            raise NOT_ENDED()
        if on < self.ended_on:
            raise BEFORE_BEGINNING(day=self.ended_on)
        if due_on is not None:
            require_due_date(due_on, on)
        require_code("next_step", next_step)
        self.record(
            SupportReopened(
                **self._ids(on),
                registration=self.registration,
                because=require_code("because", because),
            )
        )
        self._set_step(on, next_step, due_on=due_on)

    def need_again(self, *, on: date, because: str, next_step: str) -> None:
        """The person needs this support again, whether or not it had ended meanwhile."""
        on = max(on, self.ended_on)
        if self.is_open:
            self._set_step(on, next_step)
        else:
            self.reopen(on=on, because=because, next_step=next_step)

    # -- what happened ----------------------------------------------------------------------------

    @applies(SeekerRegistered)
    def _registered(self, e: SeekerRegistered) -> None:
        self._assign_beginning(e)
        self.registration, self.outcome = e.registration, None

    @applies(SeekerSheetTaken)
    def _sheet_taken(self, e: SeekerSheetTaken) -> None:
        self.sheets = (*self.sheets, e.referral_id)

    @applies(WishesRecorded)
    def _wishes_recorded(self, e: WishesRecorded) -> None:
        self.words = {name: getattr(e, name) for name in WORDS}

    @applies(SupportEnded)
    def _ended(self, e: SupportEnded) -> None:
        self.outcome, self.ended_on = e.outcome, e.on

    @applies(SupportReopened)
    def _reopened(self, e: SupportReopened) -> None:
        self.outcome = None
