"""How each event changes what the screens ask; in the transaction of the event."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

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
from services.employment.projections.tables import OPEN, WAITING, metadata
from services.employment.reference.sheets import SHEETS
from tsunagu.log.open_needs import OpenNeed
from tsunagu.log.unit_of_work import RecordedEvent

__all__ = ["READ_MODELS", "metadata", "open_needs"]


def next_step_set(connection: sa.Connection, e: RecordedEvent) -> None:
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
    **SHEETS.read_models,
    NextStepSet: next_step_set,
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
