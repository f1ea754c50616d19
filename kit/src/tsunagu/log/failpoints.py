"""Fail-points: places where a fault test may end the process, as a power switch would.

`TSUNAGU_FAILPOINT=relay.after_publish:3` ends it (exit code 137, no clean-up)
the third time it passes there. Unset, as in service, passing costs one
comparison.
"""

from __future__ import annotations

import os

_armed, _, _nth = os.environ.get("TSUNAGU_FAILPOINT", "").partition(":")
_left = int(_nth or 1)


def failpoint(name: str) -> None:
    """End the process here if this point is armed and its turn has come."""
    global _left
    if name != _armed:
        return
    _left -= 1
    if _left <= 0:
        os._exit(137)


def arm(name: str, nth: int = 1) -> None:
    """Arm a point from inside a test process."""
    global _armed, _left
    _armed, _left = name, nth
