"""Openings ranked for a person, people ranked for an opening, each with its reasons in words."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from services.employment.domain.refusals.openings import OPENING_CLOSED
from services.employment.domain.refusals.shared import HAS_ENDED
from services.employment.queries.match_rows import (
    find_offer,
    find_person,
    make_offer,
    make_seeker,
    read_introduced,
    read_people_in_support,
    read_valid_offers,
)
from services.employment.queries.matching.ranking import (
    HALF,
    MISSED,
    UNKNOWN,
    Match,
    Ranking,
    match,
    rank,
)
from services.employment.queries.matching.rules import RULE_NAMED, RULES
from services.employment.schemas.queries import MatchQuery
from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.work_item import ENDED

USUAL_LIMIT = 20  # where nobody said how many


def rank_openings(
    connection: sa.Connection, seeker_id: str, on: date, query: MatchQuery
) -> JsonObject:
    """Openings that stand on that day, ranked for one person, each with its reasons."""
    person = find_person(connection, seeker_id)
    seeker = make_seeker(person, read_introduced(connection, [person]))
    rows = read_valid_offers(connection, on)
    ranking = rank(((seeker, make_offer(row)) for row in rows), on, RULES)
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
                **explain(one),
            }
            for one in _select(ranking, query)
        ],
        **_summarise(ranking),
    }


def rank_people(
    connection: sa.Connection, opening_id: str, on: date, query: MatchQuery
) -> JsonObject:
    """People in support, ranked for one opening, each with the reasons."""
    row = find_offer(connection, opening_id)
    if row.closed_because is not None:
        raise OPENING_CLOSED(because=row.closed_because)
    offer = make_offer(row)
    people = read_people_in_support(connection)
    introduced = read_introduced(connection, people, opening_id)
    ranking = rank(((make_seeker(person, introduced), offer) for person in people), on, RULES)
    person_ids = {person.seeker_id: person.person_id for person in people}
    return {
        "opening_id": opening_id,
        "seekers": [
            {
                "seeker_id": one.seeker.id,
                "person_id": person_ids[one.seeker.id],
                "rung": one.seeker.rung,
                **explain(one),
            }
            for one in _select(ranking, query)
        ],
        **_summarise(ranking),
    }


def find_exclusions(
    connection: sa.Connection, seeker_id: str, opening_id: str, on: date
) -> list[str]:
    """The sentences of the conditions that exclude this person from this opening."""
    person = find_person(connection, seeker_id)
    if person.state == ENDED:
        raise HAS_ENDED(what="seeker")
    offer = make_offer(find_offer(connection, opening_id))
    compared = match(make_seeker(person, {}), offer, on, RULES)
    return [
        str(rule.describe(compared.seeker, compared.offer, MISSED))
        for rule in compared.out
        if rule.code not in ("stands", "not_yet_introduced")  # refused by their own names
    ]


def explain(compared: Match) -> JsonObject:
    """`fits`, `misses` and what is still `to_ask`, as sentences."""
    sentences: dict[str, list[str]] = {"fits": [], "misses": [], "to_ask": []}
    for rule, degree in zip(RULES, compared.degrees, strict=True):
        if degree is not None:
            kind = "to_ask" if degree == UNKNOWN else "fits" if degree >= HALF else "misses"
            sentence = rule.describe(compared.seeker, compared.offer, degree)
            sentences[kind].append(str(sentence))
    return {
        "score": compared.score,
        "excluded": bool(compared.out),
        "excluded_by": [rule.code for rule in compared.out],
        **sentences,
    }


def _select(ranking: Ranking, query: MatchQuery) -> list[Match]:
    matches = ranking.matches
    if query.include_excluded is False:
        matches = [one for one in matches if not one.out]
    return matches[: query.limit or USUAL_LIMIT]


def _summarise(ranking: Ranking) -> JsonObject:
    """How many fit, and what stands in the way of the others.

    `alone`: how many more would fit if this one thing were solved: worth speaking about.
    """
    return {
        "looked_at": len(ranking.matches),
        "fitting": ranking.fitting,
        "in_the_way": [
            {
                "rule": code,
                "needs": str(RULE_NAMED[code].needs),
                "excludes": n,
                "alone": ranking.by_this_alone[code],
            }
            for code, n in ranking.excluded_by.most_common()
        ],
    }
