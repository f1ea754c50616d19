"""What happens to a job seeker (求職者): the events, and the wishes that matching compares."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from tsunagu.domain.aggregate import event, personal


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


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What a person wishes for and can do. None or empty was not said: it neither fits nor
    excludes."""

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


@event("employment.wishes_recorded")
class WishesRecorded(Wishes):
    """Wishes and limits as they now stand; each recording replaces the one before. Private."""

    seeker_id: str
    person_id: str
    on: date


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
WISHES = tuple(field.name for field in fields(Wishes))
WORDS: tuple[str, ...] = WishesRecorded.personal_fields  # type: ignore[attr-defined]
