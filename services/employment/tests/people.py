"""The people, workplaces and days of these tests, and the events that bring each somewhere."""

from datetime import date

from services.employment.domain import opening_events, seeker_events
from services.employment.domain.employer import EmployerListed
from services.employment.domain.introduction import Introduced
from services.employment.domain.job_events import Hired
from services.employment.domain.preparation import PreparationStarted
from services.employment.domain.training import TrainingStarted
from services.employment.domain.vocabulary import (
    CERTIFIED_WORK_TRAINING,
    FREE_JOB_PLACEMENT,
    WORK_PREPARATION,
)
from services.employment.domain.work_item import NextStepSet

PLACEMENT, PREPARING, TRAINING = FREE_JOB_PLACEMENT, WORK_PREPARATION, CERTIFIED_WORK_TRAINING
ELSEWHERE = "household_budget"
MONDAY, FRIDAY = date(2026, 11, 16), date(2026, 11, 20)
NEXT_MONDAY = date(2026, 11, 30)

WHO = {"person_id": "p1", "case_id": "c1"}
SEEKER = {"seeker_id": "s1", **WHO}


def step(kind, id, next_step, due_on, *, on=FRIDAY, desk=PLACEMENT, note=None, who=WHO):
    """The next step that an event brings along."""
    return NextStepSet(
        kind=kind,
        id=id,
        person_id=who["person_id"] if who else None,
        case_id=who["case_id"] if who else None,
        on=on,
        owner_desk=desk,
        next_step=next_step,
        due_on=due_on,
        note=note,
    )


# Friday and five working days: Monday is a holiday (23 November).
REGISTERED = (
    seeker_events.SeekerRegistered(**SEEKER, on=FRIDAY, desk=PLACEMENT, registration=1),
    step("seeker", "s1", "make_plan", NEXT_MONDAY),
)
ENDED = seeker_events.SupportEnded(**SEEKER, on=FRIDAY, registration=1, outcome="found_work")

LISTED = (
    EmployerListed(employer_id="e1", on=FRIDAY, introduced_by_kind="staff", introduced_by=None),
    step("employer", "e1", "call_employer", NEXT_MONDAY, who=None),
)

UNTIL = date(2027, 1, 29)
RECEIVED = opening_events.OpeningReceived(
    opening_id="o1",
    employer_id="e1",
    on=FRIDAY,
    occupation="laundry",
    type="part_time",
    places=2,
    valid_from=FRIDAY,
    valid_until=UNTIL,
)
DESCRIBED = opening_events.OpeningConditionsSet(opening_id="o1", on=FRIDAY, title="仕上げ")
LOOKING = step("opening", "o1", "look_for_people", UNTIL, who=None)
OFFERED = (RECEIVED, DESCRIBED, LOOKING)


def filled(record_id, on=FRIDAY):
    return opening_events.PlaceFilled(opening_id="o1", record_id=record_id, on=on)


def closed(because, reason=None, on=FRIDAY):
    return opening_events.OpeningClosed(
        opening_id="o1", employer_id="e1", on=on, because=because, reason=reason
    )


INTRODUCED = (
    Introduced(
        introduction_id="i1",
        **SEEKER,
        opening_id="o1",
        employer_id="e1",
        on=FRIDAY,
        registration=1,
    ),
    step("introduction", "i1", "arrange_interview", date(2026, 11, 26)),
)

STARTS = date(2026, 12, 1)
TERMS = {
    "through": "introduction",
    "introduction_id": "i1",
    "opening_id": "o1",
    "employer_id": "e1",
    "type": "part_time",
    "wage": 1250,
    "wage_per": "hour",
    "hours_per_week": 24,
    "open_ended": True,
}
HIRED = (
    Hired(record_id="j1", **SEEKER, on=FRIDAY, starts_on=STARTS, **TERMS),
    step("job", "j1", "check_after_1_months", date(2027, 1, 1)),
)

ENDS_BY = date(2027, 11, 19)
PREPARED = (
    PreparationStarted(
        preparation_id="v1",
        **WHO,
        on=FRIDAY,
        ends_by=ENDS_BY,
        stage="daily_life",
        referral_id=None,
    ),
    step("preparation", "v1", "first_session", NEXT_MONDAY, desk=PREPARING),
)

TRAINED_UNTIL = date(2027, 2, 26)
IN_TRAINING = (
    TrainingStarted(
        training_id="t1",
        **WHO,
        on=FRIDAY,
        until=TRAINED_UNTIL,
        kind="certified",
        employed=False,
        workplace_kind="partner",
        workplace="book_cafe_hibarigaoka",
        wage=None,
        allowance=500,
        referral_id=None,
    ),
    step("training", "t1", "visit_workplace", NEXT_MONDAY, desk=TRAINING),
)
