"""What waits at which desk: one row for each course, whatever its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa

from services.housing.domain import benefit_events, flat_search_events, shelter, watch_over_events
from services.housing.domain.benefit_continuation import Benefit
from services.housing.domain.flat_search import FlatSearch
from services.housing.domain.moving_costs import MovingCosts
from services.housing.domain.stay import Stay
from services.housing.domain.steps import Course, NextStepSet, TakenOn
from services.housing.domain.watch_over import WatchOver
from services.housing.projections.tables import course_list
from tsunagu.log.database import upsert
from tsunagu.log.open_needs import OpenNeed
from tsunagu.log.unit_of_work import RecordedEvent

OPEN, ENDED = "open", "ended"

ENDINGS: dict[type, type[Course]] = {
    benefit_events.BenefitEnded: Benefit,
    benefit_events.MovingCostsEnded: MovingCosts,
    shelter.StayEnded: Stay,
    flat_search_events.FlatSearchEnded: FlatSearch,
    watch_over_events.WatchOverEnded: WatchOver,
}


def taken_on(connection: sa.Connection, e: RecordedEvent) -> None:
    names = ["kind", "person_id", "case_id", "referral_id", "household_id", "desk"]
    values: dict[str, Any] = {name: getattr(e.event, name) for name in names}
    values |= {"id": e.event.subject_id, "state": OPEN, "begun_on": e.event.on}
    upsert(connection, course_list, ["kind", "id"], values)


def next_step_set(connection: sa.Connection, e: RecordedEvent) -> None:
    _set(
        connection,
        e.event.kind,
        e.event.id,
        next_step=e.event.next_step,
        due_on=e.event.due_on,
    )


def course_ended(connection: sa.Connection, e: RecordedEvent) -> None:
    course = ENDINGS[type(e.event)]
    _set(
        connection,
        course.kind,
        getattr(e.event, course.id_name),
        state=ENDED,
        next_step=None,
        due_on=None,
        ended_on=e.event.on,
        ended_because=e.event.reason,
    )


def _set(connection: sa.Connection, kind: str, id: str, **values: Any) -> None:
    connection.execute(
        course_list.update()
        .where(course_list.c.kind == kind, course_list.c.id == id)
        .values(**values)
    )


def open_needs(connection: sa.Connection) -> Iterator[OpenNeed]:
    """Everything begun and not ended, with the desk that owns its next step."""
    c = course_list.c
    rows = connection.execute(
        sa.select(c.kind, c.id, c.desk, c.next_step, c.due_on).where(c.state == OPEN)
    )
    for row in rows:
        yield OpenNeed(*row)


COURSE_MODELS: dict[type, Callable[[sa.Connection, RecordedEvent], None]] = {
    TakenOn: taken_on,
    NextStepSet: next_step_set,
    **dict.fromkeys(ENDINGS, course_ended),
}
