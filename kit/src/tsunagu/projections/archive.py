"""The archive: every fact of every source followed, in the order it was taken.

It is the subscribing service's own log of others' facts: append-only, numbered
without gaps, each row's hash over the one before. Projections are rebuilt from
it alone, so a report never depends on a source still being there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, NamedTuple

import orjson
import sqlalchemy as sa

from tsunagu.contracts.facts import Fact
from tsunagu.domain.json_object import JsonObject
from tsunagu.log.bulk_insert import insert_rows
from tsunagu.log.database import Database, borrow_driver
from tsunagu.log.event_log import Violation
from tsunagu.log.tables import GENESIS

archive_metadata = sa.MetaData()

fact_table = sa.Table(
    "fact",
    archive_metadata,
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("city", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("schema", sa.Integer, nullable=False),
    sa.Column("stream", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("time", sa.Text, nullable=False),
    sa.Column("known_on", sa.Text, nullable=False, comment="the day it became known"),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("correlation", sa.Text),
    sa.Column("causation", sa.Text),
    sa.Column("data", sa.Text, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("source", "position"),
)

archive_head_table = sa.Table(
    "archive_head",
    archive_metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
)

FETCHED = 200  # rows of a reply that are made Python's at a time

_COLUMNS = [column.name for column in fact_table.columns]


class Archived(NamedTuple):
    """What a projection needs of an archived fact."""

    seq: int
    type: str
    known_on: str
    data: JsonObject


def create_archive_tables(op: Any) -> None:
    """Create the archive through alembic's `op`."""
    connection = op.get_bind()
    archive_metadata.create_all(connection)
    connection.execute(archive_head_table.insert().values(id=1, seq=0, hash=GENESIS))


def lock_archive(connection: sa.Connection) -> tuple[int, bytes]:
    """The newest number and hash; nobody else appends until this transaction ends."""
    query = sa.select(archive_head_table.c.seq, archive_head_table.c.hash).with_for_update()
    seq, newest = connection.execute(query).one()
    return int(seq), bytes(newest)


def read_newest_number(connection: sa.Connection) -> int:
    """The number of the last fact taken."""
    return int(connection.execute(sa.select(archive_head_table.c.seq)).scalar_one())


def _hash(before: bytes, row: Sequence[Any]) -> bytes:
    return hashlib.sha256(before + orjson.dumps(row)).digest()


def append(connection: sa.Connection, facts: list[Fact]) -> list[Archived]:
    """Take the facts, in order; what the projections shall see of them."""
    seq, last = lock_archive(connection)
    rows, taken = [], []
    for fact in facts:
        seq += 1
        known_on = fact.recorded_on.isoformat()
        row = (
            seq,
            fact.source,
            fact.position,
            fact.city,
            fact.type,
            fact.schema,
            fact.stream,
            fact.version,
            fact.time,
            known_on,
            fact.actor,
            fact.correlation,
            fact.causation,
            orjson.dumps(fact.data).decode(),
        )
        last = _hash(last, row)
        rows.append((*row, last))
        taken.append(Archived(seq, fact.type, known_on, fact.data))
    insert_rows(connection, fact_table.name, _COLUMNS, rows)
    connection.execute(archive_head_table.update().values(seq=seq, hash=last))
    return taken


def read(
    connection: sa.Connection,
    after: int,
    up_to: int,
    types: Collection[str],
    at_most: int | None = None,
) -> Iterator[Archived]:
    """The facts of these types with a number above `after` and not above `up_to`, in order.

    `at_most`: only so many of them, the first ones.
    """
    postgresql = connection.dialect.name == "postgresql"
    mark = "%s" if postgresql else "?"
    of_types = "= ANY(%s)" if postgresql else f"IN ({', '.join('?' * len(types))})"
    query = (
        f"SELECT seq, type, known_on, data FROM fact WHERE seq > {mark} AND seq <= {mark}"
        f" AND type {of_types} ORDER BY seq"
    )
    if at_most is not None:
        query += f" LIMIT {at_most:d}"
    given = (list(types),) if postgresql else tuple(types)
    with borrow_driver(connection) as driver:
        found = driver.execute(query, (after, up_to, *given))
        loads = orjson.loads
        # Each is parsed when its turn comes: where a page of them is kept for a while, Python's
        # garbage collector looks through all that the process holds, again and again.
        while rows := found.fetchmany(FETCHED):
            for seq, type, known_on, data in rows:
                yield Archived(seq, type, known_on, loads(data))


def verify_archive(database: Database, progress: Callable[[int, int], None]) -> Iterator[Violation]:
    """Every archived fact that does not follow from the one before it, by its number."""
    with database.snapshot() as connection:
        total, newest_hash = connection.execute(
            sa.select(archive_head_table.c.seq, archive_head_table.c.hash)
        ).one()
        reached, last = 0, GENESIS
        while page := _read_rows(connection, reached):
            for *content, hash in page:
                seq, source, position, *_ = content
                if seq != reached + 1:
                    yield Violation(
                        "archive_row_missing",
                        f"fact {reached + 1}",
                        "記録が抜けています / a row is missing",
                    )
                if _hash(last, content) != hash:
                    yield Violation(
                        "archive_row_altered",
                        f"fact {seq}",
                        f"受け取った事実が書き換えられています（{source} {position}）/ "
                        "the archived fact was edited, replaced or swapped",
                    )
                reached, last = seq, hash
            progress(reached, int(total))
        if reached != total or last != bytes(newest_hash):
            yield Violation(
                "archive_truncated",
                f"fact {reached + 1}",
                f"末尾が合いません（記録 {reached}、見出し {total}）/ "
                "the archive's end does not match its head",
            )


def _read_rows(connection: sa.Connection, after: int, limit: int = 2_000) -> list[tuple[Any, ...]]:
    """The next whole rows after a number; their hash comes last."""
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    query = f"SELECT {', '.join(_COLUMNS)} FROM fact WHERE seq > {mark} ORDER BY seq LIMIT {mark}"
    with borrow_driver(connection) as driver:
        rows: list[tuple[Any, ...]] = driver.execute(query, (after, limit)).fetchall()
    return rows
