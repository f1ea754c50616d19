"""What desks send about job seekers: registration, wishes, the ladder, the ending of a support."""

from __future__ import annotations

from datetime import date

from services.employment import reference
from services.employment.domain import seeker_events
from services.employment.domain.vocabulary import INCOME_KINDS, SUPPORT_ENDINGS
from services.employment.schemas.fields import (
    A_WEEK,
    YEN,
    Choice,
    Code,
    Day,
    Listed,
    ListedMany,
    Many,
    MaybeDay,
    MaybeId,
    MaybeNumber,
    Number,
    Words,
    Yes,
)
from services.employment.schemas.shared import Begin, Body, Noted, WithReason
from tsunagu.contracts.payload import payload


@payload
class Register(Begin):
    rung: int | None = MaybeNumber("rung of the readiness ladder, 1 to 6", 1, 6)
    due_on: date | None = MaybeDay("by when the plan is made; five working days if left out")


@payload
class Wishes(Body):
    """As they now stand: each recording replaces the one before. Left out: not said."""

    occupations: tuple[str, ...] = ListedMany("occupations wished for", "occupation")
    hours_min: int | None = MaybeNumber("hours a week, at least", 1, A_WEEK)
    hours_max: int | None = MaybeNumber("hours a week, at most", 1, A_WEEK)
    days: tuple[str, ...] = ListedMany("days on which the person can work", "day")
    times: tuple[str, ...] = ListedMany("times of day at which the person can work", "time")
    earliest_start: date | None = MaybeDay("first day on which the person could begin")
    area: str | None = Listed(
        "where the person sets out from", "area", load_default=None, allow_none=True
    )
    max_commute_minutes: int | None = MaybeNumber("the longest way to work, one way", 0, 300)
    needs_dormitory: bool = Yes("needs a dormitory")
    languages: tuple[str, ...] = Many(
        "languages with their level, as ja_everyday", reference.load_language_codes()
    )
    licences: tuple[str, ...] = ListedMany("licences; `none` where there is none", "licence")
    needs_trial: bool = Yes("needs a trial first")
    limits: tuple[str, ...] = ListedMany("what the person cannot do, or needs at work", "limit")
    wage_min: int | None = MaybeNumber("yen an hour, at least", 1, YEN)
    wishes: str | None = Words("the person's wishes in their own words; encrypted")
    limits_told: str | None = Words("the person's limits in their own words; encrypted")

    @property
    def stated_wishes(self) -> seeker_events.Wishes:
        """The wishes alone, as the domain takes them."""
        return seeker_events.Wishes(**self.values("by", "on"))


@payload
class ReadWords(Body):
    purpose: str = Code("what they are read for, as a code", required=True)


@payload
class MoveReadiness(WithReason):
    rung: int = Number("rung of the readiness ladder, 1 to 6", 1, 6, required=True)
    case_id: str | None = MaybeId("the person's case at intake")


@payload
class IncreaseIncome(Body):
    kind: str = Choice("how the income increased", INCOME_KINDS, required=True)
    monthly: int | None = MaybeNumber("yen a month more, where known", 1, YEN)


@payload
class EndSupport(Noted):
    outcome: str = Choice("what came of it", SUPPORT_ENDINGS, required=True)


@payload
class Reopen(Body):
    because: str = Code("why, as a code", required=True)
    next_step: str = Code("what happens next, as a code", required=True)
    due_on: date = Day("by when", required=True)
