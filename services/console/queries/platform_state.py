"""Health and lag of every service, asked of all at once, and whether all of them are ready."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tsunagu.domain.errors import TsunaguError
from tsunagu.domain.json_object import JsonObject
from tsunagu.messaging.refusals import SERVICE_UNAVAILABLE
from tsunagu.messaging.rpc import Call
from tsunagu.process.concurrency import map_concurrently

ASK_SECONDS = 3.0
NOT_KNOWN_YET = "not_known_yet"


def ask_all(call: Call, services: Iterable[str], method: str) -> JsonObject:
    """service → its answer, or the TsunaguError; all are asked at once."""

    def ask(service: str) -> Any:
        try:
            return call(service, method, timeout=ASK_SECONDS)
        except TsunaguError as failure:
            return failure

    names = list(services)
    return dict(zip(names, map_concurrently(ask, names), strict=True))


def is_stopped(failure: TsunaguError) -> bool:
    """Whether the service is not there; else it is only not known yet, being busy."""
    return failure.code == SERVICE_UNAVAILABLE.code


def check_readiness(call: Call, services: Iterable[str]) -> JsonObject:
    """`{"ready", "services": {name: {check: state}}}`; an answer also proves the broker.

    Of a service that gave none: `{"answers": "service_unavailable" | "not_known_yet"}`.
    """
    checks: dict[str, dict[str, str]] = {}
    for service, health in ask_all(call, services, "health").items():
        if not isinstance(health, TsunaguError):
            checks[service] = health["checks"]
        else:
            checks[service] = {"answers": health.code if is_stopped(health) else NOT_KNOWN_YET}
    ready = all(state == "ok" for one in checks.values() for state in one.values())
    return {"ready": ready, "services": checks}
