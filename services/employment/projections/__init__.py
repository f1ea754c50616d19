"""How each event changes what the screens ask; in the transaction of the event."""

from __future__ import annotations

from typing import Any

from services.employment.domain import (
    employer,
    introduction,
    job,
    opening_events,
    preparation,
    readiness_ladder,
    seeker,
    training,
)
from services.employment.domain.waiting import NextStepSet
from services.employment.projections import courses, people, work
from services.employment.projections.tables import WAITING, metadata
from services.employment.reference.sheets import SHEETS

__all__ = ["READ_MODELS", "metadata", "open_needs"]

open_needs = WAITING.open_needs
READ_MODELS: dict[type, Any] = {
    **SHEETS.read_models,
    NextStepSet: WAITING.next_step_set,
    seeker.SeekerRegistered: people.seeker_registered,
    seeker.SeekerSheetTaken: people.seeker_sheet_taken,
    seeker.WishesRecorded: people.wishes_recorded,
    seeker.SupportEnded: people.support_ended,
    seeker.SupportReopened: people.support_reopened,
    readiness_ladder.ReadinessMoved: people.readiness_moved,
    employer.EmployerListed: work.employer_listed,
    employer.EmployerDescribed: work.employer_described,
    employer.EmployerApproached: work.employer_approached,
    employer.EmployerWon: work.employer_won,
    employer.EmployerGivenUp: work.employer_given_up,
    opening_events.OpeningReceived: work.opening_received,
    opening_events.OpeningConditionsSet: work.opening_conditions_set,
    opening_events.OpeningExtended: work.opening_extended,
    opening_events.OpeningPlacesSet: work.opening_places_set,
    opening_events.PlaceFilled: work.place_filled,
    opening_events.PlaceFreed: work.place_freed,
    opening_events.OpeningClosed: work.opening_closed,
    opening_events.OpeningReopened: work.opening_reopened,
    introduction.Introduced: people.introduced,
    introduction.InterviewArranged: people.interview_arranged,
    introduction.IntroductionSettled: people.introduction_settled,
    job.Hired: people.hired,
    job.RetentionChecked: people.retention_checked,
    job.LeftWork: people.left_work,
    job.RetentionEnded: people.retention_ended,
    job.HireWithdrawn: people.hire_withdrawn,
    preparation.PreparationStarted: courses.preparation_started,
    preparation.PreparationStageMoved: courses.preparation_stage_moved,
    preparation.SessionAttended: courses.session_attended,
    preparation.PreparationExtended: courses.preparation_extended,
    preparation.PreparationEnded: courses.preparation_ended,
    training.TrainingStarted: courses.training_started,
    training.TrainingDayRecorded: courses.training_day_recorded,
    training.TrainingExtended: courses.training_extended,
    training.TrainingEnded: courses.training_ended,
}
