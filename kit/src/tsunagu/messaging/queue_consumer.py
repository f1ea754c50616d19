"""The loop that consumes one durable queue; a subclass says what to do with a batch.

A batch is taken, dealt with, and acked only then. Every failure closes the
connection and starts again after a short pause, so whatever was not acked comes
again. `last_turn` and `error` tell the service's health and its watchdog how the
loop fares; a consumer that only looks alive ends itself.
"""

from __future__ import annotations

import time
from typing import Any

import sqlalchemy as sa
from kombu import Connection, Queue

from tsunagu.domain.errors import TsunaguError
from tsunagu.log.failpoints import failpoint
from tsunagu.messaging import memory_transport  # noqa: F401  registers the embedded transport
from tsunagu.process.concurrency import Timeout, sleep, unpatched
from tsunagu.process.structured_logging import get_logger

_log = get_logger(__name__)

BATCH = 500
PREFETCH = 1000
IDLE_SECONDS = 1.0
DELIVERY_LIMIT = 50

# The system's own, not the hub's: asked without waiting.
_poll = unpatched("select").poll
READABLE = 1  # POLLIN


class QueueConsumer:
    """One queue and its single active consumer; `run` until killed.

    `_bind`, `_take` and `_watch` are for who consumes; `_on_connected` and `_after_turn` may be.
    """

    what = "consumer"
    batch = BATCH

    def __init__(self, service: str, queue: str, amqp_url: str) -> None:
        self.service = service
        self.queue = queue
        self.last_turn = time.monotonic()
        self.error: str | None = None
        self.amqp_url = amqp_url
        self._buffer: list[Any] = []
        self._cancelled = False
        self._heard = time.monotonic()

    # -- for who consumes ---------------------------------------------------------------------

    def _bind(self, queue: Any, channel: Any) -> None:
        """Declare where the messages come from, and bind the declared queue to it."""
        raise NotImplementedError

    def _take(self, messages: list[Any]) -> None:
        """Deal with a batch, in order; what returns is acked."""
        raise NotImplementedError

    def _watch(self, channel: Any, silent_for: float) -> None:
        """Called every turn; ConnectionError if this consumer must be dead."""

    def _on_connected(self) -> None:
        """The queue is there and consumed."""

    def _after_turn(self) -> None:
        """At the end of every turn."""

    def _choose_wait(self) -> float:
        """For how many seconds to wait for a message when none is there."""
        return IDLE_SECONDS

    def _list_extra_arguments(self) -> dict[str, Any]:
        """Further arguments of the queue on RabbitMQ."""
        return {}

    # -- the connection -----------------------------------------------------------------------

    def run(self) -> None:
        """Work for ever; every failure closes the connection and starts again after a pause."""
        pause = 0.2
        while True:
            connection = None
            try:
                connection = Connection(self.amqp_url, connect_timeout=5, heartbeat=0)
                channel = self._consume(connection)
                self._on_connected()
                while True:
                    self.last_turn = time.monotonic()
                    self._take_turn(connection, channel)
                    pause, self.error = 0.2, None
            except Exception as failure:
                self.error = type(failure).__name__
                _log.warning("loop failed", loop=self.what, error=self.error, again_in=pause)
                if not isinstance(failure, OSError | TsunaguError | sa.exc.DBAPIError):
                    _log.debug("details", exc_info=True)
            finally:  # also when killed: a socket left open keeps its place in the hub
                if connection is not None:
                    with Timeout(2, False):
                        connection.collect(socket_timeout=1)
            sleep(pause)
            pause = min(pause * 2, 3.0)

    def _consume(self, connection: Connection) -> Any:
        connection.connect()
        channel = connection.channel()
        self._buffer.clear()
        self._cancelled = False
        self._heard = time.monotonic()
        arguments = self._queue_arguments(connection)
        bound = Queue(self.queue, durable=True, queue_arguments=arguments)(channel)
        bound.queue_declare()
        self._bind(bound, channel)
        channel.basic_qos(0, PREFETCH, False)
        options: dict[str, Any] = {
            "queue": self.queue,
            "no_ack": False,
            "callback": self._buffer.append,
            "consumer_tag": f"{self.service}.{id(self):x}",
        }
        if connection.transport.driver_type == "amqp":
            options["on_cancel"] = self._on_cancel
        channel.basic_consume(**options)
        return channel

    def _queue_arguments(self, connection: Connection) -> dict[str, Any] | None:
        if connection.transport.driver_type != "amqp":
            return None
        return {
            "x-queue-type": "quorum",
            "x-single-active-consumer": True,
            # Far above what a restart can cause: what comes back that often is a poison message.
            "x-delivery-limit": DELIVERY_LIMIT,
            "x-overflow": "reject-publish",
            **self._list_extra_arguments(),
        }

    def _on_cancel(self, _tag: str) -> None:
        self._cancelled = True

    # -- one turn -----------------------------------------------------------------------------

    def _take_turn(self, connection: Connection, channel: Any) -> None:
        """Take what is there (up to a batch), deal with it, ack it."""
        self._fill(connection)
        if self._cancelled:
            raise ConnectionError("the queue was deleted")
        if self._buffer:
            self._heard = time.monotonic()
        self._watch(channel, time.monotonic() - self._heard)
        batch = self._buffer[: self.batch]
        del self._buffer[: len(batch)]
        if batch:
            self._take(batch)
            channel.basic_ack(batch[-1].delivery_tag, multiple=True)
            failpoint(f"{self.what}.after_ack")
        self._after_turn()

    def _fill(self, connection: Connection) -> None:
        timeout = 0.0 if self._buffer else self._choose_wait()
        while len(self._buffer) < self.batch and not self._cancelled:
            try:
                connection.drain_events(timeout=timeout or 0.0005)
            except TimeoutError:
                return
            if not _has_more_at_hand(connection):
                return
            timeout = 0.0


def _has_more_at_hand(connection: Connection) -> bool:
    """Whether more can be read at once: the shortest timeout costs a lone message a millisecond."""
    if connection.transport.driver_type != "amqp":
        return True
    sock = connection.connection.sock
    if getattr(sock, "pending", None) is not None and sock.pending():  # TLS has read ahead
        return True
    poll = _poll()
    poll.register(sock, READABLE)
    return bool(poll.poll(0))
