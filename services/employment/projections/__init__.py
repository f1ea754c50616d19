"""Which projection keeps up with which event, in the transaction of the event."""

from __future__ import annotations

from typing import Any

from services.employment.domain import (
    employer,
    introduction,
    job_events,
    opening_events,
    preparation,
    readiness_ladder,
    seeker_events,
    training,
)
from services.employment.domain.work_item import NextStepSet
from services.employment.projections import (
    employers,
    introductions,
    jobs,
    openings,
    preparations,
    seekers,
    trainings,
)
from services.employment.projections.tables import WORK_LISTS, metadata
from services.employment.reference.sheets import SHEETS

__all__ = ["READ_MODELS", "metadata", "open_needs"]

open_needs = WORK_LISTS.open_needs
READ_MODELS: dict[type, Any] = {
    **SHEETS.read_models,
    NextStepSet: WORK_LISTS.next_step_set,
    seeker_events.SeekerRegistered: seekers.seeker_registered,
    seeker_events.SeekerSheetTaken: seekers.seeker_sheet_taken,
    seeker_events.WishesRecorded: seekers.wishes_recorded,
    seeker_events.SupportEnded: seekers.support_ended,
    seeker_events.SupportReopened: seekers.support_reopened,
    readiness_ladder.ReadinessMoved: seekers.readiness_moved,
    employer.EmployerListed: employers.employer_listed,
    employer.EmployerDescribed: employers.employer_described,
    employer.EmployerApproached: employers.employer_approached,
    employer.EmployerWon: employers.employer_won,
    employer.EmployerGivenUp: employers.employer_given_up,
    opening_events.OpeningReceived: openings.opening_received,
    opening_events.OpeningConditionsSet: openings.opening_conditions_set,
    opening_events.OpeningExtended: openings.opening_extended,
    opening_events.OpeningPlacesSet: openings.opening_places_set,
    opening_events.PlaceFilled: openings.place_filled,
    opening_events.PlaceFreed: openings.place_freed,
    opening_events.OpeningClosed: openings.opening_closed,
    opening_events.OpeningReopened: openings.opening_reopened,
    introduction.Introduced: introductions.introduced,
    introduction.InterviewArranged: introductions.interview_arranged,
    introduction.IntroductionSettled: introductions.introduction_settled,
    job_events.Hired: jobs.hired,
    job_events.RetentionChecked: jobs.retention_checked,
    job_events.LeftWork: jobs.left_work,
    job_events.RetentionEnded: jobs.retention_ended,
    job_events.HireWithdrawn: jobs.hire_withdrawn,
    preparation.PreparationStarted: preparations.preparation_started,
    preparation.PreparationStageMoved: preparations.preparation_stage_moved,
    preparation.SessionAttended: preparations.session_attended,
    preparation.PreparationExtended: preparations.preparation_extended,
    preparation.PreparationEnded: preparations.preparation_ended,
    training.TrainingStarted: trainings.training_started,
    training.TrainingDayRecorded: trainings.training_day_recorded,
    training.TrainingExtended: trainings.training_extended,
    training.TrainingEnded: trainings.training_ended,
}
