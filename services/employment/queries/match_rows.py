"""People and openings from the read models, as the values that matching compares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import orjson
import sqlalchemy as sa

from services.employment.domain.refusals.shared import NOT_FOUND
from services.employment.projections.tables import (
    Row,
    employer_list,
    introduction_list,
    opening_list,
    seeker_list,
)
from services.employment.queries.matching.ranking import Offer, Seeker
from tsunagu.domain.work_item import OPEN

Introduced = Mapping[str, set[str]]  # seeker → openings the person was put to in this support

_DAYS = ("earliest_start", "starts_by")
_WISHES = frozenset(Seeker.__dataclass_fields__)
_CONDITIONS = frozenset(Offer.__dataclass_fields__)


def _cast_to_text(column: sa.Column[Any]) -> sa.Label[str]:
    """JSON as its text: read here, which costs a fifth of what the driver's reading does."""
    return sa.cast(column, sa.Text).label(column.name)


_PEOPLE = sa.select(
    seeker_list.c.seeker_id,
    seeker_list.c.person_id,
    seeker_list.c.rung,
    seeker_list.c.jobs,
    seeker_list.c.registration,
    seeker_list.c.state,
    _cast_to_text(seeker_list.c.wishes),
)
_OFFERS = sa.select(
    opening_list.c.opening_id,
    opening_list.c.employer_id,
    opening_list.c.title,
    opening_list.c.occupation,
    opening_list.c.places,
    opening_list.c.hires,
    opening_list.c.valid_from,
    opening_list.c.valid_until,
    opening_list.c.closed_because,
    _cast_to_text(opening_list.c.conditions),
    employer_list.c.name,
    employer_list.c.hires.label("employer_hires"),
).join_from(opening_list, employer_list, opening_list.c.employer_id == employer_list.c.employer_id)


# -- reading --------------------------------------------------------------------------------------


def find_person(connection: sa.Connection, seeker_id: str) -> Row:
    """The job seeker's row; NotFound where there is none."""
    row = connection.execute(_PEOPLE.where(seeker_list.c.seeker_id == seeker_id)).first()
    if row is None:
        raise NOT_FOUND(category="seeker", id=seeker_id)
    return row


def find_offer(connection: sa.Connection, opening_id: str) -> Row:
    """The opening's row; NotFound where there is none."""
    row = connection.execute(_OFFERS.where(opening_list.c.opening_id == opening_id)).first()
    if row is None:
        raise NOT_FOUND(category="opening", id=opening_id)
    return row


def read_people_in_support(connection: sa.Connection) -> Sequence[Row]:
    return connection.execute(_PEOPLE.where(seeker_list.c.state == OPEN)).all()


def read_valid_offers(connection: sa.Connection, on: date) -> Sequence[Row]:
    """Open openings whose validity has not run out on that day."""
    standing = (opening_list.c.state == OPEN, opening_list.c.valid_until >= on)
    return connection.execute(_OFFERS.where(*standing)).all()


def read_introduced(
    connection: sa.Connection, people: Iterable[Any], opening_id: str | None = None
) -> Introduced:
    """Seeker → openings the person was put to in the present support."""
    table = introduction_list
    registration = {person.seeker_id: person.registration for person in people}
    query = sa.select(table.c.seeker_id, table.c.registration, table.c.opening_id)
    if opening_id is not None:
        query = query.where(table.c.opening_id == opening_id)
    else:
        query = query.where(table.c.seeker_id.in_(registration))
    introduced: dict[str, set[str]] = {}
    for row in connection.execute(query):
        if registration.get(row.seeker_id) == row.registration:
            introduced.setdefault(row.seeker_id, set()).add(row.opening_id)
    return introduced


# -- as matching takes them -----------------------------------------------------------------------


def make_seeker(row: Row, introduced: Introduced) -> Seeker:
    return Seeker(
        id=row.seeker_id,
        rung=row.rung,
        working=row.jobs > 0,
        introduced=frozenset(introduced.get(row.seeker_id, ())),
        **_read_values(row.wishes, _WISHES),
    )


def make_offer(row: Row) -> Offer:
    return Offer(
        id=row.opening_id,
        occupation=row.occupation,
        places_left=row.places - row.hires,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        employer_hires=row.employer_hires,
        **_read_values(row.conditions, _CONDITIONS),
    )


# What somebody said once is asked about again and again, and changes seldom: the text itself is
# the key, so that nothing stale can come out. Some 2 KB each, and no more than so many.
@lru_cache(maxsize=10_000)
def _read_values(text: str, names: frozenset[str]) -> dict[str, Any]:
    return {
        name: _share(tuple(value))
        if type(value) is list
        else date.fromisoformat(value)
        if name in _DAYS
        else value
        for name, value in orjson.loads(text).items()
        if name in names
    }


@lru_cache(maxsize=10_000)
def _share(codes: tuple[str, ...]) -> frozenset[str]:
    """One set for all who said the same."""
    return frozenset(codes)
