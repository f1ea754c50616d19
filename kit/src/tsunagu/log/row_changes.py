"""Read models as data: which row an event makes or changes, written together for many events.

A read model that says what it changes, instead of changing it, costs one statement for a whole
batch of events. What happens to one row is gathered and written once. It suits every read
model that looks at its event alone; one that has to look at the table stays a function of the
connection, and finds everything before it written.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any, NamedTuple

import psycopg
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from tsunagu.log.database import borrow_driver

Columns = tuple[str, ...]
Processor = Callable[[Any], Any]
ADD, PUT, CHANGE = "add", "put", "change"

_POSTGRESQL = postgresql.dialect()  # type: ignore[no-untyped-call]


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
        alike: dict[tuple[sa.Table, str, Columns], list[tuple[Any, ...]]] = defaultdict(list)
        for table, how, values in self._changes.values():
            alike[table, how, tuple(values)].append(tuple(values.values()))
        self._changes.clear()
        for (table, how, columns), rows in alike.items():
            _write_rows(connection, table, how, columns, rows)


class RowReadModel:
    """A read model that says what row its event makes or changes; None: nothing."""

    def __init__(self, describe: Callable[[Any], RowChange | None]) -> None:
        self.describe = describe
        self.__doc__ = describe.__doc__


@cache
def _key_names(table: sa.Table) -> Columns:
    return tuple(column.name for column in table.primary_key)


# -- statements -----------------------------------------------------------------------------------


def _write_rows(
    connection: sa.Connection,
    table: sa.Table,
    how: str,
    columns: Columns,
    rows: list[tuple[Any, ...]],
) -> None:
    """One statement for all of them, straight to the driver, as the log's own append."""
    key = _key_names(table)
    if how == CHANGE and len(columns) == len(key):
        return
    processors = _value_processors(table, columns, connection.dialect)
    values = [
        [process(value) for value in column] if process else column
        for process, column in zip(processors, zip(*rows, strict=True), strict=True)
    ]
    in_arrays = connection.dialect.name == "postgresql"
    statement = (_array_statement if in_arrays else _row_statement)(table, how, columns)
    with _told_as_sqlalchemy_tells(connection, statement), borrow_driver(connection) as driver:
        if in_arrays:
            driver.execute(statement, [list(column) for column in values], prepare=True)
        else:
            driver.executemany(statement, zip(*values, strict=True))


@lru_cache(maxsize=1_000)  # not without end: every engine brings a dialect of its own
def _value_processors(
    table: sa.Table, columns: Columns, dialect: sa.Dialect
) -> list[Processor | None]:
    """How each column's values are made what the driver takes; None: as they are."""
    types = (table.c[name].type.dialect_impl(dialect) for name in columns)
    return [one.bind_processor(dialect) for one in types]


@cache
def _row_statement(table: sa.Table, how: str, columns: Columns) -> str:
    """SQLite: a row at a time, its values in the columns' order."""
    place = {name: f"?{number}" for number, name in enumerate(columns, start=1)}
    if how == CHANGE:
        key = _key_names(table)
        given = ", ".join(f'"{name}" = {place[name]}' for name in columns if name not in key)
        wanted = " AND ".join(f'"{name}" = {place[name]}' for name in key)
        return f'UPDATE "{table.name}" SET {given} WHERE {wanted}'
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join(place.values())
    insert = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'
    return insert + (_on_conflict(table, columns) if how == PUT else "")


@cache
def _array_statement(table: sa.Table, how: str, columns: Columns) -> str:
    """PostgreSQL: all rows at once, an array for each column."""
    names = ", ".join(f'"{name}"' for name in columns)
    types = (table.c[name].type.compile(_POSTGRESQL) for name in columns)
    arrays = ", ".join(f"%b::{kind}[]" for kind in types)
    if how == CHANGE:
        key = _key_names(table)
        given = ", ".join(f'"{name}" = new."{name}"' for name in columns if name not in key)
        wanted = " AND ".join(f'old."{name}" = new."{name}"' for name in key)
        source = f"unnest({arrays}) AS new ({names})"
        return f'UPDATE "{table.name}" AS old SET {given} FROM {source} WHERE {wanted}'
    insert = f'INSERT INTO "{table.name}" ({names}) SELECT * FROM unnest({arrays})'
    return insert + (_on_conflict(table, columns) if how == PUT else "")


def _on_conflict(table: sa.Table, columns: Columns) -> str:
    key = _key_names(table)
    names = ", ".join(f'"{name}"' for name in key)
    given = ", ".join(f'"{name}" = excluded."{name}"' for name in columns if name not in key)
    return f" ON CONFLICT ({names}) DO {f'UPDATE SET {given}' if given else 'NOTHING'}"


@contextmanager
def _told_as_sqlalchemy_tells(connection: sa.Connection, statement: str) -> Iterator[None]:
    """A driver's error becomes SQLAlchemy's, as everybody above knows them."""
    try:
        yield
    except (sqlite3.Error, psycopg.Error) as failure:
        dialect = connection.dialect
        raise sa.exc.DBAPIError.instance(
            statement,
            None,
            failure,
            dialect.loaded_dbapi.Error,
            hide_parameters=True,
            dialect=dialect,
        ) from failure
