"""The words of the way to work: desks, the readiness ladder, and what may come of each step.

Codes that a rule depends on stand here; lists that a city fills for itself
(occupations, limits, licences, areas) are data, in `codes.csv`.
"""

from __future__ import annotations

from tsunagu.domain.work_item import COMPLETED, FAILED

FREE_JOB_PLACEMENT = "free_job_placement"
WORK_PREPARATION = "work_preparation"
CERTIFIED_WORK_TRAINING = "certified_work_training"
DESKS = (FREE_JOB_PLACEMENT, WORK_PREPARATION, CERTIFIED_WORK_TRAINING)

# The readiness ladder of the source (Zama, 2023): from the first contact to searching alone.
RUNGS = {
    1: "anxious_about_society",
    2: "needs_preparation",
    3: "wants_but_can_hardly_work",
    4: "needs_adjusted_conditions",
    5: "needs_help_searching",
    6: "searches_alone",
}
FIRST, UP, DOWN = "first", "up", "down"

# How a support ends, and what that says to the desk that sent the person: helped, or not.
SUPPORT_ENDINGS = {
    "found_work": COMPLETED,
    "income_increased": COMPLETED,
    "searches_alone_now": COMPLETED,
    "other_support_found": COMPLETED,
    "public_assistance": COMPLETED,
    "moved_away": FAILED,
    "not_wanted": FAILED,
    "lost_contact": FAILED,
    "illness": FAILED,
    "died": FAILED,
}
PREPARATION_ENDINGS = {
    "job_search": COMPLETED,
    "found_work": COMPLETED,
    "work_training": COMPLETED,
    "everyday_life_settled": COMPLETED,
    "other_support_found": COMPLETED,
    "year_over": FAILED,
    "moved_away": FAILED,
    "not_wanted": FAILED,
    "lost_contact": FAILED,
    "illness": FAILED,
    "died": FAILED,
}
TRAINING_RESULTS = {
    "hired_there": COMPLETED,
    "found_work": COMPLETED,
    "job_search": COMPLETED,
    "goes_on_elsewhere": COMPLETED,
    "back_to_preparation": COMPLETED,
    "workplace_stopped": FAILED,
    "not_wanted": FAILED,
    "lost_contact": FAILED,
    "illness": FAILED,
    "died": FAILED,
}
WORK_FOUND = ("found_work", "hired_there")

HIRE_TYPES = ("regular", "part_time", "temporary", "dispatch", "trial")
HOUR, MONTH = "hour", "month"
WAGE_PER = (HOUR, MONTH)
INTRODUCTION, TRAINING = "introduction", "training"
HIRED_THROUGH = (INTRODUCTION, "own_search", "hello_work", TRAINING, "other")
RETENTION_MONTHS = (1, 3, 6)
INCOME_KINDS = ("higher_wage", "more_hours", "better_contract", "second_job", "new_job", "other")

STAGES = ("daily_life", "social", "work")
ATTENDANCE = ("present", "late", "absent", "excused")
ATTENDED = ("present", "late")

CERTIFIED, TRIAL = "certified", "trial"
TRAINING_KINDS = (CERTIFIED, TRIAL)
EMPLOYER, PARTNER = "employer", "partner"
WORKPLACES = (EMPLOYER, PARTNER)
