"""How the table of visits follows them; in the events' transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from services.foodbank.domain.events import visit
from services.foodbank.domain.visit import ENDED, HELPED, PACKED, VISITED, WAITING
from services.foodbank.projections.steps import NO_STEP, step_of
from services.foodbank.projections.tables import visit_list, visitor_list
from services.foodbank.projections.visitors import update_visitor
from tsunagu.log.database import upsert
from tsunagu.log.unit_of_work import RecordedEvent

_OF_VISIT = (
    "visit_id", "visitor_id", "person_id", "case_id", "referral_id", "on", "place",
    "household_size", "children", "infants", "no_food_today",
)  # fmt: skip


def insert_visit(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {name: getattr(e.event, name) for name in _OF_VISIT}
    rest = {"state": VISITED, "since": e.event.on}
    upsert(connection, visit_list, ["visit_id"], values | rest)
    if e.event.visitor_id is not None:
        last = visitor_list.c.last_visit_on
        newest = sa.case((last > e.event.on, last), else_=sa.literal(e.event.on, sa.Date))
        update_visitor(
            connection,
            e.event.visitor_id,
            visits=visitor_list.c.visits + 1,
            last_visit_on=newest,
        )


def _update_visit(connection: sa.Connection, e: RecordedEvent, state: str, **values: Any) -> None:
    connection.execute(
        visit_list.update()
        .where(visit_list.c.visit_id == e.event.visit_id)
        .values(state=state, since=e.event.on, **NO_STEP | values)
    )


def set_waiting(connection: sa.Connection, e: RecordedEvent) -> None:
    _update_visit(connection, e, WAITING, parcel_id=None, **step_of(e))


def set_packed(connection: sa.Connection, e: RecordedEvent) -> None:
    _update_visit(connection, e, PACKED, parcel_id=e.event.parcel_id)


def set_helped(connection: sa.Connection, e: RecordedEvent) -> None:
    _update_visit(connection, e, HELPED)


def set_ended(connection: sa.Connection, e: RecordedEvent) -> None:
    _update_visit(connection, e, ENDED, reason=e.event.reason)


VISIT_MODELS: Mapping[type, Any] = {
    visit.VisitRecorded: insert_visit,
    visit.FoodPromised: set_waiting,
    visit.FoodPacked: set_packed,
    visit.FoodReceived: set_helped,
    visit.WaitingEnded: set_ended,
}
