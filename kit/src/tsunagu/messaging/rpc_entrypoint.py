"""A service's side of a call: nameko's RPC entrypoint, which starts only what is still wanted.

A call may have lain in a stopped process for long, and its caller may have been told that
nothing was done. Where that is possible, the caller's own queue is asked before the call is
started: it is bound for as long as the caller waits. That it was started is told to the caller
too, who otherwise could not say whether anything was done. Clocks only spare the question where
they say that a call is new; where they disagree, it is asked for every call.

A queue of calls ends with its last consumer, and the calls in it with it: who calls a service
that is not there hears so at once.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from typing import Any, ClassVar

from amqp.exceptions import AMQPError, PreconditionFailed
from kombu import Queue
from kombu.exceptions import ChannelError, OperationalError
from nameko.amqp.publish import Publisher, UndeliverableMessage
from nameko.constants import DEFAULT_TRANSPORT_OPTIONS, NON_PERSISTENT
from nameko.rpc import Responder, Rpc, RpcConsumer, get_rpc_exchange

from tsunagu.process.structured_logging import get_logger

_log = get_logger(__name__)

SENT = "tsunagu-sent"  # header of a call: when it was sent, in seconds since 1970
TAKEN = "taken"  # type of the message that tells the caller of the start
# A call younger than this is started without asking: nobody gives up so soon.
FRESH_SECONDS = 0.25

_CLAIM = "_claim"
_NOT_STARTED = object()  # what a call "returns" that is left undone: it is answered by nobody


class CallQueue(Queue):  # type: ignore[misc]
    """The queue of one service's calls; it ends with its last consumer."""

    def declare(self, nowait: bool = False, channel: Any = None) -> str:
        connection = (channel or self.channel).connection
        try:
            name: str = super().declare(nowait, channel)
        except PreconditionFailed:
            # A release before this one left a queue that outlives its service. What still
            # consumes it keeps it; nameko connects again until it is gone.
            connection.channel().queue_delete(self.name, if_unused=True)
            raise
        return name


class _Reply(Publisher):  # type: ignore[misc]
    """Replies are worth nothing once the broker was down: not kept on its disk."""

    delivery_mode = NON_PERSISTENT


class _Responder(Responder):  # type: ignore[misc]
    publisher_cls = _Reply


class _Notice(Publisher):  # type: ignore[misc]
    """Tells the caller of the start; nobody waits until the broker has it."""

    delivery_mode = NON_PERSISTENT
    use_confirms = False
    # nameko writes into this, and kombu reads it whenever it connects: one for each kind.
    transport_options: ClassVar = dict(DEFAULT_TRANSPORT_OPTIONS)


class _Question(_Notice):
    """The same, and whether the caller still listens."""

    use_confirms = True
    mandatory = True
    transport_options: ClassVar = dict(DEFAULT_TRANSPORT_OPTIONS)


class Claim:
    """The right to start one call; whoever cannot take it leaves the call undone."""

    def __init__(self, message: Any, config: dict[str, Any]) -> None:
        self._message, self._config = message, config

    def take(self) -> bool:
        """Whether to start the call now. From here on the broker gives it to nobody else."""
        if not self._message.acknowledged and self._message.channel.connection:
            self._message.ack()
        sent = self._message.headers.get(SENT)
        if sent is None:  # of a client that is not ours, and tells nobody that nothing was done
            return True
        if self._message.delivery_info.get("redelivered"):
            return False  # somebody may have started it
        is_fresh = abs(time.time() - float(sent)) < FRESH_SECONDS
        try:
            self._tell_caller(_Notice if is_fresh else _Question)
        except UndeliverableMessage:
            _log.info("call not started: its caller has given up")
            return False
        except (AMQPError, ChannelError, OperationalError, OSError) as failure:
            _log.warning("call not started", error=type(failure).__name__)
            return False
        return True

    def _tell_caller(self, kind: type[Publisher]) -> None:
        kind(self._config["AMQP_URI"]).publish(
            None,
            exchange=get_rpc_exchange(self._config),
            routing_key=self._message.properties["reply_to"],
            correlation_id=self._message.properties["correlation_id"],
            type=TAKEN,
        )


class _CallConsumer(RpcConsumer):  # type: ignore[misc]
    queue: Any

    def setup(self) -> None:
        is_first = self.queue is None
        super().setup()
        if is_first:
            stock = self.queue
            self.queue = CallQueue(
                stock.name, stock.exchange, stock.routing_key, durable=True, auto_delete=True
            )

    def handle_result(self, message: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        """As nameko's, but that what was started is acked already, and the rest not answered."""
        if result is _NOT_STARTED:
            return None, None
        config = self.container.config
        responder = _Responder(config["AMQP_URI"], get_rpc_exchange(config), "json", message)
        answered: tuple[Any, Any] = responder.send_response(result, exc_info)
        if not message.acknowledged:
            self.queue_consumer.ack_message(message)
        return answered


class _Call(Rpc):  # type: ignore[misc]
    rpc_consumer = _CallConsumer()

    def handle_message(self, body: Any, message: Any) -> None:
        if isinstance(body.get("kwargs"), dict):
            body["kwargs"][_CLAIM] = Claim(message, self.container.config)
        super().handle_message(body, message)


def answer_calls(method: Callable[..., Any]) -> Callable[..., Any]:
    """Make a method of a service an RPC method, as nameko's `rpc` does."""

    @functools.wraps(method)
    def start_if_wanted(self: Any, *args: Any, _claim: Claim | None = None, **kwargs: Any) -> Any:
        if _claim is not None and not _claim.take():
            return _NOT_STARTED
        return method(self, *args, **kwargs)

    decorated: Callable[..., Any] = _Call.decorator(start_if_wanted)
    return decorated
