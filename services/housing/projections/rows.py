"""Rows of the projections' tables, made of the fields of an event."""

from __future__ import annotations

from typing import Any

from tsunagu.log.unit_of_work import RecordedEvent

Row = dict[str, Any]  # column → value
SUBJECT = ("person_id", "case_id")


def values_of(e: RecordedEvent, *names: str) -> Row:
    """The columns that are called as the event's fields are."""
    return {name: getattr(e.event, name) for name in names}
