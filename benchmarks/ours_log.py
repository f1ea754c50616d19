"""Our side of the log's benchmarks: the kit's own log and store, on eventlet as in service."""

from __future__ import annotations

import time
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import bodies
from participant import Stopwatch, serve, wait_until
from subject import DEFINITION, Case

import tsunagu.process.eventlet_patch  # noqa: F401  before anything else, as in every service process
from tsunagu.hosting.runtime import Runtime
from tsunagu.log import event_log
from tsunagu.process.concurrency import sleep


def open_runtime(settings: dict[str, Any], definition: Any = DEFINITION) -> Runtime:
    runtime = Runtime(
        definition,
        amqp_url=settings.get("broker", "tsunagu-memory://unused/"),
        database_url=settings["database"],
        key_file=Path(settings["folder"]) / "master.key",
        city=bodies.CITY,
    )
    runtime.open()
    return runtime


def origin() -> event_log.Origin:
    return event_log.Origin(
        datetime.now(UTC).isoformat(timespec="microseconds"), None, "system", None, None
    )


def row(n: int, version: int = 1, stream: str | None = None) -> event_log.NewRow:
    return event_log.NewRow(
        stream or f"case-{uuid.uuid4()}", version, bodies.TYPE, 1, bodies.data(n), None
    )


class Log:
    """Appending at the level of the peer's recorder: a stored row goes in, its position out."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.runtime = open_runtime(settings)
        self.store = self.runtime.store
        self.connection = self.store.database.engine.connect()
        # A first statement would otherwise pay for the connection within the first round.
        event_log.read_head(self.connection)

    def append(self, count: int) -> float:
        with Stopwatch() as watch:
            for n in range(count):
                event_log.append(self.connection, origin(), [row(n)])
        return watch.rate(count)

    def batches(self, count: int, size: int) -> float:
        with Stopwatch() as watch:
            for _ in range(count):
                stream = f"case-{uuid.uuid4()}"
                rows = [row(n, n + 1, stream) for n in range(size)]
                event_log.append(self.connection, origin(), rows)
        return watch.rate(count * size)

    def fill(self, count: int) -> None:
        """History: one event a stream, in batches of a thousand."""
        for first in range(0, count, 1000):
            event_log.append(
                self.connection, origin(), [row(n) for n in range(first, min(first + 1000, count))]
            )

    def write(self, start_at: float, count: int) -> list[float]:
        """One of several writers: when it began and ended."""
        wait_until(start_at)
        began = time.monotonic()
        for n in range(count):
            event_log.append(self.connection, origin(), [row(n)])
        return [began, time.monotonic()]

    def tail(self, expected: int, patience: float) -> int:
        """Read on from the present end until all are there, or nothing new comes; how many."""
        seen, last, heard = 0, event_log.read_head(self.connection), time.monotonic()
        while seen < expected and time.monotonic() - heard < patience:
            page = event_log.read(self.connection, last, 500)
            if page:
                last, heard = page[-1].position, time.monotonic()
                seen += len(page)
            else:
                sleep(0.005)
        return seen


class Work:
    """Whole units of work, through `EventStore.work`."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.store = open_runtime(settings).store
        self.ids: list[str] = []

    def new(self, count: int) -> float:
        """One event each in a stream of its own: looks for the stream, appends."""
        with Stopwatch() as watch:
            for n in range(count):
                with self.store.work() as work:
                    self._note(work.load_or_new(Case, str(uuid.uuid4())), n)
        return watch.rate(count)

    def batches(self, count: int, size: int) -> float:
        with Stopwatch() as watch:
            for _ in range(count):
                with self.store.work() as work:
                    case = work.load_or_new(Case, str(uuid.uuid4()))
                    for n in range(size):
                        self._note(case, n)
        return watch.rate(count * size)

    @staticmethod
    def _note(case: Case, n: int) -> None:
        case.note(bodies.person(n), bodies.ON, bodies.TEXT)

    def prepare(self, aggregates: int, events: int) -> None:
        self.ids = [str(uuid.uuid4()) for _ in range(aggregates)]
        for id in self.ids:
            with self.store.work() as work:
                case = work.load_or_new(Case, id)
                for n in range(events):
                    self._note(case, n)

    def load(self, count: int) -> float:
        with Stopwatch() as watch:
            for n in range(count):
                with self.store.work() as work:
                    case = work.load(Case, self.ids[n % len(self.ids)])
        assert case.notes == case.version
        return watch.rate(count)

    def command(self, count: int) -> float:
        with Stopwatch() as watch:
            for n in range(count):
                with self.store.work(actor="caseworker") as work:
                    case = work.load(Case, self.ids[n % len(self.ids)])
                    if case.notes < 100_000:  # the decision
                        self._note(case, n)
        return watch.rate(count)


if __name__ == "__main__":
    serve({"log": Log, "work": Work})
