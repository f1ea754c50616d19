"""The append-only event log of one service.

Appending takes the one-row `head` until the commit: positions have no gaps and
never appear out of order, and each row's hash covers the one before it. On
PostgreSQL an append is one statement, and the database chains the hashes.

Within a batch every row's digest covers the digest before it; the row's hash
covers the log's hash before the batch, the row's position and that digest. So
an edited, removed, swapped or inserted row is found, and named, by reading on.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString, NamedTuple

import orjson
import psycopg
import sqlalchemy as sa
from psycopg import sql

from tsunagu.log.database import HOLD, HOLDS, Database, borrow_driver
from tsunagu.log.database import begin as begin_transaction
from tsunagu.log.refusals import CHANGED_MEANWHILE
from tsunagu.log.tables import GENESIS, event_table, head_table


class Origin(NamedTuple):
    """Where an event comes from: when, by whom, because of what."""

    recorded_at: str
    recorded_on: str | None
    actor: str
    correlation: str | None
    causation: str | None


class NewRow(NamedTuple):
    """One event about to be appended; its texts are already in their stored form."""

    stream: str
    version: int
    type: str
    schema: int
    data: str
    personal: bytes | None


@dataclass(frozen=True, slots=True)
class Row:
    """One stored event."""

    position: int
    stream: str
    version: int
    type: str
    schema: int
    recorded_at: str
    recorded_on: str | None
    actor: str
    correlation: str | None
    causation: str | None
    data: str
    personal: bytes | None
    ordinal: int
    hash: bytes


@dataclass(frozen=True)
class Violation:
    """Something `tsunagu verify` found: a stable code, what it concerns, and a sentence."""

    code: str
    subject: str
    message: str


_VERSIONS = "SELECT stream, max(version) FROM event WHERE stream IN ({}) GROUP BY stream"
_NEW = NewRow._fields
_COLUMNS = [column.name for column in event_table.columns]
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM event"

_MOVE_HEAD = """
WITH moved AS (
    UPDATE head SET previous = hash, position = position + %(n)s::bigint,
                    hash = sha256(hash || int8send(position + %(n)s::bigint) || %(last)s::bytea)
     WHERE id = 1 RETURNING position - %(n)s::bigint AS base, previous)
"""
_APPEND_ONE = (
    _MOVE_HEAD
    + """
INSERT INTO event SELECT base + 1, %(stream)s, %(version)s, %(type)s, %(schema)s,
       %(recorded_at)s, %(recorded_on)s, %(actor)s, %(correlation)s, %(causation)s, %(data)s,
       %(personal)s::bytea, 1, sha256(previous || int8send(base + 1) || %(last)s::bytea)
  FROM moved RETURNING position
"""
)


def _append_many(arrays: Mapping[str, str]) -> str:
    """Appends the rows of several arrays at once; `arrays`: the name of each and what is in it.

    By whom and since when each is known may be among them; else it is the same for all.
    """
    # Binary arrays: as text, every element would be escaped with regular expressions.
    given = ", ".join(f"%({name}s)b::{kind}[]" for name, kind in arrays.items())
    recorded_on, actor = (
        name if name in arrays else f"%({name})s" for name in ("recorded_on", "actor")
    )
    return f"""{_MOVE_HEAD}
, stored AS (
INSERT INTO event SELECT base + ordinal, stream, version, type, schema,
       %(recorded_at)s, {recorded_on}, {actor}, %(correlation)s, %(causation)s, data,
       personal, ordinal, sha256(previous || int8send(base + ordinal) || digest)
  FROM moved, unnest({given})
       WITH ORDINALITY AS r({", ".join(arrays)}, ordinal))
SELECT base + 1 FROM moved
"""


_ARRAYS = {
    "stream": "text",
    "version": "int",
    "type": "text",
    "schema": "int",
    "data": "text",
    "personal": "bytea",
    "digest": "bytea",
}
_APPEND_MANY = _append_many(_ARRAYS)
_APPEND_OF_SEVERAL = _append_many(_ARRAYS | {"actor": "text", "recorded_on": "text"})
_INSERT_SQLITE = f"INSERT INTO event ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * 14)})"


def compute_digest(before: bytes, origin: Origin, row: NewRow) -> bytes:
    """The digest of a row's content, covering the digest of the row before it in the batch."""
    personal = row.personal.hex() if row.personal is not None else None
    content = orjson.dumps((*origin, *row[:5], personal))
    return hashlib.sha256(before + content).digest()


def chain_hash(previous: bytes, position: int, row_digest: bytes) -> bytes:
    """The hash of a row from the log's hash before its batch."""
    return hashlib.sha256(previous + position.to_bytes(8, "big") + row_digest).digest()


def append(
    connection: sa.Connection, origin: Origin | Sequence[Origin], rows: Sequence[NewRow]
) -> int:
    """Append the rows in order; the position of the first.

    `origin`: of all of them, or of each its own, which may differ in actor and `recorded_on`.
    In autocommit this is one round trip on PostgreSQL; inside a transaction the
    head stays held until the commit. Raises Conflict where a stream already has
    one of the versions: the caller's picture of it is stale.
    """
    origins = [origin] * len(rows) if isinstance(origin, Origin) else origin
    digests, last = [], b""
    for one, row in zip(origins, rows, strict=True):
        last = compute_digest(last, one, row)
        digests.append(last)
    clash: type[Exception]
    if connection.dialect.name == "postgresql":
        write, clash = _append_postgresql, psycopg.errors.UniqueViolation
    else:
        write, clash = _append_sqlite, sqlite3.IntegrityError
    try:
        # Straight to the driver: SQLAlchemy's own execution would cost as much as the round trip.
        with borrow_driver(connection) as driver:
            return write(driver, origins, rows, digests)
    except clash as stale:
        raise CHANGED_MEANWHILE(streams=sorted({row.stream for row in rows})) from stale


def _append_postgresql(
    driver: Any, origins: Sequence[Origin], rows: Sequence[NewRow], digests: list[bytes]
) -> int:
    parameters: dict[str, Any] = origins[0]._asdict() | {"n": len(rows), "last": digests[-1]}
    if len(rows) == 1:
        parameters |= rows[0]._asdict()
        return int(driver.execute(_APPEND_ONE, parameters, prepare=True).fetchone()[0])
    columns = zip(*rows, strict=True)
    parameters |= {f"{name}s": list(column) for name, column in zip(_NEW, columns, strict=True)}
    parameters["digests"] = digests
    statement = _APPEND_MANY
    if any(one != origins[0] for one in origins):
        statement = _APPEND_OF_SEVERAL
        parameters["actors"] = [one.actor for one in origins]
        parameters["recorded_ons"] = [one.recorded_on for one in origins]
    return int(driver.execute(statement, parameters, prepare=True).fetchone()[0])


def _append_sqlite(
    driver: Any, origins: Sequence[Origin], rows: Sequence[NewRow], digests: list[bytes]
) -> int:
    base, previous = driver.execute("SELECT position, hash FROM head WHERE id = 1").fetchone()
    stored, row_hash = [], previous
    together = zip(origins, rows, digests, strict=True)
    for ordinal, (origin, row, row_digest) in enumerate(together, start=1):
        row_hash = chain_hash(previous, base + ordinal, row_digest)
        stored.append((base + ordinal, *row[:4], *origin, *row[4:], ordinal, row_hash))
    driver.executemany(_INSERT_SQLITE, stored)
    driver.execute(
        "UPDATE head SET position = ?, hash = ?, previous = ? WHERE id = 1",
        (base + len(rows), row_hash, previous),
    )
    return int(base) + 1


def begin(connection: sa.Connection, streams: Sequence[str] = ()) -> dict[str, int]:
    """Begin a transaction that alone appends until it ends; the versions these streams now have.

    Streams without events are left out. On PostgreSQL all of it is one round trip.
    """
    if connection.dialect.name != "postgresql":
        begin_transaction(connection)
        return _read_versions(connection, streams)
    if not streams:
        begin_and_ask(connection)
        return {}
    names = sql.SQL(", ").join(map(sql.Literal, streams))
    (versions,) = begin_and_ask(connection, sql.SQL(_VERSIONS).format(names))
    return dict(versions)


def begin_and_ask(
    connection: sa.Connection, *questions: LiteralString | sql.Composable
) -> list[list[tuple[Any, ...]]]:
    """On PostgreSQL, begin as `begin` does, and the rows of these, in one round trip."""
    asked = [one if isinstance(one, sql.Composable) else sql.SQL(one) for one in questions]
    with borrow_driver(connection) as driver:
        cursor = driver.execute(sql.SQL("; ").join([sql.SQL("BEGIN"), sql.SQL(HOLD), *asked]))
        answers = []
        while cursor.nextset():
            answers.append(cursor.fetchall())
    _note_held(connection)
    return answers[1:]


def hold(connection: sa.Connection) -> None:
    """Nobody else appends until this transaction ends; on SQLite who writes is alone anyway."""
    postgres = connection.dialect.name == "postgresql"
    if postgres and not connection.get_execution_options().get(HOLDS):
        connection.exec_driver_sql(HOLD)
        _note_held(connection)


def _note_held(connection: sa.Connection) -> None:
    """A connection of the pool is taken out anew for each transaction, without this mark."""
    connection.execution_options(**{HOLDS: True})


def _read_versions(connection: sa.Connection, streams: Sequence[str]) -> dict[str, int]:
    if not streams:
        return {}
    query = _VERSIONS.format(", ".join("?" * len(streams)))
    with borrow_driver(connection) as driver:
        return dict(driver.execute(query, list(streams)).fetchall())


def read_head(connection: sa.Connection) -> int:
    """The position of the newest event; 0 for an empty log."""
    return int(connection.execute(sa.select(head_table.c.position)).scalar_one())


def read(connection: sa.Connection, after: int, limit: int) -> list[Row]:
    """The next `limit` events after a position, in order."""
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    rows = connection.exec_driver_sql(
        f"{_SELECT} WHERE position > {mark} ORDER BY position LIMIT {mark}", (after, limit)
    )
    return [Row(*row) for row in rows]


def read_stream(connection: sa.Connection, stream: str) -> list[tuple[Any, ...]]:
    """`(type, schema, data, personal)` of a stream's events, oldest first."""
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    query = f"SELECT type, schema, data, personal FROM event WHERE stream = {mark} ORDER BY version"
    with borrow_driver(connection) as driver:
        return list(driver.execute(query, (stream,)).fetchall())


def read_streams(
    connection: sa.Connection, streams: Sequence[str]
) -> dict[str, list[tuple[Any, ...]]]:
    """As `read_stream`, for several in one round trip; those without events are left out."""
    columns = "stream, type, schema, data, personal"
    with borrow_driver(connection) as driver:
        if connection.dialect.name == "postgresql":
            query = f"SELECT {columns} FROM event WHERE stream = ANY(%s) ORDER BY stream, version"
            rows = driver.execute(query, (list(streams),), prepare=True).fetchall()
        else:
            marks = ", ".join("?" * len(streams))
            chosen = f"WHERE stream IN ({marks}) ORDER BY stream, version"
            rows = driver.execute(f"SELECT {columns} FROM event {chosen}", list(streams)).fetchall()
    found: dict[str, list[tuple[Any, ...]]] = {}
    for stream, *event in rows:
        found.setdefault(stream, []).append(tuple(event))
    return found


def read_all(connection: sa.Connection, batch: int = 2_000) -> Iterator[Row]:
    """Every event, page by page: memory does not grow with the log."""
    after = 0
    while page := read(connection, after, batch):
        yield from page
        after = page[-1].position


def _split_row(row: Row) -> tuple[Origin, NewRow]:
    return (
        Origin(row.recorded_at, row.recorded_on, row.actor, row.correlation, row.causation),
        NewRow(row.stream, row.version, row.type, row.schema, row.data, row.personal),
    )


def verify_chain(database: Database, breathe: Any = None) -> Iterator[Violation]:
    """Read the whole log and name every row that does not follow from those before it."""
    with database.snapshot() as connection:
        position, head_hash = connection.execute(
            sa.select(head_table.c.position, head_table.c.hash)
        ).one()
        expected, previous, batch_start, last = 1, GENESIS, GENESIS, b""
        versions: dict[str, int] = {}
        for row in read_all(connection):
            if breathe is not None and row.position % 500 == 0:
                breathe(row.position, position)
            for missing in range(expected, min(row.position, expected + 20)):
                yield Violation(
                    "log_row_missing", f"event {missing}", "記録が抜けています / a row is missing"
                )
            if row.ordinal == 1:
                batch_start, last = previous, b""
            last = compute_digest(last, *_split_row(row))
            if chain_hash(batch_start, row.position, last) != bytes(row.hash):
                yield Violation(
                    "log_row_altered",
                    f"event {row.position}",
                    f"記録が書き換えられたか入れ替わっています ({row.stream}/{row.version}) / "
                    "the row was edited, replaced or swapped",
                )
            if row.version != versions.get(row.stream, 0) + 1:
                yield Violation(
                    "stream_version_gap",
                    f"event {row.position}",
                    f"{row.stream}: 版番号が続きません / versions do not follow one another",
                )
            versions[row.stream] = row.version
            previous, expected = bytes(row.hash), row.position + 1
        if expected - 1 != position or previous != bytes(head_hash):
            yield Violation(
                "log_truncated",
                f"event {expected}",
                f"末尾が合いません（記録 {expected - 1}、見出し {position}）/ "
                "the log's end does not match its head",
            )
