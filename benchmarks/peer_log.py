"""The peer's side of the log's benchmarks: the `eventsourcing` library in its default mode."""

from __future__ import annotations

import time
import uuid
from typing import Any
from urllib.parse import urlsplit

import bodies
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import StoredEvent
from participant import Stopwatch, serve, wait_until


class PeerCase(Aggregate):
    @event("Opened")
    def __init__(self) -> None:
        self.notes = 0
        self.text = ""

    @event("Noted")
    def note(self, person_id: str, on: str, text: str) -> None:
        self.notes += 1
        self.text = text


def environment(url: str) -> dict[str, str]:
    parts = urlsplit(url)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": parts.path.lstrip("/"),
        "POSTGRES_HOST": parts.hostname or "127.0.0.1",
        "POSTGRES_PORT": str(parts.port or 5432),
        "POSTGRES_USER": parts.username or "postgres",
        "POSTGRES_PASSWORD": parts.password or "none",
    }


def stored(n: int, version: int = 1, id: uuid.UUID | None = None) -> StoredEvent:
    return StoredEvent(id or uuid.uuid4(), version, bodies.TYPE, bodies.data(n).encode())


class Log:
    """Its application recorder."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.app: Application[uuid.UUID] = Application(env=environment(settings["database"]))
        self.recorder = self.app.recorder
        self.recorder.max_notification_id()

    def append(self, count: int) -> float:
        with Stopwatch() as watch:
            for n in range(count):
                self.recorder.insert_events([stored(n)])
        return watch.rate(count)

    def batches(self, count: int, size: int) -> float:
        with Stopwatch() as watch:
            for _ in range(count):
                id = uuid.uuid4()
                self.recorder.insert_events([stored(n, n + 1, id) for n in range(size)])
        return watch.rate(count * size)

    def write(self, start_at: float, count: int) -> list[float]:
        wait_until(start_at)
        began = time.monotonic()
        for n in range(count):
            self.recorder.insert_events([stored(n)])
        return [began, time.monotonic()]

    def tail(self, expected: int, patience: float) -> int:
        seen, last, heard = 0, self.recorder.max_notification_id() or 0, time.monotonic()
        while seen < expected and time.monotonic() - heard < patience:
            page = self.recorder.select_notifications(last, 500, inclusive_of_start=False)
            if page:
                last, heard = page[-1].id, time.monotonic()
                seen += len(page)
            else:
                time.sleep(0.005)
        return seen


class Work:
    """Its application: repository and `save`."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.app: Application[uuid.UUID] = Application(env=environment(settings["database"]))
        self.ids: list[uuid.UUID] = []

    def new(self, count: int) -> float:
        with Stopwatch() as watch:
            for _ in range(count):
                self.app.save(PeerCase())
        return watch.rate(count)

    def prepare(self, aggregates: int, events: int) -> None:
        self.ids = []
        for _ in range(aggregates):
            case = PeerCase()
            for n in range(events - 1):  # its first event is the opening itself
                self._note(case, n)
            self.app.save(case)
            self.ids.append(case.id)

    @staticmethod
    def _note(case: PeerCase, n: int) -> None:
        case.note(bodies.person(n), bodies.ON.isoformat(), bodies.TEXT)

    def load(self, count: int) -> float:
        with Stopwatch() as watch:
            for n in range(count):
                case: PeerCase = self.app.repository.get(self.ids[n % len(self.ids)])
        assert case.notes == case.version - 1
        return watch.rate(count)

    def command(self, count: int) -> float:
        with Stopwatch() as watch:
            for n in range(count):
                case: PeerCase = self.app.repository.get(self.ids[n % len(self.ids)])
                if case.notes < 100_000:
                    self._note(case, n)
                self.app.save(case)
        return watch.rate(count)


if __name__ == "__main__":
    serve({"log": Log, "work": Work})
