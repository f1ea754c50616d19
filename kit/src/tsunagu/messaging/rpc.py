"""Calling other services, and answering calls: nameko's RPC with typed errors and a deadline.

An error crosses the wire as its code and sentence, never as an import path. A
service that does not answer in time is `Unavailable`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from typing import Any

from amqp.exceptions import AMQPError
from kombu.exceptions import OperationalError
from nameko.exceptions import RemoteError, RpcTimeout, UnknownService
from nameko.extensions import DependencyProvider
from nameko.standalone.rpc import ClusterRpcProxy

from tsunagu.contracts import plain_json  # noqa: F401  what goes over the wire comes out as it went in
from tsunagu.domain.errors import from_wire
from tsunagu.domain.json_object import JsonObject
from tsunagu.messaging import request_keys
from tsunagu.messaging.refusals import CALL_FAILED, SERVICE_UNAVAILABLE
from tsunagu.process.concurrency import Timeout

# (service, method, timeout=…, **arguments) → the answer; raises the service's typed errors.
Call = Callable[..., Any]

TIMEOUT = 10.0
REPLAYED = "replayed"  # beside a result: it is the one of the first time
# Of the time: a call that nobody took up by then is thrown away by the broker. Its caller
# is told that it did not work, and what was told so must not be done after all.
STILL_WORTH_IT = 0.8
# What a broker that goes away raises here, depending on the moment; kombu's is no OSError.
SILENCE = (
    Timeout,
    RpcTimeout,
    UnknownService,
    OSError,
    RuntimeError,
    AMQPError,
    OperationalError,
)


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
        self._idle: list[Any] = []

    def call(
        self,
        service: str,
        method: str,
        timeout: float = TIMEOUT,
        notes: JsonObject | None = None,
        **kwargs: Any,
    ) -> Any:
        """The method's result; raises the service's own typed error, or Unavailable.

        `notes` is told what the answer says beside the result: `replayed`, if so.
        """
        if request_keys.is_under_key(kwargs.get("_meta")):
            kwargs["_meta"] = request_keys.derive_key(kwargs["_meta"], service, method, kwargs)
        proxy = None
        try:
            with Timeout(timeout):
                proxy = self._idle.pop() if self._idle else self._connect()
                ask = getattr(proxy.cluster, service).__getattr__(method)
                ask.publisher.expiration = timeout * STILL_WORTH_IT
                answer = ask(**kwargs)
        except RemoteError as remote:
            self._idle.append(proxy)
            raise CALL_FAILED(service=service, method=method, error=remote.exc_type) from None
        except SILENCE:
            if proxy is not None:
                proxy.close()
            raise SERVICE_UNAVAILABLE(service=service) from None
        self._idle.append(proxy)
        if notes is not None and isinstance(answer, Mapping) and REPLAYED in answer:
            notes[REPLAYED] = answer[REPLAYED]
        return unwrap_answer(answer)

    def _connect(self) -> _Proxy:
        return _Proxy(self._config)

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()


class _Proxy:
    def __init__(self, config: Mapping[str, Any]) -> None:
        self._standalone = ClusterRpcProxy(config, timeout=None)
        self.cluster = self._standalone.start()

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
