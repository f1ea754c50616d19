"""Employers, how they were won, and their openings, as the screens list them."""

from __future__ import annotations

import sqlalchemy as sa

from services.employment.domain.employer import GIVEN_UP, WON
from services.employment.domain.opening_events import CONDITIONS
from services.employment.projections.rows import as_json, change, fields
from services.employment.projections.tables import employer_attempt, employer_list, opening_list
from tsunagu.log.unit_of_work import RecordedEvent
from tsunagu.projections.work_lists import NOTHING_NEXT, OPENED

EMPLOYER, OPENING = employer_list.c.employer_id, opening_list.c.opening_id


# -- employers ------------------------------------------------------------------------------------


def employer_listed(connection: sa.Connection, e: RecordedEvent) -> None:
    values = fields(e.event, "employer_id", "introduced_by_kind", "introduced_by")
    counts = {"listed_on": e.event.on, "attempts": 0, "hires": 0}
    connection.execute(employer_list.insert(), values | OPENED | counts)


def employer_described(connection: sa.Connection, e: RecordedEvent) -> None:
    values = fields(e.event, "name", "address", "industry")
    change(connection, EMPLOYER, e.event.employer_id, **values)


def employer_approached(connection: sa.Connection, e: RecordedEvent) -> None:
    names = ["employer_id", "on", "how", "no_great_hope", "outcome", "for_seeker"]
    connection.execute(
        employer_attempt.insert(), fields(e.event, *names) | {"position": e.position}
    )
    values = OPENED | {"result": None, "attempts": employer_list.c.attempts + 1}
    change(connection, EMPLOYER, e.event.employer_id, **values)


def employer_won(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {"result": WON, "won_on": e.event.on, "won_no_great_hope": e.event.no_great_hope}
    change(connection, EMPLOYER, e.event.employer_id, **NOTHING_NEXT | values)


def employer_given_up(connection: sa.Connection, e: RecordedEvent) -> None:
    change(connection, EMPLOYER, e.event.employer_id, **NOTHING_NEXT | {"result": GIVEN_UP})


# -- openings -------------------------------------------------------------------------------------


def opening_received(connection: sa.Connection, e: RecordedEvent) -> None:
    names = ["opening_id", "employer_id", "occupation", "type", "places"]
    values = fields(e.event, *names, "valid_from", "valid_until")
    rest = OPENED | {"received_on": e.event.on, "hires": 0, "conditions": {}}
    connection.execute(opening_list.insert(), values | rest)


def opening_conditions_set(connection: sa.Connection, e: RecordedEvent) -> None:
    conditions = as_json(e.event, CONDITIONS)
    values = {"conditions": conditions, "title": e.event.title}
    change(connection, OPENING, e.event.opening_id, **values)


def opening_extended(connection: sa.Connection, e: RecordedEvent) -> None:
    change(connection, OPENING, e.event.opening_id, valid_until=e.event.valid_until)


def opening_places_set(connection: sa.Connection, e: RecordedEvent) -> None:
    change(connection, OPENING, e.event.opening_id, places=e.event.places)


def place_filled(connection: sa.Connection, e: RecordedEvent) -> None:
    change(connection, OPENING, e.event.opening_id, hires=opening_list.c.hires + 1)


def place_freed(connection: sa.Connection, e: RecordedEvent) -> None:
    change(connection, OPENING, e.event.opening_id, hires=opening_list.c.hires - 1)


def opening_closed(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {"closed_because": e.event.because, "closed_on": e.event.on}
    change(connection, OPENING, e.event.opening_id, **NOTHING_NEXT | values)


def opening_reopened(connection: sa.Connection, e: RecordedEvent) -> None:
    values = OPENED | {"closed_because": None, "closed_on": None}
    change(connection, OPENING, e.event.opening_id, **values)
