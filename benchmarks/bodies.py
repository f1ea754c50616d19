"""The same content for every side: events of 292 bytes, and facts made of them."""

from __future__ import annotations

from datetime import date

import orjson

from tsunagu.contracts.facts import encode_envelope
from tsunagu.log.event_log import Row

BYTES = 292
ON = date(2026, 4, 1)
TIME = "2026-04-01T01:00:00.000000+00:00"
CITY, SOURCE, TYPE = "142166", "subject", "subject.noted"


def person(n: int) -> str:
    return f"p-{n:012d}"


def _filling() -> str:
    empty = orjson.dumps({"person_id": person(0), "on": ON, "text": ""})
    return "x" * (BYTES - len(empty))


TEXT = _filling()


def data(n: int) -> str:
    """The JSON of an event as the log keeps it."""
    return orjson.dumps({"person_id": person(n), "on": ON, "text": TEXT}).decode()


def fact(position: int) -> bytes:
    """The envelope of the event at a position of a log that holds nothing but facts."""
    row = Row(
        position, f"case-{position}", 1, TYPE, 1, TIME, None, "system", None, None,
        data(position), None, 1, b"",
    )  # fmt: skip
    return encode_envelope(CITY, SOURCE, row, position - 1)
