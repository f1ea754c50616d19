"""How many come to consultation later: of those who took food first, who came, and when.

People and not cards: somebody known by two cards is one, from their first visit
on. Whoever another desk had sent by a sheet had come before, and is not counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import NamedTuple

import sqlalchemy as sa

from services.foodbank.domain.events.invitation import DECLINED, INVITATION_STATES
from services.foodbank.projections.tables import visit_list, visitor_list
from tsunagu.domain.json_object import JsonObject


class _Visitor(NamedTuple):
    """A row of `visitor_list`, as far as it is counted."""

    visitor_id: str
    person_id: str | None
    first_visit_on: date
    by_sheet: bool
    offers: int
    invitation: str | None
    since: date
    came_days: int | None
    came_invitation: str | None
    came_by_themselves: bool | None


@dataclass(frozen=True)
class _Person:
    """One person's visitors (one for each card they had), the earliest first."""

    visitors: tuple[_Visitor, ...]

    @property
    def first_visit_on(self) -> date:
        return self.visitors[0].first_visit_on

    @property
    def sent_by_sheet(self) -> bool:
        return self.visitors[0].by_sheet

    @property
    def was_offered(self) -> bool:
        return any(visitor.offers for visitor in self.visitors)

    @property
    def invitation(self) -> str | None:
        """Their last word, on whichever card it stands."""
        spoken = [one for one in self.visitors if one.invitation is not None]
        return max(spoken, key=lambda one: one.since).invitation if spoken else None

    @property
    def days(self) -> int | None:
        """From the first visit of all to the consultation."""
        return max((v.came_days for v in self.visitors if v.came_days is not None), default=None)

    @property
    def came_by_themselves(self) -> bool:
        """No visitor of theirs came through the food bank's own desk."""
        return all(visitor.came_by_themselves is not False for visitor in self.visitors)

    @property
    def came_after_declining(self) -> bool:
        return any(visitor.came_invitation == DECLINED for visitor in self.visitors)


def count_later_consultations(connection: sa.Connection, from_on: date, to_on: date) -> JsonObject:
    """Of those who first visited in the period: how they were invited, and who came since."""
    people = [p for p in _load_people(connection, to_on) if p.first_visit_on >= from_on]
    came = [person for person in people if person.days is not None]
    days = [person.days for person in came if person.days is not None]
    return {
        "visitors": len(people),
        "anonymous_visits": _count_anonymous_visits(connection, from_on, to_on),
        "offered": sum(person.was_offered for person in people),
        "invitation": _count_invitations(people),
        "came": len(came),
        "came_by_themselves": sum(person.came_by_themselves for person in came),
        "came_after_declining": sum(person.came_after_declining for person in came),
        "median_days": median(days) if days else None,
    }


def _count_invitations(people: Iterable[_Person]) -> dict[str, int]:
    counts = dict.fromkeys(INVITATION_STATES, 0)
    for person in people:
        if person.invitation is not None:
            counts[person.invitation] += 1
    return counts


def _load_people(connection: sa.Connection, to_on: date) -> list[_Person]:
    """Everybody who had visited by that day and was not sent by a sheet, with all their cards."""
    c = visitor_list.c
    rows = connection.execute(
        sa.select(*(c[name] for name in _Visitor._fields))
        .where(c.first_visit_on <= to_on)
        .order_by(c.first_visit_on, c.visitor_id)
    )
    visitors_of: dict[str, list[_Visitor]] = {}
    for row in rows:
        visitor = _Visitor(*row)
        visitors_of.setdefault(visitor.person_id or visitor.visitor_id, []).append(visitor)
    people = (_Person(tuple(visitors)) for visitors in visitors_of.values())
    return [person for person in people if not person.sent_by_sheet]


def _count_anonymous_visits(connection: sa.Connection, from_on: date, to_on: date) -> int:
    """Visits of people whom nobody knew again."""
    c = visit_list.c
    query = sa.select(sa.func.count()).where(c.visitor_id.is_(None), c.on >= from_on, c.on <= to_on)
    return int(connection.execute(query).scalar_one())
