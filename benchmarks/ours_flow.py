"""Our side of the benchmarks of facts on their way: the kit's own relay and subscription."""

from __future__ import annotations

import time
from typing import Any

import amqp
import bodies
import follower
import sqlalchemy as sa
import subject
from kombu import Connection
from ours_log import Log, open_runtime
from participant import Stopwatch, serve
from raw_flow import bound_quorum_queue

import tsunagu.process.eventlet_patch  # noqa: F401  before anything else, as in every service process
from tsunagu.log import checkpoints
from tsunagu.log.tables import checkpoint_table
from tsunagu.messaging.relay import READER, Relay
from tsunagu.messaging.subscription import Subscription
from tsunagu.process.concurrency import sleep, spawn


class Relaying:
    """A relay over a log that was filled before."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.log = Log(settings)
        self.runtime = self.log.runtime
        self.broker = settings["broker"]
        self.count = 0

    def prepare(self, count: int) -> None:
        self.log.fill(count)
        self.count += count

    def relay(self) -> float:
        assert self.runtime.reader is not None
        store = self.runtime.store
        with store.database.writing() as connection:
            connection.execute(sa.delete(checkpoint_table))
        bound_quorum_queue(self.broker)
        relay = Relay(store, self.runtime.reader, self.broker)
        with Stopwatch() as watch:
            loop = spawn(relay.run)
            while self._published() < self.count:
                sleep(0.02)
        loop.kill()
        relay.release()
        assert relay.error is None
        assert relay.unroutable == 0
        return watch.rate(self.count)

    def _published(self) -> int:
        with self.runtime.store.reading() as connection:
            return checkpoints.read_position(connection, READER, bodies.SOURCE)


class Following:
    """A subscription into a projection table: of a backlog, or level and idle."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.runtime = open_runtime(settings, follower.DEFINITION)
        self.broker = settings["broker"]
        self.seen: dict[int, float] = {}
        self.source = None
        if "source" in settings:
            of_source = settings | {"database": settings["source"]}
            self.source = open_runtime(of_source, subject.DEFINITION)
        assert self.runtime.subscription is not None
        self.subscription = self.runtime.subscription
        self.processor = self.subscription.processor
        self.subscription._feed = self._answer

    def _answer(self, _source: str, after: int, limit: int) -> dict[str, Any]:
        """The source's feed, without a nameko process between: there is nothing behind us."""
        if self.source is not None:
            return self.source.read_feed(after, limit)
        return {"facts": [], "head": after, "more": False}

    def declare(self) -> None:
        """A fresh queue, bound, and nobody at it: a consumer that does not read blocks a broker."""
        with Connection(self.broker) as connection:
            connection.channel().queue_delete("follower.facts")
            self.subscription._consume(connection)

    def prepare(self) -> None:
        """A fresh queue and subscription, waiting for facts; returns when it is level."""
        with Connection(self.broker) as connection:
            connection.channel().queue_delete("follower.facts")
        self._start()
        sleep(0.2)
        while self.subscription.behind or not self._has_queue():
            sleep(0.02)

    def _start(self) -> None:
        self.subscription = Subscription(
            "follower", ["subject"], self.processor, self._answer, self.broker
        )
        self.loop = spawn(self.subscription.run)

    def _has_queue(self) -> bool:
        with Connection(self.broker) as connection:
            try:
                connection.channel().queue_declare("follower.facts", passive=True)
            except amqp.NotFound:
                return False
        return True

    def drain(self, count: int, last: int) -> float:
        with Stopwatch() as watch:  # connecting is part of it
            self._start()
            while self.subscription.processor.checkpoints()["subject"] < last:
                sleep(0.02)
        self.loop.kill()
        with self.runtime.store.reading() as connection:
            stored = connection.execute(sa.select(sa.func.count(follower.notes.c.position)))
            assert stored.scalar_one() == last
        assert self.subscription.error is None
        return watch.rate(count)

    def follow(self, last: int) -> dict[int, float]:
        """Until the fact is there: position → when its effects were committed."""
        processor, self.seen = self.subscription.processor, {}
        apply = type(processor).apply.__get__(processor)

        def noting(received: list[Any], *others: Any) -> None:
            apply(received, *others)
            now = time.monotonic()
            self.seen.update((one.fact.position, now) for one in received)

        processor.apply = noting  # type: ignore[method-assign]
        while last not in self.seen:
            sleep(0.05)
        return self.seen


class Source:
    """A service at rest into which now and then something is written; its relay is running."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.runtime = open_runtime(settings)
        assert self.runtime.relay is not None
        self.loop = spawn(self.runtime.relay.run)
        sleep(0.5)
        self.written = 0

    def write(self, count: int, pause: float) -> dict[int, float]:
        """position → when its append was committed."""
        moments = {}
        for _ in range(count):
            sleep(pause)
            self.written += 1
            with self.runtime.store.work(actor="caseworker") as work:
                case = work.load_or_new(subject.Case, str(self.written))
                case.note(bodies.person(self.written), bodies.ON, bodies.TEXT)
            moments[self.written] = time.monotonic()
        sleep(0.5)
        return moments


if __name__ == "__main__":
    serve({"relay": Relaying, "subscription": Following, "source": Source})
