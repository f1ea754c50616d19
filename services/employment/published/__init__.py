"""The facts employment publishes: its only door. Never a name, an address or free text."""

from __future__ import annotations

from services.employment.domain import (
    employer,
    introduction,
    job_events,
    opening_events,
    preparation,
    readiness_ladder,
    seeker_events,
    training,
    work_item,
)
from services.employment.published import schemas as shapes
from services.employment.reference.sheets import SHEETS
from tsunagu.contracts.facts import Catalogue, FactType
from tsunagu.domain.json_object import JsonObject

PERSON = "11111111-1111-5111-8111-111111111111"
CASE = "22222222-2222-5222-8222-222222222222"
SEEKER = "33333333-3333-5333-8333-333333333333"
RECORD = "44444444-4444-5444-8444-444444444444"
EMPLOYER = "55555555-5555-5555-8555-555555555555"
OPENING = "66666666-6666-5666-8666-666666666666"
REFERRAL = "77777777-7777-5777-8777-777777777777"
INTRODUCTION = "99999999-9999-5999-8999-999999999999"

_WHO: JsonObject = {"person_id": PERSON, "case_id": CASE, "on": "2026-11-24"}
_SEEKER = _WHO | {"seeker_id": SEEKER}
_JOB = _WHO | {"record_id": RECORD}
_INTRODUCTION = _WHO | {"introduction_id": INTRODUCTION}
_PREPARATION = _WHO | {"preparation_id": RECORD}
_TRAINING = _WHO | {"training_id": RECORD}
_EMPLOYER: JsonObject = {"employer_id": EMPLOYER, "on": "2026-11-24"}
_OPENING = _EMPLOYER | {"opening_id": OPENING}

_PEOPLE = [
    FactType(
        seeker_events.SeekerRegistered,
        shapes.SeekerRegistered,
        _SEEKER | {"desk": "free_job_placement", "registration": 1},
    ),
    FactType(
        readiness_ladder.ReadinessMoved,
        shapes.ReadinessMoved,
        _WHO | {"was": 3, "rung": 4, "direction": "up", "reason": "keeps_regular_hours"},
    ),
    FactType(
        work_item.NextStepSet,
        shapes.NextStepSet,
        _WHO
        | {
            "kind": "seeker",
            "id": SEEKER,
            "owner_desk": "free_job_placement",
            "next_step": "look_for_openings",
            "due_on": "2026-12-08",
        },
    ),
    FactType(
        seeker_events.IncomeIncreased,
        shapes.IncomeIncreased,
        _SEEKER | {"record_id": RECORD, "kind": "more_hours", "monthly": 18000},
    ),
    FactType(
        seeker_events.SupportEnded,
        shapes.SupportEnded,
        _SEEKER | {"registration": 1, "outcome": "found_work"},
    ),
    FactType(
        seeker_events.SupportReopened,
        shapes.SupportReopened,
        _SEEKER | {"registration": 1, "because": "left_work"},
    ),
]

_OFFERS = [
    FactType(
        employer.EmployerListed,
        shapes.EmployerListed,
        _EMPLOYER | {"introduced_by_kind": "partner", "introduced_by": "sigma_staff"},
    ),
    FactType(
        employer.EmployerWon,
        shapes.EmployerWon,
        _EMPLOYER
        | {
            "attempts": 2,
            "no_great_hope": True,
            "introduced_by_kind": "employer",
            "introduced_by": RECORD,
        },
    ),
    FactType(employer.EmployerGivenUp, shapes.EmployerGivenUp, _EMPLOYER | {"reason": "moved"}),
    FactType(
        opening_events.OpeningReceived,
        shapes.OpeningReceived,
        _OPENING
        | {
            "occupation": "laundry",
            "type": "part_time",
            "places": 2,
            "valid_from": "2026-11-24",
            "valid_until": "2027-01-31",
        },
    ),
    FactType(
        opening_events.OpeningClosed,
        shapes.OpeningClosed,
        _OPENING | {"because": "withdrawn", "reason": "found_elsewhere"},
    ),
    FactType(opening_events.OpeningReopened, shapes.OpeningReopened, _OPENING),
]

_PLACED = [
    FactType(
        introduction.Introduced,
        shapes.Introduced,
        _INTRODUCTION
        | {
            "seeker_id": SEEKER,
            "opening_id": OPENING,
            "employer_id": EMPLOYER,
            "registration": 1,
        },
    ),
    FactType(
        introduction.InterviewArranged,
        shapes.InterviewArranged,
        _INTRODUCTION | {"interview_on": "2026-11-27", "accompanied": True},
    ),
    FactType(
        introduction.IntroductionSettled,
        shapes.IntroductionSettled,
        _INTRODUCTION | {"opening_id": OPENING, "result": "not_hired", "reason": "no_experience"},
    ),
    FactType(
        job_events.Hired,
        shapes.Hired,
        _JOB
        | {
            "seeker_id": SEEKER,
            "starts_on": "2026-12-01",
            "through": "introduction",
            "introduction_id": INTRODUCTION,
            "opening_id": OPENING,
            "employer_id": EMPLOYER,
            "type": "part_time",
            "wage": 1250,
            "wage_per": "hour",
            "hours_per_week": 24,
            "open_ended": True,
        },
    ),
    FactType(job_events.RetentionChecked, shapes.RetentionChecked, _JOB | {"months": 3}),
    FactType(
        job_events.LeftWork,
        shapes.LeftWork,
        _JOB | {"reason": "too_far", "within_a_month": True},
    ),
    FactType(job_events.RetentionEnded, shapes.OfJobWithReason, _JOB | {"reason": "lost_contact"}),
    FactType(job_events.HireWithdrawn, shapes.OfJobWithReason, _JOB | {"reason": "did_not_start"}),
]

_COURSES = [
    FactType(
        preparation.PreparationStarted,
        shapes.PreparationStarted,
        _PREPARATION | {"ends_by": "2027-11-23", "stage": "daily_life", "referral_id": REFERRAL},
    ),
    FactType(
        preparation.PreparationStageMoved,
        shapes.PreparationStageMoved,
        _PREPARATION | {"was": "daily_life", "stage": "social", "reason": "comes_regularly"},
    ),
    FactType(
        preparation.SessionAttended,
        shapes.SessionAttended,
        _PREPARATION | {"session": "farm_day", "stage": "social", "attendance": "present"},
    ),
    FactType(
        preparation.PreparationExtended,
        shapes.PreparationExtended,
        _PREPARATION | {"until": "2028-02-29", "reason": "was_in_hospital"},
    ),
    FactType(
        preparation.PreparationEnded,
        shapes.PreparationEnded,
        _PREPARATION | {"outcome": "job_search"},
    ),
    FactType(
        training.TrainingStarted,
        shapes.TrainingStarted,
        _TRAINING
        | {
            "until": "2027-02-26",
            "kind": "certified",
            "employed": False,
            "workplace_kind": "partner",
            "workplace": "book_cafe_hibarigaoka",
            "wage": None,
            "allowance": 500,
            "referral_id": None,
        },
    ),
    FactType(
        training.TrainingDayRecorded,
        shapes.TrainingDayRecorded,
        _TRAINING | {"attendance": "present"},
    ),
    FactType(
        training.TrainingExtended,
        shapes.TrainingExtended,
        _TRAINING | {"until": "2027-05-31", "reason": "goes_well"},
    ),
    FactType(
        training.TrainingEnded,
        shapes.TrainingEnded,
        _TRAINING | {"result": "hired_there", "days": 31},
    ),
]

CATALOGUE = Catalogue("employment", [SHEETS.fact, *_PEOPLE, *_OFFERS, *_PLACED, *_COURSES])
