"""A service's subscription to the facts of other services: in order, exactly once.

One durable queue takes every fact of every source followed. Batches are applied
in one transaction together with the checkpoint, and acked after the commit.
The checkpoint decides: seen facts are dropped; a fact that does not follow on
means a gap, and the source itself is asked for what is missing. That one
mechanism also starts a new service from history and repairs a lost queue, so a
message dropped here is never a fact lost.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from kombu import Queue

from tsunagu.contracts.facts import (
    CONTENT_TYPE,
    HEAD_TYPE,
    Fact,
    Malformed,
    decode_fact,
    parse_fact,
    parse_strict_json,
)
from tsunagu.domain.errors import TsunaguError
from tsunagu.domain.json_object import JsonObject
from tsunagu.messaging.fact_processor import FactProcessor, UnreadableMessage
from tsunagu.messaging.parking import ReceivedFact
from tsunagu.messaging.publisher import events_exchange
from tsunagu.messaging.queue_consumer import QueueConsumer
from tsunagu.process.concurrency import sleep, spawn
from tsunagu.process.structured_logging import get_logger

_log = get_logger(__name__)

FEED_PAGE = 500
FEED_TIMEOUT = 5.0
SILENCE_SECONDS = 20.0
TOLD_AFTER = 8  # attempts to ask a silent source, about a minute: the log says so each time

Feed = Callable[[str, int, int], JsonObject]


class Subscription(QueueConsumer):
    """Consumes the queue of the facts one service follows; `run` until killed.

    `feed(source, after, limit)` asks a source for its facts, as RPC.
    """

    what = "subscription"

    def __init__(
        self, service: str, sources: list[str], processor: FactProcessor, feed: Feed, amqp_url: str
    ) -> None:
        super().__init__(service, f"{service}.facts", amqp_url)
        self.sources = sources
        self.processor = processor
        self.heads: dict[str, int] = {}
        self.behind: dict[str, float] = {}  # source → when to ask it next
        self.heard: dict[str, float] = {}  # source → when anything last came from it
        self._awaited: set[str] = set()  # silent sources that are being asked again
        self._silent_since: dict[str, float] = {}
        self._unbound: set[str] = set()  # sources whose exchange the queue is still to be bound to
        self._feed = feed

    def follow(self, source: str) -> None:
        """Take the facts of one more source, from its first one on."""
        self.sources.append(source)
        self._unbound.add(source)

    def _bind(self, queue: Any, channel: Any) -> None:
        self._unbound.clear()
        for source in self.sources:
            exchange = events_exchange(source)
            exchange(channel).declare()
            queue.bind_to(exchange, routing_key="#")

    def _on_connected(self) -> None:
        self.behind = dict.fromkeys(self.sources, 0.0)  # what did we miss meanwhile?
        self._silent_since = dict.fromkeys(self.sources, time.monotonic())

    def _watch(self, channel: Any, silent_for: float) -> None:
        if self.sources and silent_for > SILENCE_SECONDS:
            # Sources announce their heads all the time. TCP may be alive and the consumer dead.
            raise ConnectionError("nothing heard")
        if self._unbound:
            new = sorted(self._unbound)
            self._bind(Queue(self.queue)(channel), channel)
            for source in new:
                self._silent_since[source] = time.monotonic()
                self.behind.setdefault(source, 0.0)

    def _choose_wait(self) -> float:
        due = min(self.behind.values(), default=None)
        patience = super()._choose_wait()
        return patience if due is None else min(patience, max(due - time.monotonic(), 0.01))

    def _after_turn(self) -> None:
        self._look_for_silent_sources()
        self._repair()

    def _look_for_silent_sources(self) -> None:
        """Ask whom nothing was heard from, while others speak: its binding may be lost."""
        now = time.monotonic()
        for source, since in self._silent_since.items():
            if source not in self.behind and now - since > SILENCE_SECONDS:
                self._silent_since[source] = now
                self._unbound.add(source)

    def _note_word(self, source: str) -> None:
        self.heard[source] = self._silent_since[source] = time.monotonic()

    # -- a batch ------------------------------------------------------------------------------

    def _take(self, messages: list[Any]) -> None:
        received: list[ReceivedFact] = []
        refused: list[UnreadableMessage] = []
        expected = self.processor.checkpoints()
        for message in messages:
            body = message.body if isinstance(message.body, bytes) else message.body.encode()
            try:
                fact = self._parse(message, body)
            except Malformed as fault:
                refused.append(UnreadableMessage(body, fault.reason))
                continue
            if fact is None:
                continue
            self._note_word(fact.source)
            known = expected[fact.source]
            self.heads[fact.source] = max(self.heads.get(fact.source, 0), fact.position)
            if fact.position <= known:
                continue  # seen already
            if fact.previous != known:
                self.behind.setdefault(fact.source, 0.0)
                continue  # the source itself is asked for what lies between, and for this one
            expected[fact.source] = fact.position
            received.append(ReceivedFact(fact, body))
        if received or refused:
            self.processor.apply(received, refused)

    def _parse(self, message: Any, body: bytes) -> Fact | None:
        """The fact in a message; None for an announcement, which is noted."""
        content_type = message.properties.get("content_type")
        if content_type not in (CONTENT_TYPE, "application/cloudevents+json"):
            raise Malformed("wrong_content_type")
        decoded = parse_strict_json(body)
        if isinstance(decoded, dict) and decoded.get("type") == HEAD_TYPE:
            self._note_head(decoded)
            return None
        fact = decode_fact(decoded)
        if fact.source not in self.sources:
            raise Malformed("source_not_followed")
        return fact

    def _note_head(self, message: JsonObject) -> None:
        source, position = (
            str(message.get("source", "")).rpartition("/")[2],
            message.get("position"),
        )
        if source not in self.sources or type(position) is not int:
            raise Malformed("bad_head")
        self._note_word(source)
        self.heads[source] = position
        if position > self.processor.checkpoints()[source]:
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
                _log.info("source does not answer", source=source, error=type(silent).__name__)
                self._await_answer(source)

    def _await_answer(self, source: str) -> None:
        """Ask a silent source again beside the loop: the others' facts must not wait for it."""
        self.behind[source] = math.inf
        if source not in self._awaited:
            self._awaited.add(source)
            spawn(self._ask_until_answered, source)

    def _ask_until_answered(self, source: str) -> None:
        pause, attempts = 1.0, 0
        try:
            while math.isinf(self.behind.get(source, 0.0)):
                sleep(pause)
                pause, attempts = min(pause * 1.5, 10.0), attempts + 1
                try:
                    self._feed(source, self.processor.checkpoints()[source], 1)
                except (TsunaguError, OSError, sa.exc.DBAPIError) as silent:
                    if attempts % TOLD_AFTER == 0:
                        error, heard = type(silent).__name__, source in self.heard
                        _log.warning(
                            "source is silent", source=source, heard_before=heard, error=error
                        )
                    continue
                self.behind[source] = 0.0
        finally:
            self._awaited.discard(source)
            if math.isinf(self.behind.get(source, 0.0)):
                self.behind[source] = 0.0  # whatever ended this: it is still to be asked

    def _read_page(self, source: str) -> bool:
        after = self.processor.checkpoints()[source]
        page = self._feed(source, after, FEED_PAGE)
        self.last_turn = time.monotonic()
        self._note_word(source)
        bodies = [text.encode() for text in page["facts"]]
        if bodies:
            self.processor.apply([ReceivedFact(parse_fact(body), body) for body in bodies], [])
        self.heads[source] = max(self.heads.get(source, 0), int(page["head"]))
        return bool(page["more"])

    def lag(self) -> dict[str, JsonObject]:
        """source → position reached and head known, and whether anything ever came from it."""
        reached = self.processor.checkpoints()
        return {
            source: {
                "position": reached[source],
                "head": max(self.heads.get(source, 0), reached[source]),
                "heard": source in self.heard,
            }
            for source in self.sources
        }
