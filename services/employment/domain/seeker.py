"""A job seeker (求職者): one person's way to work, with wishes, limits and what comes next.

A person has one file. Each registration begins a support that ends with a
recorded outcome; a job that does not last reopens it. What is wished for is
the person's own; nothing here asks for sex, age or nationality. The ladder is
in `domain_ladder`, employers and openings in `domain_employer` and
`domain_opening`, what brings both together in `domain_introduction` and
`domain_job`, the ways before that in `domain_preparation` and `domain_training`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from services.employment.domain.refusals import shared as refusals
from services.employment.domain.vocabulary import INCOME_KINDS, SUPPORT_ENDINGS
from services.employment.domain.waiting import Waiting
from tsunagu.domain.aggregate import applies, event, personal
from tsunagu.domain.codes import checked_code, one_of
from tsunagu.domain.work_item import checked_due


@event("employment.seeker_registered")
class SeekerRegistered:
    """`registration` counts the person's supports: 1 is the first."""

    seeker_id: str
    person_id: str
    case_id: str | None
    on: date
    desk: str
    registration: int


@event("employment.seeker_sheet_taken")
class SeekerSheetTaken:
    """A Tsunagu sheet that this support answers. Private: the answer itself is published."""

    seeker_id: str
    referral_id: str
    on: date


@event("employment.wishes_recorded")
class WishesRecorded:
    """Wishes and limits as they now stand; each recording replaces the one before. Private.

    Whatever is None or empty was not said: it neither fits nor excludes.
    """

    seeker_id: str
    person_id: str
    on: date
    occupations: tuple[str, ...] = ()
    hours_min: int | None = None  # a week
    hours_max: int | None = None
    days: tuple[str, ...] = ()  # on which the person can work
    times: tuple[str, ...] = ()  # of the day at which the person can work
    earliest_start: date | None = None
    area: str | None = None
    max_commute_minutes: int | None = None
    needs_dormitory: bool = False
    languages: tuple[str, ...] = ()  # with the level of each
    licences: tuple[str, ...] = ()
    needs_trial: bool = False
    limits: tuple[str, ...] = ()
    wage_min: int | None = None  # yen an hour
    wishes: str | None = personal()
    limits_told: str | None = personal()


@event("employment.words_read")
class WordsRead:
    """Somebody read the person's own words; kept for "who saw what, when, why". Private."""

    seeker_id: str
    person_id: str
    on: date
    purpose: str


@event("employment.income_increased")
class IncomeIncreased:
    """`monthly`: by how many yen a month, where it is known."""

    record_id: str
    seeker_id: str
    person_id: str
    case_id: str | None
    on: date
    kind: str
    monthly: int | None


@event("employment.support_ended")
class SupportEnded:
    seeker_id: str
    person_id: str
    case_id: str | None
    on: date
    registration: int
    outcome: str
    note: str | None = personal()


@event("employment.support_reopened")
class SupportReopened:
    """The same support goes on: the job did not last, or the ending was too early."""

    seeker_id: str
    person_id: str
    case_id: str | None
    on: date
    registration: int
    because: str


EVENTS: tuple[type, ...] = (
    SeekerRegistered, SeekerSheetTaken, WishesRecorded, WordsRead, IncomeIncreased,
    SupportEnded, SupportReopened,
)  # fmt: skip
WISHES = tuple(
    name
    for name in WishesRecorded.__dataclass_fields__  # type: ignore[attr-defined]
    if name not in ("seeker_id", "person_id", "on")
)
WORDS: tuple[str, ...] = WishesRecorded.personal_fields  # type: ignore[attr-defined]


class JobSeeker(Waiting):
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
            raise refusals.already_registered(self.id)
        if on < self.ended_on:
            raise refusals.before(self.ended_on)
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

    def record_wishes(self, *, on: date, **wishes: Any) -> None:
        self._must_be_open(on)
        low, high = wishes.get("hours_min"), wishes.get("hours_max")
        if low is not None and high is not None and low > high:
            raise refusals.hours_backwards()
        self.record(
            WishesRecorded(seeker_id=self.id, person_id=str(self.person_id), on=on, **wishes)
        )

    def read_words(self, *, on: date, purpose: str) -> dict[str, str | None]:
        """The person's own words; the reading is recorded."""
        checked_code("purpose", purpose)
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
                kind=one_of("kind", kind, INCOME_KINDS),
                monthly=monthly,
            )
        )

    def end(self, *, on: date, outcome: str, note: str | None = None) -> None:
        """The recorded ending; the outcome goes back to whoever sent the person."""
        self._must_be_open(on)
        one_of("outcome", outcome, SUPPORT_ENDINGS)
        self.record(
            SupportEnded(
                **self._ids(on), registration=self.registration, outcome=outcome, note=note
            )
        )

    def reopen(self, *, on: date, because: str, next_step: str, due_on: date | None = None) -> None:
        """Take an ended support up again, at the desk that had it last."""
        if self.is_open or not self.exists:
            raise refusals.not_ended()
        if on < self.ended_on:
            raise refusals.before(self.ended_on)
        if due_on is not None:
            checked_due(due_on, on)
        checked_code("next_step", next_step)
        self.record(
            SupportReopened(
                **self._ids(on),
                registration=self.registration,
                because=checked_code("because", because),
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
