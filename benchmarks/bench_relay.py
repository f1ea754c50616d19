"""`tsunagu bench relay`: facts from the log to a quorum queue, in order, confirmed."""

from __future__ import annotations

from measuring import Bench, Result, main


def measure(bench: Bench) -> list[Result]:
    count = bench.size(15_000, 3_000)
    ours = bench.participant("ours_flow", "relay", database=bench.database(), broker=bench.broker())
    raw = bench.participant("raw_flow", "relay", database=bench.database(), broker=bench.broker())
    plain = bench.participant("plain_nameko", "dispatcher", broker=bench.broker())
    ours.call("prepare", count=count)
    raw.call("prepare", count=count)
    samples = bench.interleave(
        {
            "つなぐ": lambda _: ours.call("relay"),
            "py-amqp, batches of 500 (limit)": lambda _: raw.call("relay"),
            "nameko dispatcher": lambda _: plain.call("relay", count=count // 15),
        }
    )
    required = {"py-amqp, batches of 500 (limit)": 0.55}
    return [Result("relay", "facts/s", samples, required)]


if __name__ == "__main__":
    main(__doc__, measure)
