"""Openings, as the screens list them."""

from __future__ import annotations

import sqlalchemy as sa

from services.employment.domain.opening_events import CONDITIONS
from services.employment.projections.event_rows import take_fields, take_stated_fields, update_row
from services.employment.projections.tables import opening_list
from tsunagu.log.unit_of_work import RecordedEvent
from tsunagu.projections.work_lists import NOTHING_NEXT, OPENED

OPENING = opening_list.c.opening_id


def opening_received(connection: sa.Connection, e: RecordedEvent) -> None:
    names = ["opening_id", "employer_id", "occupation", "type", "places"]
    values = take_fields(e.event, *names, "valid_from", "valid_until")
    rest = OPENED | {"received_on": e.event.on, "hires": 0, "conditions": {}}
    connection.execute(opening_list.insert(), values | rest)


def opening_conditions_set(connection: sa.Connection, e: RecordedEvent) -> None:
    conditions = take_stated_fields(e.event, CONDITIONS)
    values = {"conditions": conditions, "title": e.event.title}
    update_row(connection, OPENING, e.event.opening_id, **values)


def opening_extended(connection: sa.Connection, e: RecordedEvent) -> None:
    update_row(connection, OPENING, e.event.opening_id, valid_until=e.event.valid_until)


def opening_places_set(connection: sa.Connection, e: RecordedEvent) -> None:
    update_row(connection, OPENING, e.event.opening_id, places=e.event.places)


def place_filled(connection: sa.Connection, e: RecordedEvent) -> None:
    update_row(connection, OPENING, e.event.opening_id, hires=opening_list.c.hires + 1)


def place_freed(connection: sa.Connection, e: RecordedEvent) -> None:
    update_row(connection, OPENING, e.event.opening_id, hires=opening_list.c.hires - 1)


def opening_closed(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {"closed_because": e.event.because, "closed_on": e.event.on}
    update_row(connection, OPENING, e.event.opening_id, **NOTHING_NEXT | values)


def opening_reopened(connection: sa.Connection, e: RecordedEvent) -> None:
    values = OPENED | {"closed_because": None, "closed_on": None}
    update_row(connection, OPENING, e.event.opening_id, **values)
