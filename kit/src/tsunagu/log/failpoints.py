"""Fail-points: places where a fault test may end the process, as a power switch would.

`TSUNAGU_FAILPOINT=relay.after_publish:3` ends it (exit code 137, no clean-up)
the third time it passes there. A test inside the process may have something else
done there, such as to wait for another. Unset, as in service, passing costs one
comparison.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_armed, _, _nth = os.environ.get("TSUNAGU_FAILPOINT", "").partition(":")
_left = int(_nth or 1)
_act: Callable[[], None] | None = None


def failpoint(name: str) -> None:
    """End the process here if this point is armed and its turn has come."""
    global _left
    if name != _armed:
        return
    if _act is not None:
        _act()
        return
    _left -= 1
    if _left <= 0:
        os._exit(137)


def arm(name: str, nth: int = 1) -> None:
    """Arm a point from inside a test process."""
    global _armed, _left
    _armed, _left = name, nth


@contextmanager
def acting_at(name: str, act: Callable[[], None]) -> Iterator[None]:
    """Whoever passes this point meanwhile does `act` there, in a test process."""
    global _armed, _act
    before, _armed, _act = _armed, name, act
    try:
        yield
    finally:
        _armed, _act = before, None
