"""A department's nightly job that dies where a test says: `child.py COUNT POINT NTH LEDGER`.

It writes each id to its own ledger, on disk, before it hands the signal over. Started again it
hands the last one over anew only if the client never got it: from there on it relies on the client.
"""

import os
import sys
from pathlib import Path

from tsunagu_signals import Client
from tsunagu_signals.spool import Spool

POINTS = ("before_put", "after_put", "before_delivery", "after_delivery", "after_settling", "never")


def dying(method, before, nth):
    """The method, and the end of this process just before or after its nth call."""
    calls = 0

    def wrapped(*arguments, **options):
        nonlocal calls
        calls += 1
        if before and calls == nth:
            os._exit(9)
        result = method(*arguments, **options)
        if not before and calls == nth:
            os._exit(9)
        return result

    return wrapped


def main(count, point, nth, ledger):
    client = Client()
    if point in ("before_put", "after_put"):
        Spool.put = dying(Spool.put, point == "before_put", nth)
    elif point in ("before_delivery", "after_delivery"):
        transport = client._transport
        transport.deliver_under = dying(transport.deliver_under, point == "before_delivery", nth)
    elif point == "after_settling":
        Spool.settle = dying(Spool.settle, False, nth)
    done = ledger.read_text().split() if ledger.exists() else []
    first = len(done)
    if done and client.spool.answer(done[-1]) is None:
        first -= 1
    with ledger.open("a") as file:
        for n in range(first, count):
            id = f"{ledger.stem}-{n}"
            if n >= len(done):
                print(id, file=file, flush=True)
                os.fsync(file.fileno())
            client.send(
                {
                    "id": id,
                    "kind": "water_arrears",
                    "noticed_on": "2026-04-20",
                    "basis": "encouragement_only",
                }
            )
    client.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))
