"""`tsunagu bench load`: an aggregate of 100 events, without a snapshot."""

from __future__ import annotations

from measuring import Bench, Result, main


def measure(bench: Bench) -> list[Result]:
    count = bench.size(600, 100)
    ours = bench.participant("ours_log", "work", database=bench.database())
    peer = bench.participant("peer_log", "work", database=bench.database())
    for side in (ours, peer):
        side.call("prepare", aggregates=20, events=100)
    samples = bench.interleave(
        {
            "つなぐ": lambda _: ours.call("load", count=count),
            "eventsourcing": lambda _: peer.call("load", count=count // 4),
        }
    )
    return [Result("load 100 events", "aggregates/s", samples, {"eventsourcing": 2.4})]


if __name__ == "__main__":
    main(__doc__, measure)
