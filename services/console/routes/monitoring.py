"""`/healthz`, `/readyz`, `/metrics`: for whoever watches the platform; nothing personal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily

from services.console.queries.platform_state import ask_all, check_readiness
from tsunagu.domain.errors import TsunaguError
from tsunagu.hosting.metrics import build_lag_metrics
from tsunagu.messaging.rpc import Call


class _Collector:
    def __init__(self, call: Call, services: Iterable[str]) -> None:
        self._call, self._services = call, services

    def collect(self) -> Iterable[Any]:
        lags = ask_all(self._call, self._services, "lag")
        up = GaugeMetricFamily("tsunagu_up", "1 where the service answers", labels=["service"])
        for service, lag in lags.items():
            up.add_metric([service], 0.0 if isinstance(lag, TsunaguError) else 1.0)
        yield up
        yield from build_lag_metrics(
            lag for lag in lags.values() if not isinstance(lag, TsunaguError)
        )


def build_blueprint(call: Call, services: tuple[str, ...]) -> Blueprint:
    watch = Blueprint("watching", __name__)

    @watch.get("/healthz")
    def healthz() -> Response:
        return jsonify(alive=True)

    @watch.get("/readyz")
    def readyz() -> tuple[Response, int]:
        state = check_readiness(call, services)
        return jsonify(state), 200 if state["ready"] else 503

    @watch.get("/metrics")
    def metrics() -> Response:
        registry = CollectorRegistry(auto_describe=False)
        registry.register(_Collector(call, services))  # type: ignore[arg-type]
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    return watch
