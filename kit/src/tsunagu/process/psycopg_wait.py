"""How psycopg waits for a reply inside eventlet's hub.

psycopg's own `wait_selector` works under eventlet but builds a selector for
each wait; one trampoline on the connection's socket does the same for less.
Only in processes that import `eventlet_patch`, by `patches.wait_for_postgresql_in_hub`.
"""

from __future__ import annotations

import os
import select
from collections.abc import Generator
from time import monotonic
from typing import Any


def wait_in_hub(
    gen: Generator[Any, Any, Any],
    fileno: int,
    interval: float = 0.1,
    timeout: float | None = None,
) -> Any:
    """Drive one psycopg generator; other greenlets run while the socket is silent.

    `interval` and `timeout` are seconds, as in `psycopg.waiting.wait_selector`.
    """
    from psycopg import errors
    from psycopg.waiting import Ready, Wait

    deadline = None if timeout is None else monotonic() + timeout
    try:
        wanted = next(gen)
        while True:
            ready = _ready(fileno, wanted, interval, Wait, Ready)
            if ready == Ready.NONE:
                _check_open(fileno, errors)
            wanted = gen.send(ready) or wanted
            if deadline is not None and monotonic() >= deadline:
                raise errors._WaitTimeout("wait timeout expired")
    except StopIteration as stop:
        return stop.value


def _ready(fileno: int, wanted: Any, interval: float, wait: Any, ready: Any) -> Any:
    from tsunagu.process.concurrency import wait_for_io

    if (
        wanted == wait.RW
    ):  # trampoline takes one direction only; a large query being sent needs both
        readable, writable, _ = select.select([fileno], [fileno], [], interval)
        return ready((ready.R if readable else 0) | (ready.W if writable else 0))
    try:
        if wanted == wait.R:
            wait_for_io(fileno, read=True, timeout=interval, timeout_exc=TimeoutError)
            return ready.R
        wait_for_io(fileno, write=True, timeout=interval, timeout_exc=TimeoutError)
        return ready.W
    except TimeoutError:
        return ready.NONE


def _check_open(fileno: int, errors: Any) -> None:
    try:
        os.fstat(fileno)
    except OSError as closed:
        raise errors.OperationalError("connection socket closed") from closed
