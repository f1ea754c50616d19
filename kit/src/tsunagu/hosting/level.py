"""Waiting until every subscription has every fact of its sources."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any


def wait_until_level(call: Any, services: Sequence[str], timeout: float) -> None:
    """Wait until every service has everything; TimeoutError names who lags behind.

    A service that follows whoever publishes certain facts has first to have heard from all.
    """
    deadline = time.monotonic() + timeout
    while True:
        lags = {name: call(name, "lag") for name in services}
        heads = {name: lag["fact_head"] for name, lag in lags.items()}
        waiting = [
            f"{name} ← {source} {place['position']}/{heads.get(source, place['head'])}"
            for name, lag in lags.items()
            for source, place in lag["sources"].items()
            if place["position"] < heads.get(source, 0)
        ]
        waiting += [
            f"{name} ← {other} ?"
            for name, lag in lags.items()
            for other in lag.get("unheard", ())
            if other in services
        ]
        if not waiting:
            return
        if time.monotonic() > deadline:
            raise TimeoutError("not level: " + ", ".join(waiting))
        time.sleep(0.02)  # a process that hosts services has made it cooperative
