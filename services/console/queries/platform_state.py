"""Health and lag of every service, asked of all at once, and whether all of them are ready."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tsunagu.domain.errors import TsunaguError
from tsunagu.domain.json_object import JsonObject
from tsunagu.messaging.rpc import Call
from tsunagu.process.concurrency import map_concurrently

ASK_SECONDS = 3.0


def ask_all(call: Call, services: Iterable[str], method: str) -> JsonObject:
    """service → its answer, or the TsunaguError; all are asked at once."""

    def ask(service: str) -> Any:
        try:
            return call(service, method, timeout=ASK_SECONDS)
        except TsunaguError as failure:
            return failure

    names = list(services)
    return dict(zip(names, map_concurrently(ask, names), strict=True))


def check_readiness(call: Call, services: Iterable[str]) -> JsonObject:
    """`{"ready", "services": {name: {check: state}}}`; an answer also proves the broker."""
    checks: dict[str, dict[str, str]] = {}
    for service, health in ask_all(call, services, "health").items():
        checks[service] = (
            {"answers": health.code} if isinstance(health, TsunaguError) else health["checks"]
        )
    ready = all(state == "ok" for one in checks.values() for state in one.values())
    return {"ready": ready, "services": checks}
