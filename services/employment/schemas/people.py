"""What desks send about job seekers, introductions and jobs; see `schemas`."""

from __future__ import annotations

from marshmallow import fields

from services.employment import reference
from services.employment.domain.introduction import DECIDED
from services.employment.domain.job import GIVEN_UP, NEVER_WAS
from services.employment.domain.vocabulary import (
    HIRE_TYPES,
    HIRED_THROUGH,
    INCOME_KINDS,
    INTRODUCTION,
    SUPPORT_ENDINGS,
    WAGE_PER,
)
from services.employment.schemas.shared import (
    Asked,
    Begin,
    Body,
    Choice,
    Code,
    Day,
    Id,
    Listed,
    ListedMany,
    Many,
    MaybeDay,
    MaybeId,
    MaybeNumber,
    Noted,
    Number,
    Page,
    WithReason,
    Words,
    Yes,
)

A_WEEK = 168
YEN = 10_000_000


class Register(Begin):
    rung = MaybeNumber("rung of the readiness ladder, 1 to 6", 1, 6)
    due_on = MaybeDay("by when the plan is made; five working days if left out")


class Wishes(Body):
    """As they now stand: each recording replaces the one before. Left out: not said."""

    occupations = ListedMany("occupations wished for", "occupation")
    hours_min = MaybeNumber("hours a week, at least", 1, A_WEEK)
    hours_max = MaybeNumber("hours a week, at most", 1, A_WEEK)
    days = ListedMany("days on which the person can work", "day")
    times = ListedMany("times of day at which the person can work", "time")
    earliest_start = MaybeDay("first day on which the person could begin")
    area = Listed("where the person sets out from", "area", load_default=None, allow_none=True)
    max_commute_minutes = MaybeNumber("the longest way to work, one way", 0, 300)
    needs_dormitory = Yes("needs a dormitory")
    languages = Many("languages with their level, as ja_everyday", reference.language_codes())
    licences = ListedMany("licences; `none` where there is none", "licence")
    needs_trial = Yes("needs a trial first")
    limits = ListedMany("what the person cannot do, or needs at work", "limit")
    wage_min = MaybeNumber("yen an hour, at least", 1, YEN)
    wishes = Words("the person's wishes in their own words; encrypted")
    limits_told = Words("the person's limits in their own words; encrypted")


class ReadWords(Body):
    purpose = Code("what they are read for, as a code", required=True)


class MoveReadiness(WithReason):
    rung = Number("rung of the readiness ladder, 1 to 6", 1, 6, required=True)
    case_id = MaybeId("the person's case at intake")


class IncreaseIncome(Body):
    kind = Choice("how the income increased", INCOME_KINDS, required=True)
    monthly = MaybeNumber("yen a month more, where known", 1, YEN)


class EndSupport(Noted):
    outcome = Choice("what came of it", SUPPORT_ENDINGS, required=True)


class Reopen(Body):
    because = Code("why, as a code", required=True)
    next_step = Code("what happens next, as a code", required=True)
    due_on = Day("by when", required=True)


# -- introductions and jobs -----------------------------------------------------------------------


class Introduce(Body):
    seeker_id = Id("the job seeker", required=True)
    opening_id = Id("the opening", required=True)
    due_on = MaybeDay("by when the interview is arranged; three working days if left out")
    despite = Yes("introduce although a condition excludes it (after speaking with both)")


class Interview(Body):
    interview_on = Day("day of the interview", required=True)
    accompanied = Yes("a member of staff goes along")


class Decide(WithReason):
    result = Choice("who said no", DECIDED, required=True)


class Terms(Noted):
    """The terms of a job."""

    starts_on = Day("first day of work", required=True)
    type = Choice("kind of employment", HIRE_TYPES, required=True)
    wage = MaybeNumber("yen", 1, YEN)
    wage_per = Choice("of the wage: hour or month", WAGE_PER, load_default=None, allow_none=True)
    hours_per_week = MaybeNumber("hours a week", 1, A_WEEK)
    open_ended = Yes("no end of the contract is agreed")


class RecordJob(Terms):
    """A job that came of no introduction here."""

    seeker_id = Id("the job seeker", required=True)
    through = Choice(
        "how it was found", [t for t in HIRED_THROUGH if t != INTRODUCTION], required=True
    )
    employer_id = MaybeId("the employer, where it is one of ours")
    employer = Words("the employer's name, where it is none of ours; encrypted")


class CheckRetention(Noted):
    months = Number(
        "1, 3 or 6: still in the job so many months after the first day", 1, 6, required=True
    )


class LeaveWork(WithReason):
    """The person's last day, and why."""


class Withdraw(Body):
    reason = Choice("why it is not to be counted", NEVER_WAS, required=True)


class EndRetention(Body):
    reason = Choice("why nobody asks any more", GIVEN_UP, required=True)


class SeekerQuery(Page):
    rung = Asked("on this rung", 1, 6)


class IntroductionQuery(Page):
    seeker_id = fields.String(metadata={"description": "of this job seeker"})
    opening_id = fields.String(metadata={"description": "to this opening"})


class JobQuery(Page):
    seeker_id = fields.String(metadata={"description": "of this job seeker"})
