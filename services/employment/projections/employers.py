"""Employers and how they were won, as the screens list them."""

from __future__ import annotations

import sqlalchemy as sa

from services.employment.domain.employer import GIVEN_UP, WON
from services.employment.projections.event_rows import take_fields, update_row
from services.employment.projections.tables import employer_attempt, employer_list
from tsunagu.log.unit_of_work import RecordedEvent
from tsunagu.projections.work_lists import NOTHING_NEXT, OPENED

EMPLOYER = employer_list.c.employer_id


def employer_listed(connection: sa.Connection, e: RecordedEvent) -> None:
    values = take_fields(e.event, "employer_id", "introduced_by_kind", "introduced_by")
    counts = {"listed_on": e.event.on, "attempts": 0, "hires": 0}
    connection.execute(employer_list.insert(), values | OPENED | counts)


def employer_described(connection: sa.Connection, e: RecordedEvent) -> None:
    values = take_fields(e.event, "name", "address", "industry")
    update_row(connection, EMPLOYER, e.event.employer_id, **values)


def employer_approached(connection: sa.Connection, e: RecordedEvent) -> None:
    names = ["employer_id", "on", "how", "no_great_hope", "outcome", "for_seeker"]
    connection.execute(
        employer_attempt.insert(), take_fields(e.event, *names) | {"position": e.position}
    )
    values = OPENED | {"result": None, "attempts": employer_list.c.attempts + 1}
    update_row(connection, EMPLOYER, e.event.employer_id, **values)


def employer_won(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {"result": WON, "won_on": e.event.on, "won_no_great_hope": e.event.no_great_hope}
    update_row(connection, EMPLOYER, e.event.employer_id, **NOTHING_NEXT | values)


def employer_given_up(connection: sa.Connection, e: RecordedEvent) -> None:
    update_row(connection, EMPLOYER, e.event.employer_id, **NOTHING_NEXT | {"result": GIVEN_UP})
