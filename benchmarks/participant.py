"""The inside of a participant's process: it does one thing when told, and says how long.

Between two calls it waits on stdin without any hub or loop: a process whose turn it is
not costs the others nothing.
"""

from __future__ import annotations

import json
import sys
import time
import traceback
from collections.abc import Mapping
from typing import Any


def serve(sides: Mapping[str, type]) -> None:
    """Build the side named on the command line and answer calls until stdin ends."""
    side = sides[sys.argv[1]](json.loads(sys.argv[2]))
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        operation, arguments = json.loads(line)
        try:
            reply = {"result": getattr(side, operation)(**arguments)}
        except Exception:
            reply = {"error": traceback.format_exc()}
        print(json.dumps(reply), file=answers, flush=True)


class Stopwatch:
    """`with Stopwatch() as watch: …; watch.rate(n)`."""

    def __enter__(self) -> Stopwatch:
        self.began = self.ended = time.monotonic()
        return self

    def __exit__(self, *_: Any) -> None:
        self.ended = time.monotonic()

    def rate(self, count: int) -> float:
        return count / (self.ended - self.began)


def wait_until(moment: float) -> None:
    """Return at a moment of the machine's monotonic clock, shared by all processes."""
    while (left := moment - time.monotonic()) > 0:
        time.sleep(left)
