"""Lists by due date, narrowed and page by page: what the screens of every service ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from tsunagu.contracts.validation_errors import fault
from tsunagu.domain.errors import Invalid
from tsunagu.domain.json_object import JsonObject

FAR = date(9999, 12, 31)  # where nothing is due
MAX_LIMIT = 500
USUAL_LIMIT = 50  # where nobody said how many


def page_by_due(
    connection: sa.Connection,
    query: sa.Select[Any],
    due: sa.Column[Any],
    key: sa.Column[Any],
    after: str | None,
    limit: int | None,
) -> tuple[list[JsonObject], str | None]:
    """One page by due date and id, and the cursor of the next: the last row's place.

    `limit`: at most so many rows, 50 where it is None.
    """
    limit = max(1, min(USUAL_LIMIT if limit is None else int(limit), MAX_LIMIT))
    order = sa.func.coalesce(due, sa.literal(FAR, sa.Date))
    if after:
        day, _, id = after.partition("~")
        try:
            place = date.fromisoformat(day)
        except ValueError:
            problem = "続きの印が読めません / no such place"
            remedy = "next の値を / the value of next"
            raise Invalid([fault("after", problem, remedy)]) from None
        query = query.where((order > place) | ((order == place) & (key > id)))
    rows = connection.execute(query.order_by(order, key).limit(limit + 1)).all()
    page = [encode_row(row._mapping) for row in rows[:limit]]
    if len(rows) <= limit:
        return page, None
    last = page[-1]
    return page, f"{last['due_on'] or FAR.isoformat()}~{last[key.name]}"


def narrow_query(
    query: sa.Select[Any], *equal: tuple[sa.ColumnElement[Any], Any]
) -> sa.Select[Any]:
    """Only rows with just these values; None asks for nothing."""
    return query.where(*(column == value for column, value in equal if value is not None))


def parse_state_filter(state: str) -> str | None:
    """A state as `narrow_query` takes it: "all" asks for nothing."""
    return None if state == "all" else state


def check_filter(field: str, value: str | None, choice: Sequence[str]) -> None:
    """Refuse a value that is none of these; None asks for nothing."""
    if value is not None and value not in choice:
        problem = "選べない値です / not one of the choices"
        raise Invalid([fault(field, problem, ", ".join(choice))])


def encode_row(row: Mapping[Any, Any]) -> JsonObject:
    """A row as JSON has it, dates as text."""
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in row.items()}
