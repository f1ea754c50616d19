"""A service's subscription to the facts of other services: in order, exactly once.

One durable queue takes every fact of every source followed. Batches are applied
in one transaction together with the checkpoint, and acked after the commit.
The checkpoint decides: seen facts are dropped; a fact that does not follow on
means a gap, and the source itself is asked for what is missing. That one
mechanism also starts a new service from history and repairs a lost queue, so a
message dropped here is never a fact lost.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from typing import Any

import eventlet
import sqlalchemy as sa
from kombu import Connection, Queue

from tsunagu.applying import Applying
from tsunagu.contracts import CONTENT_TYPE, HEAD_TYPE, Fact, Malformed, fact_of, parse, strict_json
from tsunagu.errors import TsunaguError
from tsunagu.failpoints import failpoint
from tsunagu.publishing import events_exchange

_log = logging.getLogger(__name__)

BATCH = 500
PREFETCH = 1000
FEED_PAGE = 500
FEED_TIMEOUT = 5.0
IDLE_SECONDS = 1.0
SILENCE_SECONDS = 20.0
DELIVERY_LIMIT = 50

# The system's own, not the hub's: asked without waiting.
_poll = eventlet.patcher.original("select").poll
READABLE = 1  # POLLIN

Feed = Callable[[str, int, int], dict[str, Any]]


class Subscription:
    """Consumes one service's queue; `run` until killed.

    `feed(source, after, limit)` asks a source for its facts, as RPC.
    """

    def __init__(
        self, service: str, sources: list[str], applying: Applying, feed: Feed, amqp_url: str
    ) -> None:
        self.service = service
        self.sources = sources
        self.applying = applying
        self.last_turn = time.monotonic()
        self.error: str | None = None
        self.heads: dict[str, int] = {}
        self.behind: dict[str, float] = {}  # source → when to ask it next
        self._awaited: set[str] = set()  # silent sources that are being asked again
        self._feed = feed
        self._amqp_url = amqp_url
        self._buffer: list[Any] = []
        self._cancelled = False
        self._heard = time.monotonic()

    # -- the connection -----------------------------------------------------------------------

    def run(self) -> None:
        """Work for ever; every failure closes the connection and starts again after a pause."""
        pause = 0.2
        while True:
            connection = None
            try:
                connection = Connection(self._amqp_url, connect_timeout=5, heartbeat=0)
                channel = self._consume(connection)
                self.behind = dict.fromkeys(self.sources, 0.0)  # what did we miss meanwhile?
                while True:
                    self.last_turn = time.monotonic()
                    self._turn(connection, channel)
                    pause, self.error = 0.2, None
            except Exception as failure:
                self.error = type(failure).__name__
                _log.warning(
                    "%s subscription: %s; again in %.1f s", self.service, self.error, pause
                )
                if not isinstance(failure, OSError | TsunaguError | sa.exc.DBAPIError):
                    _log.debug("details", exc_info=True)
            if connection is not None:
                with eventlet.Timeout(2, False):
                    connection.collect(socket_timeout=1)
            eventlet.sleep(pause)
            pause = min(pause * 2, 3.0)

    def _consume(self, connection: Connection) -> Any:
        connection.connect()
        channel = connection.channel()
        self._buffer.clear()
        self._cancelled = False
        self._heard = time.monotonic()
        name = f"{self.service}.facts"
        queue = Queue(name, durable=True, queue_arguments=self._queue_arguments(connection))
        bound = queue(channel)
        bound.queue_declare()
        for source in self.sources:
            exchange = events_exchange(source)
            exchange(channel).declare()
            bound.bind_to(exchange, routing_key="#")
        channel.basic_qos(0, PREFETCH, False)
        options: dict[str, Any] = {"queue": name, "no_ack": False, "callback": self._buffer.append}
        options["consumer_tag"] = f"{self.service}.{id(self):x}"
        if connection.transport.driver_type == "amqp":
            options["on_cancel"] = self._on_cancel
        channel.basic_consume(**options)
        return channel

    @staticmethod
    def _queue_arguments(connection: Connection) -> dict[str, Any] | None:
        if connection.transport.driver_type != "amqp":
            return None
        return {
            "x-queue-type": "quorum",
            "x-single-active-consumer": True,
            # Far above what a restart can cause; whatever comes back that often is a poison
            # message of the broker's own making, and the source still has the fact.
            "x-delivery-limit": DELIVERY_LIMIT,
            "x-overflow": "reject-publish",
        }

    def _on_cancel(self, _tag: str) -> None:
        self._cancelled = True

    # -- one turn -----------------------------------------------------------------------------

    def _turn(self, connection: Connection, channel: Any) -> None:
        """Take what is there (up to a batch), apply it, ack it; then look after gaps."""
        self._fill(connection)
        if self._cancelled:
            raise ConnectionError("the queue was deleted")
        if self._buffer:
            self._heard = time.monotonic()
        elif time.monotonic() - self._heard > SILENCE_SECONDS:
            # Sources announce their heads all the time. TCP may be alive and the consumer dead.
            raise ConnectionError("nothing heard")
        batch = self._buffer[:BATCH]
        del self._buffer[: len(batch)]
        if batch:
            self._take(batch)
            channel.basic_ack(batch[-1].delivery_tag, multiple=True)
            failpoint("subscription.after_ack")
        self._repair()

    def _fill(self, connection: Connection) -> None:
        if self._buffer:
            timeout = 0.0
        else:
            due = min(self.behind.values(), default=None)
            timeout = IDLE_SECONDS
            if due is not None:
                timeout = min(timeout, max(due - time.monotonic(), 0.01))
        while len(self._buffer) < BATCH and not self._cancelled:
            try:
                connection.drain_events(timeout=timeout or 0.0005)
            except TimeoutError:
                return
            if not _more_at_hand(connection):
                return
            timeout = 0.0

    def _take(self, messages: list[Any]) -> None:
        facts: list[Fact] = []
        bodies: dict[int, bytes] = {}
        refused: list[tuple[bytes, str]] = []
        expected = self.applying.checkpoints()
        for message in messages:
            body = message.body if isinstance(message.body, bytes) else message.body.encode()
            try:
                fact = self._parse(message, body)
            except Malformed as fault:
                refused.append((body, fault.reason))
                continue
            if fact is None:
                continue
            known = expected[fact.source]
            self.heads[fact.source] = max(self.heads.get(fact.source, 0), fact.position)
            if fact.position <= known or fact.source in self.behind:
                continue  # seen already, or about to come from the source in order
            if fact.previous != known:
                self.behind[fact.source] = 0.0
                continue
            expected[fact.source] = fact.position
            facts.append(fact)
            bodies[id(fact)] = body
        if facts or refused:
            self.applying.apply(facts, bodies, refused)

    def _parse(self, message: Any, body: bytes) -> Fact | None:
        """The fact in a message; None for an announcement, which is noted."""
        content_type = message.properties.get("content_type")
        if content_type not in (CONTENT_TYPE, "application/cloudevents+json"):
            raise Malformed("wrong_content_type")
        decoded = strict_json(body)
        if isinstance(decoded, dict) and decoded.get("type") == HEAD_TYPE:
            self._note_head(decoded)
            return None
        fact = fact_of(decoded)
        if fact.source not in self.sources:
            raise Malformed("source_not_followed")
        return fact

    def _note_head(self, message: dict[str, Any]) -> None:
        source, position = (
            str(message.get("source", "")).rpartition("/")[2],
            message.get("position"),
        )
        if source not in self.sources or type(position) is not int:
            raise Malformed("bad_head")
        self.heads[source] = position
        if position > self.applying.checkpoints()[source]:
            self.behind.setdefault(source, 0.0)

    # -- gaps ---------------------------------------------------------------------------------

    def _repair(self) -> None:
        """Ask each source we are behind for what is missing; a silent one is asked again later."""
        for source, due in list(self.behind.items()):
            if time.monotonic() < due:
                continue
            try:
                if self._read_page(source):
                    self.behind[source] = 0.0  # there is more
                else:
                    del self.behind[source]
            except (TsunaguError, OSError) as silent:
                _log.info(
                    "%s: %s does not answer (%s)", self.service, source, type(silent).__name__
                )
                self._await_answer(source)

    def _await_answer(self, source: str) -> None:
        """Ask a silent source again beside the loop: the others' facts must not wait for it."""
        self.behind[source] = math.inf
        if source not in self._awaited:
            self._awaited.add(source)
            eventlet.spawn(self._ask_until_answered, source)

    def _ask_until_answered(self, source: str) -> None:
        pause = 1.0
        try:
            while math.isinf(self.behind.get(source, 0.0)):
                eventlet.sleep(pause)
                pause = min(pause * 1.5, 10.0)
                try:
                    self._feed(source, self.applying.checkpoints()[source], 1)
                except (TsunaguError, OSError, sa.exc.DBAPIError):
                    continue
                self.behind[source] = 0.0
        finally:
            self._awaited.discard(source)

    def _read_page(self, source: str) -> bool:
        after = self.applying.checkpoints()[source]
        page = self._feed(source, after, FEED_PAGE)
        self.last_turn = time.monotonic()
        facts, bodies = [], {}
        for text in page["facts"]:
            body = text.encode()
            fact = parse(body)
            facts.append(fact)
            bodies[id(fact)] = body
        if facts:
            self.applying.apply(facts, bodies, [])
        self.heads[source] = max(self.heads.get(source, 0), int(page["head"]))
        return bool(page["more"])

    def lag(self) -> dict[str, dict[str, int]]:
        """source → position reached and head known."""
        reached = self.applying.checkpoints()
        return {
            source: {
                "position": reached[source],
                "head": max(self.heads.get(source, 0), reached[source]),
            }
            for source in self.sources
        }


def _more_at_hand(connection: Connection) -> bool:
    """Whether more can be read at once: the shortest timeout costs a lone fact a millisecond."""
    if connection.transport.driver_type != "amqp":
        return True
    sock = connection.connection.sock
    if getattr(sock, "pending", None) is not None and sock.pending():  # TLS has read ahead
        return True
    poll = _poll()
    poll.register(sock, READABLE)
    return bool(poll.poll(0))
