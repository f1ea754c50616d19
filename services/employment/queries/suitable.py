"""People and openings from the read models into matching, and its ranking into an answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

import orjson
import sqlalchemy as sa

from services.employment.domain.refusals import placing as placing_refusals
from services.employment.domain.refusals import shared as refusals
from services.employment.projections.tables import (
    employer_list,
    introduction_list,
    opening_list,
    seeker_list,
)
from services.employment.queries.lists import not_found
from services.employment.queries.matching.ranking import Match, Offer, Ranking, Seeker, match, rank
from services.employment.queries.matching.wishes import RULE_NAMED, RULES
from tsunagu.domain.work_item import ENDED, OPEN

_DAYS = ("earliest_start", "starts_by")
_WISHES = frozenset(Seeker.__dataclass_fields__)
_CONDITIONS = frozenset(Offer.__dataclass_fields__)


def _text(column: sa.Column[Any]) -> sa.Label[str]:
    """JSON as its text: read here, which costs a fifth of what the driver's reading does."""
    return sa.cast(column, sa.Text).label(column.name)


_PEOPLE = sa.select(
    seeker_list.c.seeker_id,
    seeker_list.c.person_id,
    seeker_list.c.rung,
    seeker_list.c.jobs,
    seeker_list.c.registration,
    seeker_list.c.state,
    _text(seeker_list.c.wishes),
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
    _text(opening_list.c.conditions),
    employer_list.c.name,
    employer_list.c.hires.label("employer_hires"),
).join_from(opening_list, employer_list, opening_list.c.employer_id == employer_list.c.employer_id)


def openings_for(
    connection: sa.Connection, seeker_id: str, on: date, limit: int, include_excluded: bool
) -> dict[str, Any]:
    """Openings that stand on that day, ranked for one person, each with its reasons."""
    person = connection.execute(_PEOPLE.where(seeker_list.c.seeker_id == seeker_id)).first()
    if person is None:
        raise not_found("seeker", seeker_id)
    seeker = _seeker(person, _introduced(connection, [person]))
    rows = connection.execute(
        _OFFERS.where(opening_list.c.state == OPEN, opening_list.c.valid_until >= on)
    ).all()
    ranking = rank(((seeker, _offer(row)) for row in rows), on, RULES)
    shown = _shown(ranking, limit, include_excluded)
    about = {row.opening_id: row for row in rows}
    return {
        "seeker_id": seeker_id,
        "openings": [
            {
                "opening_id": one.offer.id,
                "title": about[one.offer.id].title,
                "employer_id": about[one.offer.id].employer_id,
                "employer": about[one.offer.id].name,
                "valid_until": one.offer.valid_until.isoformat(),
                **one.in_words(RULES),
            }
            for one in shown
        ],
        **_summary(ranking),
    }


def seekers_for(
    connection: sa.Connection, opening_id: str, on: date, limit: int, include_excluded: bool
) -> dict[str, Any]:
    """People in support, ranked for one opening, each with the reasons."""
    row = connection.execute(_OFFERS.where(opening_list.c.opening_id == opening_id)).first()
    if row is None:
        raise not_found("opening", opening_id)
    if row.closed_because is not None:
        raise placing_refusals.opening_closed(row.closed_because)
    offer = _offer(row)
    people = connection.execute(_PEOPLE.where(seeker_list.c.state == OPEN)).all()
    introduced = _introduced(connection, people, opening_id)
    ranking = rank(((_seeker(person, introduced), offer) for person in people), on, RULES)
    who = {person.seeker_id: person.person_id for person in people}
    return {
        "opening_id": opening_id,
        "seekers": [
            {
                "seeker_id": one.seeker.id,
                "person_id": who[one.seeker.id],
                "rung": one.seeker.rung,
                **one.in_words(RULES),
            }
            for one in _shown(ranking, limit, include_excluded)
        ],
        **_summary(ranking),
    }


def excluding(connection: sa.Connection, seeker_id: str, opening_id: str, on: date) -> list[str]:
    """The sentences of the conditions that exclude this person from this opening."""
    person = connection.execute(_PEOPLE.where(seeker_list.c.seeker_id == seeker_id)).first()
    row = connection.execute(_OFFERS.where(opening_list.c.opening_id == opening_id)).first()
    if person is None:
        raise not_found("seeker", seeker_id)
    if person.state == ENDED:
        raise refusals.has_ended("seeker")
    if row is None:
        raise not_found("opening", opening_id)
    found = match(_seeker(person, {}), _offer(row), on, RULES)
    return [
        rule.says(found.seeker, found.offer, 0.0)
        for rule in found.out
        if rule.code not in ("stands", "not_yet_introduced")  # refused by their own names
    ]


# -- rows as matching takes them ------------------------------------------------------------------


def _seeker(row: Any, introduced: dict[str, set[str]]) -> Seeker:
    return Seeker(
        id=row.seeker_id,
        rung=row.rung,
        working=row.jobs > 0,
        introduced=frozenset(introduced.get(row.seeker_id, ())),
        **_values(row.wishes, _WISHES),
    )


def _offer(row: Any) -> Offer:
    return Offer(
        id=row.opening_id,
        occupation=row.occupation,
        places_left=row.places - row.hires,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        employer_hires=row.employer_hires,
        **_values(row.conditions, _CONDITIONS),
    )


# What somebody said once is asked about again and again, and changes seldom: the text itself is
# the key, so that nothing stale can come out. Some 2 KB each, and no more than so many.
@lru_cache(maxsize=10_000)
def _values(said: str, known: frozenset[str]) -> dict[str, Any]:
    return {
        name: _shared(tuple(value))
        if type(value) is list
        else date.fromisoformat(value)
        if name in _DAYS
        else value
        for name, value in orjson.loads(said).items()
        if name in known
    }


@lru_cache(maxsize=10_000)
def _shared(codes: tuple[str, ...]) -> frozenset[str]:
    """One set for all who said the same."""
    return frozenset(codes)


def _introduced(
    connection: sa.Connection, people: Iterable[Any], opening_id: str | None = None
) -> dict[str, set[str]]:
    """Seeker → openings the person was put to in the present support."""
    table = introduction_list
    registration = {person.seeker_id: person.registration for person in people}
    query = sa.select(table.c.seeker_id, table.c.registration, table.c.opening_id)
    if opening_id is not None:
        query = query.where(table.c.opening_id == opening_id)
    else:
        query = query.where(table.c.seeker_id.in_(registration))
    found: dict[str, set[str]] = {}
    for row in connection.execute(query):
        if registration.get(row.seeker_id) == row.registration:
            found.setdefault(row.seeker_id, set()).add(row.opening_id)
    return found


# -- the answer -----------------------------------------------------------------------------------


def _shown(ranking: Ranking, limit: int, include_excluded: bool) -> list[Match]:
    matches = ranking.matches if include_excluded else [m for m in ranking.matches if not m.out]
    return matches[:limit]


def _summary(ranking: Ranking) -> dict[str, Any]:
    """How many fit, and what stands in the way of the others.

    `alone`: how many more would fit if this one thing were solved: worth speaking about.
    """
    return {
        "looked_at": len(ranking.matches),
        "fitting": ranking.fitting,
        "in_the_way": [
            {
                "rule": code,
                "needs": " / ".join(RULE_NAMED[code].needs),
                "excludes": n,
                "alone": ranking.by_this_alone[code],
            }
            for code, n in ranking.excluded_by.most_common()
        ],
    }
