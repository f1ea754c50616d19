"""Projection of what waits at which desk: one row for each course, whatever its kind."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from services.housing.domain import (
    benefit_events,
    flat_search_events,
    moving_costs_events,
    shelter,
    watch_over_events,
)
from services.housing.domain.benefit_continuation import Benefit
from services.housing.domain.course import Course, NextStepSet, TakenOn
from services.housing.domain.flat_search import FlatSearch
from services.housing.domain.moving_costs import MovingCosts
from services.housing.domain.stay import Stay
from services.housing.domain.watch_over import WatchOver
from services.housing.projections.rows import SUBJECT, values_of
from services.housing.projections.tables import COURSES, course_list
from tsunagu.domain.work_item import ENDED, OPEN
from tsunagu.log.database import upsert
from tsunagu.log.unit_of_work import RecordedEvent

ENDINGS: dict[type, type[Course]] = {
    benefit_events.BenefitEnded: Benefit,
    moving_costs_events.MovingCostsEnded: MovingCosts,
    shelter.StayEnded: Stay,
    flat_search_events.FlatSearchEnded: FlatSearch,
    watch_over_events.WatchOverEnded: WatchOver,
}


def taken_on(connection: sa.Connection, e: RecordedEvent) -> None:
    values = values_of(e, "kind", *SUBJECT, "referral_id", "household_id", "desk")
    values |= {"id": e.event.subject_id, "state": OPEN, "begun_on": e.event.on}
    upsert(connection, course_list, ["kind", "id"], values)


def course_ended(connection: sa.Connection, e: RecordedEvent) -> None:
    course = ENDINGS[type(e.event)]
    connection.execute(
        course_list.update()
        .where(COURSES.is_item(course.kind, getattr(e.event, course.id_name)))
        .values(
            state=ENDED,
            next_step=None,
            due_on=None,
            ended_on=e.event.on,
            ended_because=e.event.reason,
        )
    )


open_needs = COURSES.open_needs


COURSE_MODELS: dict[type, Callable[[sa.Connection, RecordedEvent], None]] = {
    TakenOn: taken_on,
    NextStepSet: COURSES.next_step_set,
    **dict.fromkeys(ENDINGS, course_ended),
}
