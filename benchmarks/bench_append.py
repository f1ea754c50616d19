"""`tsunagu bench append`: single events, one writer, each committed before the next."""

from __future__ import annotations

from measuring import Bench, Result, main


def measure(bench: Bench) -> list[Result]:
    count = bench.size(1500, 300)
    ours = bench.participant("ours_log", "log", database=bench.database())
    peer = bench.participant("peer_log", "log", database=bench.database())
    raw = bench.participant("raw_log", "ordered", database=bench.database())
    work = bench.participant("ours_log", "work", database=bench.database())
    saved = bench.participant("peer_log", "work", database=bench.database())
    samples = bench.interleave(
        {
            "つなぐ / log": lambda _: ours.call("append", count=count),
            "eventsourcing recorder": lambda _: peer.call("append", count=count),
            "psycopg ordered (limit)": lambda _: raw.call("append", count=count),
            "つなぐ / unit of work": lambda _: work.call("new", count=count // 2),
            "eventsourcing save()": lambda _: saved.call("new", count=count // 2),
        }
    )
    return [Result("append", "events/s", samples, {"eventsourcing recorder": 2.0})]


if __name__ == "__main__":
    main(__doc__, measure)
