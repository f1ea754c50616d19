"""`tsunagu bench rebuild`: every table of reporting made anew from the archive, and ten times it.

The peer is the `eventsourcing` library's way (its notification log, one event a
transaction); the limit reads and copies rows with psycopg alone.
"""

from __future__ import annotations

from measuring import Bench, Check, Result, main


def measure(bench: Bench) -> list[Result]:
    size = bench.size(50_000, 10_000)
    ours, ten_times = (
        bench.participant("ours_reporting", "reporting", database=bench.database()) for _ in "12"
    )
    raw = bench.participant("raw_rebuild", "raw", database=bench.database())
    peer = bench.participant("raw_rebuild", "peer", database=bench.database())
    ours.call("fill", count=size)
    ten_times.call("fill", count=10 * size)
    raw.call("fill", count=size)
    peer.call("fill", count=size // 10)
    before = ours.call("peak_mb")
    samples = bench.interleave(
        {
            "つなぐ": lambda _: ours.call("rebuild"),
            "つなぐ × 10": lambda _: ten_times.call("rebuild"),
            "eventsourcing": lambda _: peer.call("rebuild"),
            "psycopg by hand": lambda _: raw.call("rebuild"),
        }
    )
    result = Result("rebuild of reporting", "facts/s", samples)
    result.checks = [
        Check("つなぐ facts/s", result.median("つなぐ"), 50_000, at_least=True),
        Check(
            "per fact at ten times the history (1 = as fast)",
            result.median("つなぐ × 10") / result.median("つなぐ"),
            0.9,
            at_least=True,
        ),
        Check(
            "peak memory at ten times the history, MB more",
            ten_times.call("peak_mb") - ours.call("peak_mb"),
            10,
        ),
    ]
    result.notes = [f"{size:,} and {10 * size:,} facts; peak before any rebuild {before:.0f} MB"]
    return [result]


if __name__ == "__main__":
    main(__doc__, measure)
