"""Serving a WSGI application from inside a nameko service, with eventlet's server."""

from __future__ import annotations

import contextlib
import logging
import socket
from collections.abc import Callable
from typing import Any

from nameko.extensions import DependencyProvider

from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.http_framing import FramedRequest
from tsunagu.process.concurrency import GreenPool, Timeout, listen, serve_wsgi, sleep

_log = logging.getLogger(__name__)

MAX_CONNECTIONS = 200
IDLE_SECONDS = 30  # a connection on which nothing comes
DRAIN_SECONDS = 1.0  # what running requests get at the end
HEAR_OUT_BYTES = 8 * 1024 * 1024
HEAR_OUT_SECONDS = 5.0


class Server:
    """One listening application; `stop` lets running requests end first."""

    def __init__(self, app: Callable[..., Any], bind: str, port: int) -> None:
        self._app = app
        family = socket.AF_INET6 if ":" in bind else socket.AF_INET
        self._listener = listen((bind, port), family=family, backlog=128, reuse_port=False)
        self.port: int = self._listener.getsockname()[1]
        self._pool = GreenPool(MAX_CONNECTIONS)
        self._running = 0

    def serve(self) -> None:
        """Answer requests until stopped."""
        serve_wsgi(
            self._listener,
            self._count_running,
            FramedRequest,
            custom_pool=self._pool,
            log=_log,
            log_output=False,  # paths may carry what somebody typed
            debug=False,  # no tracebacks to clients
            socket_timeout=IDLE_SECONDS,
            url_length_limit=32768,  # what is too long is for the application to say
            minimum_chunk_size=1,
            capitalize_response_headers=False,
        )

    def _count_running(self, environ: JsonObject, start_response: Any) -> Any:
        self._running += 1
        environ["eventlet.posthooks"].append((_drain_request, (), {}))
        try:
            return self._app(environ, start_response)
        finally:
            self._running -= 1

    def stop(self) -> None:
        """Take no more; give running requests a moment."""
        self._listener.close()
        with Timeout(DRAIN_SECONDS, False):
            while self._running:
                sleep(0.02)


def _drain_request(environ: JsonObject) -> None:
    """Read and discard the rest of a request that was too large, up to a bound.

    A connection that is closed with something unread is cut off: whoever was still sending
    would get that in the place of the answer, and never learn why.
    """
    unread = environ["eventlet.input"]
    left = HEAR_OUT_BYTES
    if not unread.chunked_input:
        left = min((unread.content_length or 0) - unread.position, left)
    with Timeout(HEAR_OUT_SECONDS, False), contextlib.suppress(OSError, ValueError):
        while left > 0 and not unread.should_send_hundred_continue:
            some = unread.read(min(left, 65536))
            if not some:
                return
            left -= len(some)


class WsgiServer(DependencyProvider):  # type: ignore[misc]
    """Serves `build(container)` on the configured port; without a port it serves nothing."""

    def __init__(self, build: Callable[[Any], Callable[..., Any]]) -> None:
        self.build = build
        self.server: Server | None = None

    def start(self) -> None:
        ours = self.container.config["TSUNAGU"]
        if ours.get("port") is None:
            return
        app = self.build(self.container)
        self.server = Server(app, ours.get("bind") or "127.0.0.1", ours["port"])
        self.container.spawn_managed_thread(self.server.serve, identifier="wsgi")

    def stop(self) -> None:
        if self.server is not None:
            self.server.stop()

    def kill(self) -> None:
        self.stop()

    def get_dependency(self, worker_ctx: Any) -> WsgiServer:
        return self
