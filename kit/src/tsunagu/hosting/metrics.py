"""Prometheus metrics of a service, computed from its `lag` so that both always agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from prometheus_client.core import GaugeMetricFamily

GAUGES = (
    ("tsunagu_log_position", "position of the newest event", "log"),
    ("tsunagu_fact_head", "position of the newest published fact", "fact_head"),
    ("tsunagu_unpublished", "log positions the relay has not yet published", "unpublished"),
    ("tsunagu_parked", "facts and messages waiting for a decision", "parked"),
    ("tsunagu_unroutable", "published facts nobody was bound to receive", "unroutable"),
)
INCOMING = (
    ("taken", "messages of others taken since the service's start"),
    ("refused", "messages of others refused since the service's start"),
    ("waiting", "messages of others in the queue when last looked"),
)


def build_lag_metrics(lags: Iterable[Mapping[str, Any]]) -> Iterator[GaugeMetricFamily]:
    """Metric families of `Runtime.read_lag()` answers. No id, name or free text is ever a label."""
    lags = list(lags)
    for name, explanation, key in GAUGES:
        family = GaugeMetricFamily(name, explanation, labels=["service"])
        for lag in lags:
            family.add_metric([lag["service"]], float(lag[key]))
        yield family
    received = GaugeMetricFamily(
        "tsunagu_received_position", "how far a source is applied", labels=["service", "source"]
    )
    behind = GaugeMetricFamily(
        "tsunagu_behind", "positions of a source not yet applied", labels=["service", "source"]
    )
    for lag in lags:
        for source, place in lag["sources"].items():
            labels = [lag["service"], source]
            received.add_metric(labels, float(place["position"]))
            behind.add_metric(labels, float(max(place["head"] - place["position"], 0)))
    yield received
    yield behind
    for state, explanation in INCOMING:
        family = GaugeMetricFamily(f"tsunagu_incoming_{state}", explanation, labels=["service"])
        for lag in lags:
            if lag.get("incoming"):
                family.add_metric([lag["service"]], float(lag["incoming"][state]))
        yield family
