"""Rules that several aggregates of the food bank ask: the day, the state, the number."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from services.foodbank.domain.refusals import (
    BEFORE_PRESENT_STATE,
    NOT_POSITIVE,
    STATE_NOT_ALLOWED,
)
from tsunagu.domain.aggregate import Aggregate


def check_not_before(since: date, on: date) -> None:
    """Refuse a day before the present state began."""
    if on < since:
        raise BEFORE_PRESENT_STATE(since=since)


def check_state(state: str, allowed: Collection[str]) -> None:
    """Refuse what cannot be done in this state."""
    if state not in allowed:
        raise STATE_NOT_ALLOWED(state=state, choice=", ".join(allowed))


def check_new(aggregate: Aggregate, state: str) -> None:
    """Refuse to begin what has begun already; `state` is where it stands now."""
    if aggregate.exists:
        check_state(state, ("new",))


def check_positive(number: int, name: str = "units") -> None:
    """Refuse a number below one."""
    if number < 1:
        raise NOT_POSITIVE(name=name)
