"""Read models as data: which row an event makes or changes, written together for many events.

A read model that says what it changes, instead of changing it, costs one statement for a whole
batch of events. What happens to one row is gathered and written once. It suits every read
model that looks at its event alone; one that has to look at the table stays a function of the
connection, and finds everything before it written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from tsunagu.log.database import upsert_statement

Columns = tuple[str, ...]
ADD, PUT, CHANGE = "add", "put", "change"
KEY = "row_key_"  # before a column's name: the row it is looked for by, not a value to be set


class RowChange(NamedTuple):
    """One row to be written. `values`: its primary key, and the columns that are set."""

    table: sa.Table
    how: str
    values: dict[str, Any]


def add_row(table: sa.Table, values: Mapping[str, Any]) -> RowChange:
    """A new row; IntegrityError where its primary key is there already."""
    return RowChange(table, ADD, dict(values))


def put_row(table: sa.Table, values: Mapping[str, Any]) -> RowChange:
    """A row with these values: made, or where its primary key is there, these columns set."""
    return RowChange(table, PUT, dict(values))


def change_row(table: sa.Table, values: Mapping[str, Any]) -> RowChange:
    """These columns of the row with this primary key; nothing where there is none."""
    return RowChange(table, CHANGE, dict(values))


class RowBuffer:
    """Changes of rows on their way to the database, in the order they were made.

    At most one for each row: what follows is merged into it, or written after it where the two
    together would not be the same.
    """

    def __init__(self) -> None:
        self._changes: dict[tuple[Any, ...], RowChange] = {}

    def add(self, connection: sa.Connection, change: RowChange) -> None:
        """Take one in; those before it are written first where it cannot be merged."""
        table, how, values = change
        key = (table.name, *(values[name] for name in _key_names(table)))
        known = self._changes.get(key)
        if known is None:
            self._changes[key] = change
        elif how == CHANGE or (how == PUT and known.how != CHANGE):
            known.values.update(values)
        else:
            self.write(connection)
            self._changes[key] = change

    def write(self, connection: sa.Connection) -> None:
        """Write all of them, and hold none."""
        if not self._changes:
            return
        alike: dict[tuple[sa.Table, str, Columns], list[dict[str, Any]]] = defaultdict(list)
        for table, how, values in self._changes.values():
            alike[table, how, tuple(values)].append(values)
        self._changes.clear()
        for (table, how, columns), rows in alike.items():
            if how == CHANGE:
                rows = [_name_key(table, values) for values in rows]
            statement = _write_statement(table, how, columns, connection.dialect.name)
            if statement is not None:
                connection.execute(statement, rows)


class RowReadModel:
    """A read model that says what row its event makes or changes; None: nothing."""

    def __init__(self, describe: Callable[[Any], RowChange | None]) -> None:
        self.describe = describe
        self.__doc__ = describe.__doc__

    def __call__(self, connection: sa.Connection, recorded: Any) -> None:
        """As any other read model: the one event, now."""
        change = self.describe(recorded)
        if change is not None:
            buffer = RowBuffer()
            buffer.add(connection, change)
            buffer.write(connection)


@cache
def _key_names(table: sa.Table) -> Columns:
    return tuple(column.name for column in table.primary_key)


def _name_key(table: sa.Table, values: Mapping[str, Any]) -> dict[str, Any]:
    key = _key_names(table)
    return {KEY + name if name in key else name: value for name, value in values.items()}


@cache  # their text is made once; so is what SQLAlchemy finds it by
def _write_statement(
    table: sa.Table, how: str, columns: Columns, dialect: str
) -> sa.UpdateBase | None:
    key = _key_names(table)
    rest = [name for name in columns if name not in key]
    if how == CHANGE:
        if not rest:
            return None
        wanted = (table.c[name] == sa.bindparam(KEY + name) for name in key)
        return table.update().where(*wanted).values({name: sa.bindparam(name) for name in rest})
    return table.insert() if how == ADD else upsert_statement(table, key, columns, dialect)
