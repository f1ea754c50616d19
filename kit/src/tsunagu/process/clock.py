"""The platform's one clock: the moment now, and the city's date now.

The edges (commands, schemas, timers) read it and pass the day on; domains take it as an
argument. A test that needs another day replaces `now`; everything here follows.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from tsunagu.domain.calendar import city_today


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The city's date now."""
    return city_today(now())
