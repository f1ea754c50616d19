"""The shapes of the facts employment publishes: ids, codes, days, numbers. Never a name."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from tsunagu.contracts.facts import FactSchema


def _code(description: str, **options: Any) -> fields.String:
    return fields.String(required=True, metadata={"description": description}, **options)


def _maybe(description: str) -> fields.String:
    return _code(description, allow_none=True)


def _day(description: str) -> fields.Date:
    return fields.Date(required=True, metadata={"description": description})


def _number(description: str, **options: Any) -> fields.Integer:
    return fields.Integer(required=True, metadata={"description": description}, **options)


def _yes(description: str) -> fields.Boolean:
    return fields.Boolean(required=True, metadata={"description": description})


class OfPerson(FactSchema):
    person_id = _code("id of the person")
    case_id = _maybe("id of the case at intake")


# -- job seekers ----------------------------------------------------------------------------------


class OfSeeker(OfPerson):
    seeker_id = _code("id of the person's file as a job seeker")


class SeekerRegistered(OfSeeker):
    desk = _code("desk that registered")
    registration = _number("how many supports this person has had, this one included")


class ReadinessMoved(OfPerson):
    was = _number("rung before; null the first time", allow_none=True)
    rung = _number("rung of the readiness ladder, 1 to 6")
    direction = _code("first, up or down")
    reason = _code("why, as a code")


class NextStepSet(OfPerson):
    person_id = _maybe("id of the person; null for employers and openings")
    kind = _code("seeker, introduction, job, preparation, training, employer or opening")
    id = _code("its id")
    owner_desk = _code("desk that owns the next step")
    next_step = _code("what happens next")
    due_on = _day("by when")


class IncomeIncreased(OfSeeker):
    record_id = _code("id of the record")
    kind = _code("how the income increased")
    monthly = _number("yen a month more, where known", allow_none=True)


class SupportEnded(OfSeeker):
    registration = _number("which of the person's supports")
    outcome = _code("what came of it, as a code")


class SupportReopened(OfSeeker):
    registration = _number("which of the person's supports")
    because = _code("why, as a code")


# -- employers and openings -----------------------------------------------------------------------


class EmployerListed(FactSchema):
    employer_id = _code("id of the employer")
    introduced_by_kind = _code("employer, partner, department, staff or itself")
    introduced_by = _maybe("employer or desk that introduced it")


class EmployerWon(EmployerListed):
    attempts = _number("how often it was asked")
    no_great_hope = _yes("whether the yes came where nobody had hoped for it")


class EmployerGivenUp(FactSchema):
    employer_id = _code("id of the employer")
    reason = _code("why, as a code")


class OpeningReceived(FactSchema):
    opening_id = _code("id of the opening")
    employer_id = _code("id of the employer")
    occupation = _code("occupation, as a code")
    type = _code("regular, part_time, temporary, dispatch or trial")
    places = _number("how many people are wanted")
    valid_from = _day("first day of its validity")
    valid_until = _day("last day of its validity")


class OpeningClosed(FactSchema):
    opening_id = _code("id of the opening")
    employer_id = _code("id of the employer")
    because = _code("filled, withdrawn or expired")
    reason = _maybe("why it was withdrawn, as a code")


class OpeningReopened(FactSchema):
    opening_id = _code("id of the opening")
    employer_id = _code("id of the employer")


# -- introductions and jobs -----------------------------------------------------------------------


class OfIntroduction(OfPerson):
    introduction_id = _code("id of the introduction")


class Introduced(OfIntroduction):
    seeker_id = _code("id of the job seeker")
    opening_id = _code("id of the opening")
    employer_id = _code("id of the employer")
    registration = _number("which of the person's supports")


class InterviewArranged(OfIntroduction):
    interview_on = _day("day of the interview")
    accompanied = _yes("a member of staff goes along")


class IntroductionSettled(OfIntroduction):
    opening_id = _code("id of the opening")
    result = _code("hired, not_hired, declined_by_seeker, declined_by_employer, ...")
    reason = _maybe("why, as a code")


class OfJob(OfPerson):
    record_id = _code("id of the job, given when the person was hired")


class Hired(OfJob):
    seeker_id = _code("id of the job seeker")
    starts_on = _day("first day of work")
    through = _code("introduction, own_search, hello_work, training or other")
    introduction_id = _maybe("the introduction it came of")
    opening_id = _maybe("the opening it fills")
    employer_id = _maybe("the employer, where it is one of ours")
    type = _code("regular, part_time, temporary, dispatch or trial")
    wage = _number("yen", allow_none=True)
    wage_per = _maybe("hour or month")
    hours_per_week = _number("hours a week", allow_none=True)
    open_ended = _yes("no end of the contract is agreed")


class RetentionChecked(OfJob):
    months = _number("1, 3 or 6: still in the job so many months after the first day")


class LeftWork(OfJob):
    reason = _code("why, as a code")
    within_a_month = _yes("before the day of the first check")


class OfJobWithReason(OfJob):
    reason = _code("why, as a code")


# -- preparation and training ---------------------------------------------------------------------


class OfPreparation(OfPerson):
    preparation_id = _code("id of the course")


class PreparationStarted(OfPreparation):
    ends_by = _day("last day the course may last")
    stage = _code("daily_life, social or work")
    referral_id = _maybe("the sheet it answers")


class PreparationStageMoved(OfPreparation):
    was = _code("stage before")
    stage = _code("stage now")
    reason = _code("why, as a code")


class SessionAttended(OfPreparation):
    session = _code("which session, as a code")
    stage = _code("stage of the person")
    attendance = _code("present, late, absent or excused")


class PreparationExtended(OfPreparation):
    until = _day("last day the course may last now")
    reason = _code("why, as a code")


class PreparationEnded(OfPreparation):
    outcome = _code("what came of it, as a code")


class OfTraining(OfPerson):
    training_id = _code("id of the placement")


class TrainingStarted(OfTraining):
    until = _day("last day of the placement")
    kind = _code("certified or trial")
    employed = _yes("as an employee with a wage")
    workplace_kind = _code("employer or partner")
    workplace = _code("id of the employer, or code of the partner's desk")
    wage = _number("yen an hour", allow_none=True)
    allowance = _number("yen a day", allow_none=True)
    referral_id = _maybe("the sheet it answers")


class TrainingDayRecorded(OfTraining):
    attendance = _code("present, late, absent or excused")


class TrainingExtended(OfTraining):
    until = _day("last day of the placement now")
    reason = _code("why, as a code")


class TrainingEnded(OfTraining):
    result = _code("what came of it, as a code")
    days = _number("days on which the person came")
