"""The physical limit of facts on their way: py-amqp and psycopg by hand, as little as will do.

Same bodies, same durability: persistent messages, confirms, a quorum queue, a
checkpoint in PostgreSQL. No lease, no gaps looked for, no foreign message refused.
"""

from __future__ import annotations

import json
import time
import uuid
from typing import Any
from urllib.parse import urlsplit

import amqp
import bodies
import psycopg
from participant import Stopwatch, serve

EXCHANGE = f"{bodies.SOURCE}.events"
QUEUE = "ear"
QUORUM = {"x-queue-type": "quorum"}
PUBLISH_BATCH, APPLY_BATCH, PREFETCH = 500, 200, 1000

OUTBOX = """
CREATE TABLE outbox (position bigint PRIMARY KEY, type text, body text);
CREATE TABLE reached (id int PRIMARY KEY, position bigint);
INSERT INTO reached VALUES (1, 0);
"""
NOTES = """
CREATE TABLE notes (position bigint PRIMARY KEY, stream text NOT NULL, happened_on date NOT NULL,
    person_id text NOT NULL, text text NOT NULL);
CREATE TABLE reached (id int PRIMARY KEY, position bigint);
INSERT INTO reached VALUES (1, 0);
"""
COPY = "COPY notes (position, stream, happened_on, person_id, text) FROM STDIN"


def connect(url: str) -> amqp.Connection:
    parts = urlsplit(url)
    connection = amqp.Connection(
        f"{parts.hostname}:{parts.port or 5672}",
        userid=parts.username or "guest",
        password=parts.password or "guest",
        virtual_host=parts.path.lstrip("/") or "/",
    )
    connection.connect()
    return connection


def bound_quorum_queue(url: str, queue: str = QUEUE) -> None:
    """An empty quorum queue that gets every fact."""
    with connect(url) as connection:
        channel = connection.channel()
        channel.exchange_declare(EXCHANGE, "topic", durable=True, auto_delete=False)
        channel.queue_delete(queue)
        channel.queue_declare(queue, durable=True, auto_delete=False, arguments=QUORUM)
        channel.queue_bind(queue, EXCHANGE, "#")


class Publisher:
    """Batches, each confirmed before the next."""

    def __init__(self, url: str) -> None:
        self.connection = connect(url)
        self.channel = self.connection.channel()
        self.channel.exchange_declare(EXCHANGE, "topic", durable=True, auto_delete=False)
        self.channel.confirm_select()
        self.open: set[int] = set()
        self.sent = 0
        self.channel.events["basic_ack"].add(self._on_ack)
        self.channel.events["basic_nack"].add(self._on_nack)

    def _on_ack(self, tag: int, multiple: bool) -> None:
        if multiple:
            self.open = {t for t in self.open if t > tag}
        else:
            self.open.discard(tag)

    def _on_nack(self, tag: int, multiple: bool) -> None:
        raise RuntimeError(f"the broker refused message {tag}")

    def publish(self, messages: list[tuple[str, bytes | str]]) -> None:
        # Before publishing: py-amqp reads what has come while it sends, confirms among it.
        self.open = set(range(self.sent + 1, self.sent + len(messages) + 1))
        self.sent += len(messages)
        for kind, body in messages:
            message = amqp.Message(body, content_type="application/json", delivery_mode=2)
            self.channel.basic_publish(message, EXCHANGE, kind, mandatory=True)
        while self.open:
            self.connection.drain_events(timeout=30)


class Relaying:
    """Reads a table of finished bodies, publishes, moves the checkpoint."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.broker = settings["broker"]
        self.database = psycopg.connect(settings["database"], autocommit=True)
        self.database.execute(OUTBOX)
        self.count = 0

    def prepare(self, count: int) -> None:
        with self.database.cursor().copy("COPY outbox FROM STDIN") as copy:
            for position in range(1, count + 1):
                copy.write_row((position, bodies.TYPE, bodies.fact(position).decode()))
        self.count = count

    def relay(self) -> float:
        bound_quorum_queue(self.broker)
        query = "SELECT position, type, body FROM outbox WHERE position > %s ORDER BY 1 LIMIT %s"
        with Stopwatch() as watch:
            publisher = Publisher(self.broker)
            reached = 0
            while page := self.database.execute(query, (reached, PUBLISH_BATCH)).fetchall():
                publisher.publish([(kind, body) for _, kind, body in page])
                reached = page[-1][0]
                self.database.execute("UPDATE reached SET position = %s", (reached,))
        publisher.connection.close()
        return watch.rate(self.count)


class Feeder:
    """Puts facts on an exchange, for whoever is measured taking them."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.publisher = Publisher(settings["broker"])

    def feed(self, first: int, count: int) -> None:
        for start in range(first, first + count, PUBLISH_BATCH):
            stop = min(start + PUBLISH_BATCH, first + count)
            self.publisher.publish([(bodies.TYPE, bodies.fact(n)) for n in range(start, stop)])


class Following:
    """Takes facts from a quorum queue into a table, some in a transaction, acked after it."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.broker = settings["broker"]
        self.database = psycopg.connect(settings["database"], autocommit=True)
        self.database.execute(NOTES)
        self.reached = 0
        self.moments: dict[int, float] = {}
        self.buffer: list[Any] = []

    def declare(self) -> None:
        bound_quorum_queue(self.broker)

    def prepare(self) -> None:
        self.declare()
        self._consume()

    def _consume(self) -> None:
        self.connection = connect(self.broker)
        self.channel = self.connection.channel()
        self.channel.basic_qos(0, PREFETCH, False)
        self.channel.basic_consume(QUEUE, callback=self.buffer.append)

    def drain(self, count: int, last: int) -> float:
        with Stopwatch() as watch:  # connecting is part of it
            self._consume()
            while self.reached < last:
                self._turn()
        self.connection.close()
        return watch.rate(count)

    def _turn(self) -> None:
        timeout = 5.0
        while len(self.buffer) < APPLY_BATCH:
            try:
                self.connection.drain_events(timeout=timeout)
            except TimeoutError:
                break
            timeout = 0.0005
        batch = self.buffer[:APPLY_BATCH]
        del self.buffer[:APPLY_BATCH]
        if not batch:
            return
        facts = [json.loads(message.body) for message in batch]
        facts = [fact for fact in facts if fact["position"] > self.reached]
        with self.database.transaction(), self.database.cursor() as cursor:
            with cursor.copy(COPY) as copy:
                for fact in facts:
                    data = fact["data"]
                    row = (fact["position"], fact["subject"])
                    copy.write_row((*row, data["on"], data["person_id"], data["text"]))
            cursor.execute("UPDATE reached SET position = %s", (facts[-1]["position"],))
        self.reached = facts[-1]["position"]
        now = time.monotonic()
        self.moments.update((fact["position"], now) for fact in facts)
        self.channel.basic_ack(batch[-1].delivery_tag, multiple=True)

    def follow(self, last: int) -> dict[int, float]:
        self.moments = {}
        while last not in self.moments:
            self._turn()
        return self.moments


class Source:
    """Inserts, commits, publishes with a confirm: what a service would do by hand."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.database = psycopg.connect(settings["database"], autocommit=True)
        self.database.execute(OUTBOX)
        self.publisher = Publisher(settings["broker"])
        self.written = 0

    def write(self, count: int, pause: float) -> dict[int, float]:
        moments = {}
        for _ in range(count):
            time.sleep(pause)
            self.written += 1
            body = bodies.fact(self.written)
            self.database.execute(
                "INSERT INTO outbox VALUES (%s, %s, %s)",
                (self.written, f"{bodies.TYPE}.{uuid.uuid4()}", body.decode()),
            )
            moments[self.written] = time.monotonic()
            self.publisher.publish([(bodies.TYPE, body)])
        return moments


if __name__ == "__main__":
    serve({"relay": Relaying, "subscription": Following, "source": Source, "feeder": Feeder})
