"""`tsunagu bench batches`: appends of 100 events each, one writer."""

from __future__ import annotations

from measuring import Bench, Result, main

SIZE = 100


def measure(bench: Bench) -> list[Result]:
    count = bench.size(200, 30)
    ours = bench.participant("ours_log", "log", database=bench.database())
    peer = bench.participant("peer_log", "log", database=bench.database())
    raw = bench.participant("raw_log", "ordered", database=bench.database())
    work = bench.participant("ours_log", "work", database=bench.database())
    samples = bench.interleave(
        {
            "つなぐ / log": lambda _: ours.call("batches", count=count, size=SIZE),
            "eventsourcing recorder": lambda _: peer.call("batches", count=count, size=SIZE),
            "psycopg unnest (limit)": lambda _: raw.call("batches", count=count, size=SIZE),
            "つなぐ / unit of work": lambda _: work.call("batches", count=count, size=SIZE),
        }
    )
    return [Result("batches of 100", "events/s", samples, {"eventsourcing recorder": 2.0})]


if __name__ == "__main__":
    main(__doc__, measure)
