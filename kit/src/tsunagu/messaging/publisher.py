"""Publishing in batches with publisher confirms.

One confirm a message would cost a factor of ten; here a batch is sent, then
all its confirms are awaited. Messages are persistent and mandatory: an
unroutable one comes back and is counted instead of vanishing as a success.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import amqp
from kombu import Connection, Exchange

from tsunagu.contracts.facts import CONTENT_TYPE
from tsunagu.domain.json_object import JsonObject
from tsunagu.log.failpoints import failpoint
from tsunagu.messaging import memory_transport  # noqa: F401  registers the embedded transport


class Returned(NamedTuple):
    """A message of somebody outside, on its way back with the reason in its headers."""

    routing_key: str
    body: bytes
    headers: dict[str, str]
    content_type: str | None
    content_encoding: str | None


class NotConfirmed(Exception):
    """The broker refused a message of the batch; nothing of it counts as published."""


def events_exchange(service: str) -> Exchange:
    """The exchange of a service's facts, named and declared as nameko itself does."""
    return Exchange(f"{service}.events", type="topic", durable=True, delivery_mode=2)


class BatchPublisher:
    """One connection that publishes batches to one exchange. Not for concurrent use."""

    def __init__(self, amqp_url: str, exchange: Exchange) -> None:
        self.unroutable = 0
        self._exchange = exchange.name
        self._connection = Connection(amqp_url, connect_timeout=5)
        self._connection.connect()
        self._channel: Any = self._connection.channel()
        exchange(self._channel).declare()
        self._confirms = isinstance(self._channel, amqp.Channel)
        self._sent = self._settled = 0  # every tag up to `_settled` is answered
        self._early: set[int] = set()  # answered before an earlier one was
        self._refused = False
        if self._confirms:
            self._channel.confirm_select()
            # The channel counts acks only in its one-by-one mode; these callbacks do it here.
            self._channel.events["basic_ack"].add(self._on_ack)
            self._channel.events["basic_nack"].add(self._on_nack)
            self._channel.events["basic_return"].add(self._on_return)

    def publish(
        self, messages: list[tuple[str, bytes]], *, expiration_ms: int | None = None
    ) -> None:
        """Publish `(routing key, body)` in order; returns when the broker has them all."""
        lasting = expiration_ms is None
        kind = {"content_type": CONTENT_TYPE, "content_encoding": "utf-8"}
        for routing_key, body in messages:
            properties: dict[str, Any] = {"delivery_mode": 2 if lasting else 1}
            if not lasting:
                properties["expiration"] = str(expiration_ms)
            self._send(routing_key, body, kind, properties, mandatory=lasting)
        failpoint("relay.after_publish")
        self._settle(len(messages))

    def return_to_sender(self, messages: list[Returned]) -> None:
        """Publish foreign messages as they came, each with our headers; NotConfirmed where one
        of them would have been lost."""
        for message in messages:
            kind: JsonObject = {"headers": message.headers}
            if message.content_type:
                kind["content_type"] = message.content_type
            if message.content_encoding:
                kind["content_encoding"] = message.content_encoding
            self._send(message.routing_key, message.body, kind, {"delivery_mode": 2})
        self._settle(len(messages))
        if self.unroutable:
            self.unroutable = 0
            raise NotConfirmed("nobody is bound to take what is returned")

    def _send(
        self,
        routing_key: str,
        body: bytes,
        kind: JsonObject,
        properties: dict[str, Any],
        mandatory: bool = True,
    ) -> None:
        message = self._channel.prepare_message(body, properties=properties, **kind)
        self._channel.basic_publish(
            message, exchange=self._exchange, routing_key=routing_key, mandatory=mandatory
        )

    def _settle(self, count: int) -> None:
        """Wait until the broker has answered for `count` more messages."""
        if not self._confirms:
            return
        self._sent += count
        while self._settled < self._sent:
            self._connection.drain_events(timeout=10)
        if self._refused:
            self._refused = False
            raise NotConfirmed("the broker refused a message")

    def _on_ack(self, delivery_tag: int, multiple: bool) -> None:
        # Refusals overtake confirms: only the tags themselves say what is still open.
        if multiple:
            self._settled = max(self._settled, delivery_tag)
            self._early = {tag for tag in self._early if tag > self._settled}
        else:
            self._early.add(delivery_tag)
        while self._settled + 1 in self._early:
            self._settled += 1
            self._early.discard(self._settled)

    def _on_nack(self, delivery_tag: int, multiple: bool) -> None:
        self._refused = True
        self._on_ack(delivery_tag, multiple)

    def _on_return(self, *_: Any) -> None:
        self.unroutable += 1

    def close(self) -> None:
        self._connection.collect(socket_timeout=1)
