"""HTTP endpoints of a service process: liveness, readiness, metrics. Nothing personal in any."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.metrics import build_lag_metrics
from tsunagu.hosting.runtime import Runtime


class _Collector:
    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    def collect(self) -> Iterable[Any]:
        return build_lag_metrics([self._runtime.read_lag()])


def build_health_app(runtime: Runtime) -> Callable[..., list[bytes]]:
    """A WSGI application: `/healthz`, `/readyz` (503 while something is wrong), `/metrics`."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Collector(runtime))  # type: ignore[arg-type]

    def answer(path: str) -> tuple[str, str, bytes]:
        if path == "/healthz":
            return "200 OK", "application/json", b'{"alive": true}'
        if path == "/readyz":
            health = runtime.check_health()
            status = "200 OK" if health["ready"] else "503 Service Unavailable"
            return status, "application/json", json.dumps(health).encode()
        if path == "/metrics":
            return "200 OK", CONTENT_TYPE_LATEST, generate_latest(registry)
        return "404 Not Found", "application/json", b'{"code": "no_such_address"}'

    def app(environ: JsonObject, start_response: Any) -> list[bytes]:
        try:
            status, kind, body = answer(environ.get("PATH_INFO", ""))
        except Exception as failure:
            status, kind = "503 Service Unavailable", "application/json"
            body = json.dumps({"ready": False, "error": type(failure).__name__}).encode()
        start_response(status, [("Content-Type", kind), ("Content-Length", str(len(body)))])
        return [body]

    return app
