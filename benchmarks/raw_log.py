"""The physical limit of the log's benchmarks: psycopg with as little as will do, by hand.

`Ordered` gives gap-free positions in commit order, as the log does, in one statement of one
round trip: a counter row, moved in the statement that inserts. No hash, no aggregate.
`Naive` is what is often written instead: a sequence, and readers that go by `id > last`.
"""

from __future__ import annotations

import time
import uuid
from typing import Any

import bodies
import psycopg
from participant import Stopwatch, serve, wait_until

TABLES = """
CREATE TABLE IF NOT EXISTS counter (id int PRIMARY KEY, position bigint NOT NULL);
INSERT INTO counter VALUES (1, 0) ON CONFLICT DO NOTHING;
CREATE TABLE IF NOT EXISTS event (
    position bigint PRIMARY KEY, stream text NOT NULL, version int NOT NULL, type text NOT NULL,
    data text NOT NULL, UNIQUE (stream, version));
CREATE TABLE IF NOT EXISTS naive (
    id bigserial PRIMARY KEY, stream text NOT NULL, version int NOT NULL, type text NOT NULL,
    data text NOT NULL, UNIQUE (stream, version));
"""
ONE = """
WITH moved AS (UPDATE counter SET position = position + 1 WHERE id = 1 RETURNING position)
INSERT INTO event SELECT position, %s, %s, %s, %s FROM moved RETURNING position
"""
MANY = """
WITH moved AS (
    UPDATE counter SET position = position + %(n)s WHERE id = 1 RETURNING position - %(n)s AS base)
INSERT INTO event SELECT base + o, s, v, t, d FROM moved,
    unnest(%(s)b::text[], %(v)b::int[], %(t)b::text[], %(d)b::text[])
    WITH ORDINALITY AS r(s, v, t, d, o)
"""
NAIVE = "INSERT INTO naive (stream, version, type, data) VALUES (%s, %s, %s, %s)"


class Raw:
    statement, table, column = ONE, "event", "position"

    def __init__(self, settings: dict[str, Any]) -> None:
        self.connection = psycopg.connect(settings["database"], autocommit=True)
        with self.connection.transaction():
            self.connection.execute("SELECT pg_advisory_xact_lock(1)")
            self.connection.execute(TABLES)

    def _one(self, n: int) -> None:
        self.connection.execute(
            self.statement, (f"case-{uuid.uuid4()}", 1, bodies.TYPE, bodies.data(n)), prepare=True
        )

    def append(self, count: int) -> float:
        with Stopwatch() as watch:
            for n in range(count):
                self._one(n)
        return watch.rate(count)

    def batches(self, count: int, size: int) -> float:
        with Stopwatch() as watch:
            for _ in range(count):
                stream = f"case-{uuid.uuid4()}"
                columns = {
                    "n": size,
                    "s": [stream] * size,
                    "v": list(range(1, size + 1)),
                    "t": [bodies.TYPE] * size,
                    "d": [bodies.data(n) for n in range(size)],
                }
                self.connection.execute(MANY, columns, prepare=True)
        return watch.rate(count * size)

    def write(self, start_at: float, count: int) -> list[float]:
        wait_until(start_at)
        began = time.monotonic()
        for n in range(count):
            self._one(n)
        return [began, time.monotonic()]

    def tail(self, expected: int, patience: float) -> int:
        found = self.connection.execute(f"SELECT max({self.column}) FROM {self.table}").fetchone()
        query = (
            f"SELECT {self.column} FROM {self.table} WHERE {self.column} > %s "
            f"ORDER BY {self.column} LIMIT 500"
        )
        seen, last, heard = 0, (found and found[0]) or 0, time.monotonic()
        while seen < expected and time.monotonic() - heard < patience:
            page = self.connection.execute(query, (last,)).fetchall()
            if page:
                last, heard = page[-1][0], time.monotonic()
                seen += len(page)
            else:
                time.sleep(0.005)
        return seen


class Naive(Raw):
    statement, table, column = NAIVE, "naive", "id"


if __name__ == "__main__":
    serve({"ordered": Raw, "naive": Naive})
