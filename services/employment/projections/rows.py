"""Small tools of the read models: fields of an event as a row, rows changed by their key."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa


def fields(event: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(event, name) for name in names}


def as_json(event: Any, names: Iterable[str]) -> dict[str, Any]:
    """The fields that say something, in a form JSON has."""
    values = {}
    for name in names:
        value = getattr(event, name)
        if isinstance(value, date):
            value = value.isoformat()
        elif isinstance(value, tuple):
            value = list(value)
        if value not in (None, [], False):
            values[name] = value
    return values


def change(connection: sa.Connection, key: sa.Column[Any], id: str, **values: Any) -> None:
    """Set these columns of the row with that id."""
    connection.execute(key.table.update().where(key == id).values(**values))  # type: ignore[attr-defined]
