"""How each event changes what the screens ask; in the transaction of the event."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from services.employment import (
    domain,
    domain_employer,
    domain_introduction,
    domain_job,
    domain_ladder,
    domain_offered,
    domain_preparation,
    domain_training,
    showing_courses,
    showing_people,
    showing_work,
)
from services.employment.domain_waiting import NextStepSet
from services.employment.sheets import JOINING
from services.employment.tables import OPEN, WAITING, metadata
from tsunagu.needs import OpenNeed
from tsunagu.store import Recorded

__all__ = ["READ_MODELS", "metadata", "open_needs"]


def next_step_set(connection: sa.Connection, e: Recorded) -> None:
    table, key = WAITING[e.event.kind]
    connection.execute(
        table.update()
        .where(key == e.event.id)
        .values(
            owner_desk=e.event.owner_desk,
            next_step=e.event.next_step,
            due_on=e.event.due_on,
        )
    )


def open_needs(connection: sa.Connection) -> Iterator[OpenNeed]:
    """Everything accepted and not ended, of every kind."""
    for kind, (table, key) in WAITING.items():
        rows = connection.execute(
            sa.select(key, table.c.owner_desk, table.c.next_step, table.c.due_on).where(
                table.c.state == OPEN
            )
        )
        for row in rows:
            yield OpenNeed(kind, *row)


READ_MODELS: dict[type, Any] = {
    **JOINING.read_models,
    NextStepSet: next_step_set,
    domain.SeekerRegistered: showing_people.seeker_registered,
    domain.SeekerSheetTaken: showing_people.seeker_sheet_taken,
    domain.WishesRecorded: showing_people.wishes_recorded,
    domain.SupportEnded: showing_people.support_ended,
    domain.SupportReopened: showing_people.support_reopened,
    domain_ladder.ReadinessMoved: showing_people.readiness_moved,
    domain_employer.EmployerListed: showing_work.employer_listed,
    domain_employer.EmployerDescribed: showing_work.employer_described,
    domain_employer.EmployerApproached: showing_work.employer_approached,
    domain_employer.EmployerWon: showing_work.employer_won,
    domain_employer.EmployerGivenUp: showing_work.employer_given_up,
    domain_offered.OpeningReceived: showing_work.opening_received,
    domain_offered.OpeningConditionsSet: showing_work.opening_conditions_set,
    domain_offered.OpeningExtended: showing_work.opening_extended,
    domain_offered.OpeningPlacesSet: showing_work.opening_places_set,
    domain_offered.PlaceFilled: showing_work.place_filled,
    domain_offered.PlaceFreed: showing_work.place_freed,
    domain_offered.OpeningClosed: showing_work.opening_closed,
    domain_offered.OpeningReopened: showing_work.opening_reopened,
    domain_introduction.Introduced: showing_people.introduced,
    domain_introduction.InterviewArranged: showing_people.interview_arranged,
    domain_introduction.IntroductionSettled: showing_people.introduction_settled,
    domain_job.Hired: showing_people.hired,
    domain_job.RetentionChecked: showing_people.retention_checked,
    domain_job.LeftWork: showing_people.left_work,
    domain_job.RetentionEnded: showing_people.retention_ended,
    domain_job.HireWithdrawn: showing_people.hire_withdrawn,
    domain_preparation.PreparationStarted: showing_courses.preparation_started,
    domain_preparation.PreparationStageMoved: showing_courses.preparation_stage_moved,
    domain_preparation.SessionAttended: showing_courses.session_attended,
    domain_preparation.PreparationExtended: showing_courses.preparation_extended,
    domain_preparation.PreparationEnded: showing_courses.preparation_ended,
    domain_training.TrainingStarted: showing_courses.training_started,
    domain_training.TrainingDayRecorded: showing_courses.training_day_recorded,
    domain_training.TrainingExtended: showing_courses.training_extended,
    domain_training.TrainingEnded: showing_courses.training_ended,
}
