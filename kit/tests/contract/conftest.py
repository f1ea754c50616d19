"""One suite, each way of running: the fixtures that make SQLite and PostgreSQL, embedded and
RabbitMQ look alike to the tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from kombu import Connection, Queue

from kit.tests.contract import source as source_service
from kit.tests.contract import watcher as watcher_service
from kit.tests.contract.source import Box
from tsunagu.hosting.runtime import Runtime
from tsunagu.log.unit_of_work import EventStore
from tsunagu.messaging import relay as relay_module
from tsunagu.messaging.fact_processor import FactProcessor
from tsunagu.messaging.publisher import events_exchange
from tsunagu.messaging.relay import Relay
from tsunagu.messaging.subscription import Subscription
from tsunagu.process.concurrency import spawn
from tsunagu.testing import eventually

DAY = date(2026, 4, 1)


@pytest.fixture
def source_runtime(any_database: str, tmp_path: Path) -> Iterator[Runtime]:
    """The publishing service on each kind of database; nothing of it runs."""
    runtime = Runtime(
        source_service.DEFINITION,
        amqp_url="tsunagu-memory://unused/",
        database_url=any_database,
        key_file=tmp_path / "key",
        city="142166",
    )
    runtime.open()
    yield runtime
    runtime.database.close()


@pytest.fixture
def store(source_runtime: Runtime) -> EventStore:
    return source_runtime.store


class World:
    """A source and a watcher on one broker; their loops run as greenlets a test can kill."""

    def __init__(self, urls: list[str], amqp_url: str, folder: Path) -> None:
        self.amqp_url = amqp_url
        self.is_real = amqp_url.startswith("amqp")
        self.source = self._open(source_service.DEFINITION, urls[0], folder)
        self.watcher = self._open(watcher_service.DEFINITION, urls[1], folder)
        self._running: list[Any] = []
        self.asked: list[tuple[int, int]] = []  # (after, facts answered) of each feed call
        self.feed_works = True
        self.subscription = self.new_subscription()

    def _open(self, definition: Any, url: str, folder: Path) -> Runtime:
        runtime = Runtime(
            definition,
            amqp_url=self.amqp_url,
            database_url=url,
            key_file=folder / "key",
            city="142166",
        )
        runtime.open()
        return runtime

    # -- the source's side --------------------------------------------------------------------

    def new_relay(self) -> Relay:
        assert self.source.reader is not None
        relay = Relay(self.source.store, self.source.reader, self.amqp_url)
        self.source.store.after_commit.append(relay.wake)
        return relay

    def open_box(self, id: str, label: str = "", note: str | None = None) -> None:
        with self.source.store.work() as work:
            work.load_or_new(Box, id).open(DAY, label, note)

    def move_box(self, id: str, room: str) -> None:
        with self.source.store.work() as work:
            work.load(Box, id).move(DAY, room)

    def facts(self) -> list[bytes]:
        """Every fact of the source as the bytes that would be published."""
        return [text.encode() for text in self.source.feed(0, 1000)["facts"]]

    def publish(self, body: bytes, **options: Any) -> None:
        """Put a message on the source's exchange by hand."""
        options = {"content_type": "application/json", "content_encoding": "utf-8"} | options
        options = {k: v for k, v in options.items() if v is not None}
        with Connection(self.amqp_url) as connection:
            connection.Producer().publish(
                body, exchange=events_exchange("source").name, routing_key="by.hand", **options
            )

    # -- the watcher's side -------------------------------------------------------------------

    def feed(self, _source: str, after: int, limit: int) -> dict[str, Any]:
        if not self.feed_works:
            raise OSError("the source does not answer")
        page = self.source.feed(after, limit)
        self.asked.append((after, len(page["facts"])))
        return page

    def new_subscription(self) -> Subscription:
        applying = FactProcessor(self.watcher.store, self.watcher.definition.follows)
        return Subscription("watcher", ["source"], applying, self.feed, self.amqp_url)

    def applied(self) -> list[tuple[str, str]]:
        """(fact id, value) in the order of applying."""
        table = watcher_service.applied
        with self.watcher.store.reading() as connection:
            rows = connection.execute(sa.select(table.c.fact, table.c.value).order_by(table.c.n))
            return [(fact, value) for fact, value in rows]

    def parked(self) -> list[dict[str, Any]]:
        from tsunagu.messaging import parking

        with self.watcher.store.reading() as connection:
            return parking.summaries(connection)

    def wait_until_level(self, timeout: float = 30.0) -> None:
        eventually(
            lambda: self.subscription.applying.checkpoints()["source"] == self.source.head(),
            timeout,
        )

    def queue(self, action: Callable[[Any], Any]) -> Any:
        """Do something to the watcher's queue: `world.queue(lambda q: q.purge())`."""
        with Connection(self.amqp_url) as connection:
            return action(Queue("watcher.facts")(connection.channel()))

    # -- life ---------------------------------------------------------------------------------

    def run(self, loop: Callable[[], None]) -> Any:
        greenlet = spawn(loop)
        self._running.append(greenlet)
        return greenlet

    def start(self) -> None:
        """Relay and subscription, and wait until the queue is there."""
        self.run(self.subscription.run)
        self.relay = self.new_relay()
        self.run(self.relay.run)
        eventually(lambda: not self.subscription.behind and self.subscription.heads)

    def close(self) -> None:
        for greenlet in self._running:
            greenlet.kill()
        self.source.database.close()
        self.watcher.database.close()


@pytest.fixture(params=["embedded", "real"])
def world(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: Any) -> Iterator[World]:
    """Both ways of running: SQLite with the embedded broker, PostgreSQL with RabbitMQ."""
    from tsunagu.messaging import memory_transport

    monkeypatch.setattr(relay_module, "ANNOUNCE_SECONDS", 0.2)
    watcher_service.trouble.forget()
    if request.param == "embedded":
        urls = [f"sqlite:///{tmp_path / name}.sqlite" for name in ("source", "watcher")]
        made = World(urls, f"{memory_transport.SCHEME}://{tmp_path.name}/", tmp_path)
        yield made
        made.close()
        memory_transport.forget(tmp_path.name)
        return
    server = request.getfixturevalue("postgres_server")
    amqp_url = request.getfixturevalue("amqp_url")
    with server.database() as one, server.database() as two:
        made = World([one, two], amqp_url, tmp_path)
        yield made
        made.close()
