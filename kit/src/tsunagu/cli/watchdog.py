"""Ends a process that is stuck: better a restart than a service that only looks alive.

Seen with stock parts: TCP alive, frames stalled, a consumer idle for ever. The
watchdog is a real thread, so that a blocked hub cannot stop it; `os._exit`
because an orderly end would wait for the very thing that hangs. The log is the
truth and every effect is checkpointed: what was in hand is done again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

from tsunagu.domain.errors import TsunaguError
from tsunagu.hosting.runtime import Runtime
from tsunagu.process.concurrency import sleep, spawn, unpatched
from tsunagu.process.structured_logging import get_logger

_log = get_logger(__name__)

EXIT_CODE = 75  # EX_TEMPFAIL: try again
STUCK_SECONDS = 15.0
# A relay's turn may itself last 15 s before its own deadline ends it, and then pauses up to 3 s.
TURN_SECONDS = 20.0
SELF_CALL_SECONDS = 30.0


class Watchdog:
    """Watches the hub, the loops, and that the service answers its own RPC over the broker."""

    def __init__(
        self, runtime: Runtime, exit: Callable[[int], Any] = os._exit, every: float = 1.0
    ) -> None:
        self._runtime = runtime
        self._exit = exit
        self._every = every
        self._last_tick = self._last_answer = time.monotonic()

    def start(self) -> None:
        threading = unpatched("threading")
        spawn(self._tick)
        spawn(self._call_self)
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()

    def _tick(self) -> None:
        while True:
            self._last_tick = time.monotonic()
            sleep(1.0)

    def _call_self(self) -> None:
        """A consumer can be dead while its connection lives; only a call through it shows that."""
        while True:
            sleep(5.0)
            try:
                self._runtime.caller.call(self._runtime.definition.name, "about", timeout=5.0)
                self._last_answer = time.monotonic()
            except TsunaguError:
                _log.info("no answer to its own call")

    def find_stuck_part(self, now: float) -> str | None:
        """Which part is stuck, in words for the log; None while all is well."""
        if now - self._last_tick > STUCK_SECONDS:
            return f"the hub made no turn for {STUCK_SECONDS:.0f} s"
        loops = list(self._runtime.list_monitored_parts())
        for name, part in loops:
            if now - part.last_turn > TURN_SECONDS:
                return f"the {name} made no turn for {TURN_SECONDS:.0f} s"
        trouble = [part.error for _, part in loops if part.error]
        if trouble:  # the broker is away: everybody knows, and restarting mends nothing
            self._last_answer = max(self._last_answer, now - SELF_CALL_SECONDS / 2)
        if now - self._last_answer > SELF_CALL_SECONDS:
            return f"no answer to its own calls for {SELF_CALL_SECONDS:.0f} s"
        return None

    def _watch(self) -> None:
        sleep = unpatched("time").sleep
        while True:
            sleep(self._every)
            reason = self.find_stuck_part(time.monotonic())
            if reason is not None:
                # Not through logging: its lock may be held by a greenlet that will never run.
                os.write(2, f"watchdog: {reason}; exit {EXIT_CODE}\n".encode())
                self._exit(EXIT_CODE)
                return
