"""Calling other services: nameko's RPC with typed errors, and an honest answer where none comes.

An error crosses the wire as its code and sentence, never as an import path. A service that is
not there is `Unavailable` at once, and one that does not get to a call in its time likewise: the
call is taken back, and will not be started (`rpc_entrypoint`). Where it was started and no
answer came, the caller hears that the outcome is not known.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping
from typing import Any

from amqp.exceptions import AMQPError
from kombu.exceptions import ChannelError, OperationalError
from nameko.constants import NON_PERSISTENT
from nameko.exceptions import RemoteError, UnknownService
from nameko.extensions import DependencyProvider
from nameko.rpc import RPC_QUEUE_TEMPLATE
from nameko.standalone.rpc import (
    ClusterRpcProxy,
    PollingQueueConsumer,
    SingleThreadedReplyListener,
)

from tsunagu.contracts import plain_json  # noqa: F401  what goes over the wire comes out as it went in
from tsunagu.domain.errors import from_wire
from tsunagu.domain.json_object import JsonObject
from tsunagu.messaging import request_keys
from tsunagu.messaging.refusals import (
    CALL_FAILED,
    OUTCOME_UNKNOWN,
    SERVICE_BUSY,
    SERVICE_UNAVAILABLE,
)
from tsunagu.messaging.rpc_entrypoint import FRESH_SECONDS, SENT, TAKEN
from tsunagu.process.concurrency import Timeout

# (service, method, timeout=…, **arguments) → the answer; raises the service's typed errors.
Call = Callable[..., Any]

TIMEOUT = 10.0
REPLAYED = "replayed"  # beside a result: it is the one of the first time
LEAST_TIMEOUT = 2 * FRESH_SECONDS  # a fresh call is started without asking whether it is wanted
LOOK_SECONDS = LEAST_TIMEOUT  # how often a call that waits looks whether its service is there
# Taking a call back: all of it, and how long a word of its start may still be on its way.
WITHDRAW_SECONDS = 2.0
LAST_WORD_SECONDS = 0.1
# What a broker that goes away raises here, depending on the moment; kombu's is no OSError.
SILENCE = (Timeout, OSError, RuntimeError, AMQPError, OperationalError)


class ServiceGone(Exception):
    """Nobody takes the calls of this service any more."""


def unwrap_answer(answer: Any) -> Any:
    """What a service's answer holds; raises the typed error if it is one."""
    if isinstance(answer, Mapping) and set(answer) == {"error"}:
        raise from_wire(answer["error"])
    if isinstance(answer, Mapping) and set(answer) in ({"result"}, {"result", REPLAYED}):
        return answer["result"]
    return answer


class Caller:
    """Calls services over the broker; any number of greenlets may use it at once.

    A nameko proxy serves one call at a time, so idle proxies are kept in a pool.
    """

    def __init__(self, amqp_url: str) -> None:
        self._config = {"AMQP_URI": amqp_url, "serializer": "json"}
        self._idle: list[_Proxy] = []

    def call(
        self,
        service: str,
        method: str,
        timeout: float = TIMEOUT,
        notes: JsonObject | None = None,
        **kwargs: Any,
    ) -> Any:
        """The method's result; raises the service's own typed error.

        Unavailable: it was not and will not be done. OutcomeUnknown: it was started, or that
        cannot be told, and no answer came within `timeout` seconds (at least half of one).
        `notes` is told what the answer says beside the result: `replayed`, if so.
        """
        if request_keys.is_under_key(kwargs.get("_meta")):
            kwargs["_meta"] = request_keys.derive_key(kwargs["_meta"], service, method, kwargs)
        ends = time.monotonic() + max(timeout, LEAST_TIMEOUT)
        proxy = self._take_proxy(service, timeout)
        try:
            with Timeout(max(ends - time.monotonic(), LEAST_TIMEOUT)):
                answer = proxy.ask(service, method, timeout, kwargs)
        except RemoteError as remote:
            self._idle.append(proxy)
            raise CALL_FAILED(service=service, method=method, error=remote.exc_type) from None
        except UnknownService:
            self._idle.append(proxy)
            raise SERVICE_UNAVAILABLE(service=service) from None
        except (*SILENCE, ServiceGone) as silence:
            answer = _take_back(proxy, service, silence)
        else:
            self._idle.append(proxy)
        if notes is not None and isinstance(answer, Mapping) and REPLAYED in answer:
            notes[REPLAYED] = answer[REPLAYED]
        return unwrap_answer(answer)

    def _take_proxy(self, service: str, timeout: float) -> _Proxy:
        if self._idle:
            return self._idle.pop()
        try:
            with Timeout(timeout):
                return _Proxy(self._config)
        except SILENCE:
            raise SERVICE_UNAVAILABLE(service=service) from None

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()


def _take_back(proxy: _Proxy, service: str, silence: BaseException) -> Any:
    """The answer, should it have come at the last moment; else raises what is to be said."""
    try:
        with Timeout(WITHDRAW_SECONDS):
            proxy.withdraw()
    except SILENCE:
        # The broker itself is away. What did not get as far as the broker will not be done.
        if proxy.has_sent:
            raise OUTCOME_UNKNOWN(service=service) from None
        raise SERVICE_UNAVAILABLE(service=service) from None
    finally:
        proxy.close()
    if (answer := proxy.find_answer()) is not None:
        return answer
    if proxy.was_taken:
        raise OUTCOME_UNKNOWN(service=service) from None
    is_there = not isinstance(silence, ServiceGone)
    raise (SERVICE_BUSY if is_there else SERVICE_UNAVAILABLE)(service=service) from None


class _ReplyConsumer(PollingQueueConsumer):  # type: ignore[misc]
    """Waits for the reply to one call, and hears that the call was started."""

    def __init__(self, timeout: float | None = None) -> None:
        super().__init__(timeout)
        self.service = ""
        self.taken: set[str] = set()

    def on_message(self, body: Any, message: Any) -> None:
        if message.properties.get("type") == TAKEN:
            message.ack()
            self.taken.add(message.properties["correlation_id"])
        else:
            super().on_message(body, message)

    def get_message(self, correlation_id: str) -> None:
        """Wait for the reply; ServiceGone once nobody is there who could start the call."""
        while correlation_id not in self.replies:
            try:
                self.connection.drain_events(timeout=LOOK_SECONDS)
            except TimeoutError:
                if correlation_id not in self.taken and not self._is_served():
                    raise ServiceGone from None
            except (OSError, AMQPError):
                self._setup_consumer()  # the reply waits in its queue
        self.provider.handle_message(*self.replies.pop(correlation_id))

    def _is_served(self) -> bool:
        channel = self.connection.channel()
        try:
            name = RPC_QUEUE_TEMPLATE.format(self.service)
            return bool(channel.queue_declare(name, passive=True).consumer_count)
        except ChannelError:
            return False
        finally:
            channel.close()

    def stop_listening(self) -> None:
        """From now on nothing reaches this caller; hear what was on its way."""
        try:
            self._unbind()
        except (OSError, AMQPError, RuntimeError):
            self._setup_consumer()
            self._unbind()
        with contextlib.suppress(TimeoutError):
            while True:
                self.connection.drain_events(timeout=LAST_WORD_SECONDS)
        self.queue.delete()

    def _unbind(self) -> None:
        self.queue.unbind_from(self.queue.exchange, self.queue.routing_key)


class _ReplyListener(SingleThreadedReplyListener):  # type: ignore[misc]
    def __init__(self, timeout: float | None = None) -> None:
        super().__init__(timeout)
        self.queue_consumer = _ReplyConsumer(timeout)


class _Proxy:
    """A connection of its own that carries one call at a time."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        self._standalone = ClusterRpcProxy(config, reply_listener_cls=_ReplyListener)
        self._cluster = self._standalone.start()
        self._listener = self._standalone._reply_listener
        self.has_sent = False

    def ask(self, service: str, method: str, timeout: float, arguments: Mapping[str, Any]) -> Any:
        """The service's answer, as it came; UnknownService if it is not there."""
        self._listener._reply_events.clear()
        consumer = self._listener.queue_consumer
        consumer.service, consumer.taken = service, set()
        call = self._cluster[service].__getattr__(method)
        call.publisher.delivery_mode = NON_PERSISTENT
        call.publisher.expiration = max(timeout, LEAST_TIMEOUT)
        call.publisher.publish_kwargs = {"headers": {SENT: time.time()}}
        self.has_sent = True
        try:
            reply = call.call_async(**arguments)
        except (OSError, AMQPError, OperationalError):
            self.has_sent = False
            raise
        return reply.result()

    def withdraw(self) -> None:
        """Take the call back: if it has not been started by now, it never will be."""
        self._listener.queue_consumer.stop_listening()

    @property
    def was_taken(self) -> bool:
        """Whether the call was started, as far as was heard."""
        return not self._listener.queue_consumer.taken.isdisjoint(self._listener._reply_events)

    def find_answer(self) -> Any:
        """The answer that came too late to be waited for; None if there is none."""
        replies = self._listener.queue_consumer.replies
        bodies = [replies[id][0] for id in self._listener._reply_events if id in replies]
        return bodies[0]["result"] if bodies else None

    def close(self) -> None:
        # The connection may be broken: that is why it is closed.
        with Timeout(1, False), contextlib.suppress(Exception):
            self._standalone.stop()


class Cluster(DependencyProvider):  # type: ignore[misc]
    """Gives a service `self.cluster.call(service, method, **kwargs)`."""

    def setup(self) -> None:
        self.caller = Caller(self.container.config["AMQP_URI"])

    def stop(self) -> None:
        self.caller.close()

    def get_dependency(self, worker_ctx: Any) -> Caller:
        return self.caller
