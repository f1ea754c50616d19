"""How many later come: of those who took food first, who came to consultation, and when.

People and not cards: somebody known by two cards is one, from their first visit
on. Whoever another desk had sent by a sheet had come before, and is not counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

import sqlalchemy as sa

from services.foodbank.domain.events import DECLINED, INVITATION_STATES
from services.foodbank.projections.tables import visit_list, visitor_list


@dataclass(frozen=True)
class _Person:
    """One person's visitors, the earliest first."""

    cards: list[Any]

    @property
    def first_visit_on(self) -> date:
        return self.cards[0].first_visit_on  # type: ignore[no-any-return]

    @property
    def invitation(self) -> str | None:
        """Their last word, on whichever card it stands."""
        spoken = [card for card in self.cards if card.invitation is not None]
        return max(spoken, key=lambda card: card.since).invitation if spoken else None

    @property
    def days(self) -> int | None:
        """From the first visit of all to the consultation."""
        return max((c.came_days for c in self.cards if c.came_days is not None), default=None)

    def any(self, column: str, value: Any) -> bool:
        return any(getattr(card, column) == value for card in self.cards)


def coming(connection: sa.Connection, from_on: date, to_on: date) -> dict[str, Any]:
    """Of those who first visited in the period: how they were invited, and who came since."""
    people = [p for p in _people(connection, to_on) if p.first_visit_on >= from_on]
    came = [person for person in people if person.days is not None]
    days = [person.days for person in came if person.days is not None]
    return {
        "visitors": len(people),
        "anonymous_visits": _anonymous(connection, from_on, to_on),
        "offered": sum(1 for person in people if any(card.offers for card in person.cards)),
        "invitation": {
            state: sum(1 for person in people if person.invitation == state)
            for state in INVITATION_STATES
        },
        "came": len(came),
        "came_by_themselves": sum(1 for p in came if not p.any("came_by_themselves", False)),
        "came_after_declining": sum(1 for p in came if p.any("came_invitation", DECLINED)),
        "median_days": median(days) if days else None,
    }


def _people(connection: sa.Connection, to_on: date) -> list[_Person]:
    """Everybody who had visited by that day, with all their cards."""
    c = visitor_list.c
    rows = connection.execute(
        sa.select(visitor_list)
        .where(c.first_visit_on <= to_on)
        .order_by(c.first_visit_on, c.visitor_id)
    )
    people: dict[str, list[Any]] = {}
    for row in rows:
        people.setdefault(row.person_id or row.visitor_id, []).append(row)
    return [_Person(cards) for cards in people.values() if not cards[0].by_sheet]


def _anonymous(connection: sa.Connection, from_on: date, to_on: date) -> int:
    """Visits of people whom nobody knew again."""
    c = visit_list.c
    query = sa.select(sa.func.count()).where(c.visitor_id.is_(None), c.on >= from_on, c.on <= to_on)
    return int(connection.execute(query).scalar_one())
