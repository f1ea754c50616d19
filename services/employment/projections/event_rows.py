"""How an event becomes columns of a row, and how a row is found again by its id."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa

from services.employment.projections.tables import sheet_work
from tsunagu.domain.json_object import JsonObject


def take_fields(event: object, *names: str) -> dict[str, object]:
    """These fields of the event, as columns of the same names."""
    return {name: getattr(event, name) for name in names}


def take_stated_fields(event: object, names: Iterable[str]) -> JsonObject:
    """Those of the fields that say something, in a form JSON has."""
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


def update_row(connection: sa.Connection, key: sa.Column[Any], id: str, **values: Any) -> None:
    """Set these columns of the row with that id."""
    connection.execute(key.table.update().where(key == id).values(**values))  # type: ignore[attr-defined]


def record_sheet_work(
    connection: sa.Connection, referral_id: str | None, kind: str, id: str
) -> None:
    """Which work answers that sheet, where there is one."""
    if referral_id is not None:
        values = {"referral_id": referral_id, "kind": kind, "id": id}
        connection.execute(sheet_work.insert(), values)
