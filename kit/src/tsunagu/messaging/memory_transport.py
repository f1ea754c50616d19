"""kombu's in-memory transport, mended for embedded mode: `tsunagu-memory://<name>/`.

These things differ from stock `memory://`: the content type is kept in the
message's properties too (nameko's RPC replies look there), an idle consumer
waits to be woken instead of polling, an ack of several messages acks them all,
a message that must arrive and has nowhere to go is given back, a queue can end with its last
consumer, and each virtual host is a broker of its
own, so that several embedded platforms fit in one process.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from queue import Empty, Queue
from typing import Any

from amqp.protocol import queue_declare_ok_t
from kombu.exceptions import ChannelError
from kombu.transport import memory, virtual

from tsunagu.process import patches

SCHEME = "tsunagu-memory"


class _Broker:
    """The queues and bindings of one virtual host."""

    def __init__(self) -> None:
        self.state = virtual.BrokerState()
        self.queues: dict[str, Queue[Any]] = {}
        self.waiting: dict[str, set[threading.Event]] = {}
        self.consumers: Counter[str] = Counter()
        self.ends_unused: set[str] = set()  # queues that end with their last consumer
        self.closing = False


_brokers: dict[str, _Broker] = {}


def wake_all_consumers(name: str) -> None:
    """Let every consumer of a virtual host turn at once: the platform is stopping."""
    broker = _brokers[name]
    broker.closing = True
    for consumers in list(broker.waiting.values()):
        for consumer in list(consumers):
            consumer.set()


def drop_broker(name: str) -> None:
    """Drop a virtual host and all its queues."""
    _brokers.pop(name, None)


class Message(virtual.Message):
    """Keeps content type and encoding among the properties, as real AMQP does."""

    def __init__(self, payload: Any, channel: Any = None, **kwargs: Any) -> None:
        super().__init__(payload, channel=channel, **kwargs)
        for name in ("content_type", "content_encoding"):
            self.properties.setdefault(name, payload.get(name.replace("_", "-")))


class Channel(memory.Channel):
    """A channel whose queues belong to the virtual host, and which wakes its consumers."""

    Message = Message
    supports_fanout = False

    def __init__(self, connection: Any, **kwargs: Any) -> None:
        self._broker: _Broker = connection.broker
        self.queues = self._broker.queues
        # Whoever waits for confirms hears of what cannot be routed, as with RabbitMQ.
        self._confirms = bool(connection.client.transport_options.get("confirm_publish"))
        super().__init__(connection, **kwargs)

    def _put(self, queue: str, message: Any, **kwargs: Any) -> None:
        super()._put(queue, message, **kwargs)
        self._wake_consumers(queue)

    def _wake_consumers(self, queue: str) -> None:
        for consumer in self._broker.waiting.get(queue, ()):
            consumer.set()

    def basic_publish(
        self, message: Any, exchange: str, routing_key: str, mandatory: bool = False, **kwargs: Any
    ) -> Any:
        if mandatory and self._confirms and not self._lookup(exchange, routing_key):
            raise ChannelError(f"NO_ROUTE: {routing_key}")
        return super().basic_publish(message, exchange, routing_key, **kwargs)

    def queue_declare(self, queue: str, auto_delete: bool = False, **kwargs: Any) -> Any:
        name, messages, _ = super().queue_declare(queue, **kwargs)
        if auto_delete:
            self._broker.ends_unused.add(name)
        return queue_declare_ok_t(name, messages, self._broker.consumers[name])

    def queue_delete(self, queue: str, **kwargs: Any) -> None:
        """Stock kombu leaves the queue in its exchanges' tables, and messages go on arriving."""
        for exchange, routing_key, arguments in list(self.state.queue_bindings(queue)):
            self.queue_unbind(queue, exchange, routing_key, arguments)
        self.queues.pop(queue, None)
        self._broker.ends_unused.discard(queue)

    def basic_consume(self, queue: str, *args: Any, **kwargs: Any) -> None:
        super().basic_consume(queue, *args, **kwargs)
        self._broker.consumers[queue] += 1

    def basic_cancel(self, consumer_tag: Any) -> None:
        queue = self._tag_to_queue.get(consumer_tag)
        super().basic_cancel(consumer_tag)
        if queue is not None:
            self._broker.consumers[queue] -= 1
            if not self._broker.consumers[queue] and queue in self._broker.ends_unused:
                self.queue_delete(queue)

    def basic_ack(self, delivery_tag: Any, multiple: bool = False) -> None:
        """Stock kombu acks one message whatever `multiple` says; the others would pile up."""
        was_full = not self.qos.can_consume()
        if multiple:
            for delivered in list(self.qos._delivered):
                if delivered == delivery_tag:
                    break
                self.qos.ack(delivered)
        self.qos.ack(delivery_tag)
        if was_full:
            for queue in set(self._active_queues):
                self._wake_consumers(queue)

    def close(self) -> None:
        # Not memory.Channel.close(): that one would drop every queue of the broker.
        virtual.Channel.close(self)


class Transport(memory.Transport):
    """The in-memory broker of one virtual host."""

    Channel = Channel
    polling_interval = None
    recoverable_connection_errors = ()
    recoverable_channel_errors = ()

    def __init__(self, client: Any, **kwargs: Any) -> None:
        self.broker = _brokers.setdefault(client.hostname or client.virtual_host or "", _Broker())
        super().__init__(client, **kwargs)
        self.state = self.broker.state

    def drain_events(self, connection: Any, timeout: float | None = None, **_: Any) -> None:
        """Deliver one message, waiting for it without polling."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            try:
                self.cycle.get(self._deliver, timeout=timeout)
                return
            except Empty:
                left = None if deadline is None else deadline - time.monotonic()
                if left is not None and left <= 0:
                    raise TimeoutError from None
                # Who has just cancelled its last consumer would wait for nobody to wake it.
                if not self.broker.closing:
                    self._wait(1.0 if left is None else min(left, 1.0))
                if self.broker.closing:
                    time.sleep(0.01)
                    raise TimeoutError from None

    def _wait(self, seconds: float) -> None:
        """Until something arrives in a queue this connection consumes; at most so long."""
        waiting = self.broker.waiting
        queues = {queue for channel in self.channels for queue in channel._active_queues}
        arrived = threading.Event()
        for queue in queues:
            waiting.setdefault(queue, set()).add(arrived)
        try:
            arrived.wait(seconds)
        finally:
            for queue in queues:
                waiting[queue].discard(arrived)


patches.register_transport(SCHEME, f"{__name__}:Transport")
