"""Messages of others than our own services: taken once, or given back with the reason.

Departments publish CloudEvents to an exchange of theirs. A service that takes them
in names the exchange and a function (`Definition.incoming`); whatever cannot be
taken is published to `<exchange>.refused`, its body unchanged and the reason in a
header, before the original is acked. So each ends as exactly one of taken or
refused, none is lost, and nothing of any of them is ever logged.
"""

from __future__ import annotations

import time
from typing import Any

import sqlalchemy as sa
from amqp import Channel as RealChannel
from kombu import Exchange, Queue

from tsunagu.domain.errors import Conflict, OutcomeUnknown, Unavailable
from tsunagu.log.unit_of_work import EventStore
from tsunagu.messaging.fact_processor import describe_failure
from tsunagu.messaging.inbound_message import (
    InboundMessage,
    InboundSource,
    Rejection,
    make_returned,
    read,
)
from tsunagu.messaging.publisher import BatchPublisher, Returned
from tsunagu.messaging.queue_consumer import QueueConsumer
from tsunagu.process.concurrency import Timeout, sleep
from tsunagu.process.structured_logging import get_logger

_log = get_logger(__name__)

INTERNAL_ERROR = "internal_error"
BATCH = 100  # small enough that a request waits no more than a moment behind a batch
READ_AT_ONCE = 20
PUBLISH_SECONDS = 15.0
LOOK_SECONDS = 5.0
SILENCE_SECONDS = 20.0
PATIENCE = (0.1, 0.5, 2.0)
GONE = (sa.exc.OperationalError, sa.exc.InterfaceError, OSError)
TRANSIENT = (Conflict, Unavailable, OutcomeUnknown)


class InboundQueue(QueueConsumer):
    """Consumes the queue of what others send to one service; `run` until killed."""

    what = "incoming"
    batch = BATCH

    def __init__(
        self, service: str, source: InboundSource, store: EventStore, amqp_url: str
    ) -> None:
        super().__init__(service, f"{service}.{source.exchange}", amqp_url)
        self.source = source
        self.store = store
        self.taken = self.refused = self.waiting = 0
        self._looked = 0.0
        self._returning: BatchPublisher | None = None

    # -- the queue ----------------------------------------------------------------------------

    def _bind(self, queue: Any, channel: Any) -> None:
        for name in (self.source.exchange, self.source.refused):
            Exchange(name, type="topic", durable=True)(channel).declare()
        queue.bind_to(self.source.exchange, routing_key="#")
        lasting = None
        if isinstance(channel, RealChannel):
            # Looking counts as a delivery, and newer brokers throw away after twenty.
            lasting = {"x-queue-type": "quorum", "x-delivery-limit": 1_000_000}
        refused = Queue(self.source.refused, durable=True, queue_arguments=lasting)(channel)
        refused.queue_declare()
        refused.bind_to(self.source.refused, routing_key="#")

    def _list_extra_arguments(self) -> dict[str, Any]:
        # What the broker itself gives up (it came back too often) must not vanish either:
        # at-least-once keeps it here until the other queue has it.
        return {
            "x-dead-letter-exchange": self.source.refused,
            "x-dead-letter-strategy": "at-least-once",
        }

    def _watch(self, channel: Any, silent_for: float) -> None:
        """Now and then ask how many wait: no answer, or some wait and none comes, is death.

        Unlike facts, these may be silent for days; a stand-by consumer rightly gets none.
        """
        if not isinstance(channel, RealChannel) or time.monotonic() - self._looked < LOOK_SECONDS:
            return
        with Timeout(LOOK_SECONDS, ConnectionError("the broker does not answer")):
            found = channel.queue_declare(self.queue, passive=True)
        self._looked, self.waiting = time.monotonic(), found.message_count
        if found.message_count and found.consumer_count <= 1 and silent_for > SILENCE_SECONDS:
            raise ConnectionError("nothing heard")

    def count_messages(self) -> dict[str, int]:
        """Since the start: taken and refused; and how many waited when last looked."""
        return {"taken": self.taken, "refused": self.refused, "waiting": self.waiting}

    # -- a batch ------------------------------------------------------------------------------

    def _take(self, messages: list[Any]) -> None:
        inbound = []
        for number, message in enumerate(messages, start=1):
            inbound.append(read(message))
            if number % READ_AT_ONCE == 0:
                sleep(0)
        answers = self._take_batch(inbound)
        back = [
            make_returned(message, one, why)
            for message, one, why in zip(messages, inbound, answers, strict=True)
            if why is not None
        ]
        if back:
            self._return_to_sender(back)
        self.taken += len(messages) - len(back)
        self.refused += len(back)

    def _take_batch(self, inbound: list[InboundMessage]) -> list[Rejection | None]:
        try:
            return self._take_when_database_answers(inbound)
        except Exception as failure:
            _log.info("batch failed: taken one by one", reason=describe_failure(failure))
        return [self.take_one(one) for one in inbound]

    def take_one(self, one: InboundMessage) -> Rejection | None:
        """A message on its own; one that fails for our own fault goes where operators look."""
        for attempt, pause in enumerate((*PATIENCE, 0.0), start=1):
            try:
                return self._take_when_database_answers([one])[0]
            except Exception as again:
                failure = again
                if not isinstance(again, TRANSIENT) and attempt >= 2:
                    break
                sleep(pause)
        _log.error("message failed", loop=self.what, reason=describe_failure(failure))
        return Rejection(INTERNAL_ERROR)

    def _take_when_database_answers(self, inbound: list[InboundMessage]) -> list[Rejection | None]:
        """Wait for a database that is away with the messages in hand.

        Given back, each would count as delivered once more, and the broker gives up at a number.
        """
        pause = 0.2
        while True:
            try:
                return self.source.take(self.store, inbound)
            except GONE as away:
                self.error = type(away).__name__
                _log.warning("loop waits", loop=self.what, error=self.error, again_in=pause)
            self.last_turn = time.monotonic()
            sleep(pause)
            pause = min(pause * 2, 3.0)

    def _return_to_sender(self, back: list[Returned]) -> None:
        """Publish what was refused; it is there for good when this returns."""
        try:
            with Timeout(PUBLISH_SECONDS, ConnectionError("the broker does not take it")):
                if self._returning is None:
                    exchange = Exchange(self.source.refused, type="topic", durable=True)
                    self._returning = BatchPublisher(self.amqp_url, exchange)
                self._returning.return_to_sender(back)
        except BaseException:
            publisher, self._returning = self._returning, None
            if publisher is not None:
                with Timeout(2, False):
                    publisher.close()
            raise
