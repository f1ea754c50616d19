"""Rejected messages, for operators: which of others' messages were not taken; another try.

The messages lie in a queue of the broker, unchanged, each with its reason. Looking takes
none out; a second try goes the way of every message, and what is then taken leaves the
queue. Nothing is thrown away here: a department mends its message and sends it again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kombu import Connection

from tsunagu.domain.json_object import JsonObject
from tsunagu.messaging.inbound_message import AT, FIELDS, REASON, SENDER, InboundMessage, read
from tsunagu.messaging.inbound_queue import InboundQueue
from tsunagu.process.concurrency import Timeout

SECONDS = 20.0
GIVEN_UP = "delivery_limit"


def list_rejected(incoming: InboundQueue, limit: int) -> JsonObject:
    """`{"waiting", "messages": [{reason, fields, sender, refused_at}]}`, the oldest first."""
    with _open_queue(incoming) as (channel, waiting):
        messages = list(_get_messages(channel, incoming, min(limit, waiting)))
        for message in messages:
            channel.basic_reject(message.delivery_tag, requeue=True)
    return {"waiting": waiting, "messages": [_describe(message) for message in messages]}


def retry_rejected(incoming: InboundQueue, limit: int) -> dict[str, int]:
    """Try so many again: `{"taken", "still_refused"}`. For after a fault of ours was mended."""
    kept = []
    with _open_queue(incoming) as (channel, waiting):
        messages = list(_get_messages(channel, incoming, min(limit, waiting)))
        for message in messages:
            if incoming.take_one(_read_as_sent(message)) is None:
                channel.basic_ack(message.delivery_tag)
            else:
                kept.append(message)
        for message in kept:
            channel.basic_reject(message.delivery_tag, requeue=True)
    return {"taken": len(messages) - len(kept), "still_refused": len(kept)}


@contextmanager
def _open_queue(incoming: InboundQueue) -> Iterator[tuple[Any, int]]:
    connection = Connection(incoming.amqp_url, connect_timeout=5)
    with Timeout(SECONDS, ConnectionError("the broker does not answer")):
        try:
            connection.connect()
            channel = connection.channel()
            declared = channel.queue_declare(incoming.source.refused, passive=True)
            yield channel, int(declared.message_count)
        finally:
            connection.collect(socket_timeout=1)


def _get_messages(channel: Any, incoming: InboundQueue, count: int) -> Iterator[Any]:
    for _ in range(count):
        message = channel.basic_get(incoming.source.refused)
        if message is None:
            return
        yield message


def _read_headers(message: Any) -> JsonObject:
    return dict(
        getattr(message, "headers", None) or message.properties.get("application_headers") or {}
    )


def _describe(message: Any) -> JsonObject:
    headers = _read_headers(message)
    return {
        # The broker's own dead letters carry no reason of ours.
        "reason": headers.get(REASON) or GIVEN_UP,
        "fields": [name for name in str(headers.get(FIELDS) or "").split(",") if name],
        "sender": headers.get(SENDER) or message.properties.get("user_id") or None,
        "refused_at": headers.get(AT),
    }


def _read_as_sent(message: Any) -> InboundMessage:
    """The message as its sender's: only this service writes there, so its own word holds."""
    sender = _read_headers(message).get(SENDER) or message.properties.get("user_id")
    message.properties["user_id"] = sender
    return read(message)
