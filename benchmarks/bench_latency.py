"""`tsunagu bench latency`: append committed → visible in a subscriber's projection, at rest."""

from __future__ import annotations

import statistics

from measuring import Bench, Check, Participant, Result, main

PAUSE = 0.02


class Pair:
    """A source and a follower, each a process with a database of its own."""

    def __init__(self, bench: Bench, program: str) -> None:
        self.count = bench.size(200, 60)
        broker, first, second = bench.broker(), bench.database(), bench.database()
        self.source: Participant = bench.participant(
            program, "source", database=first, broker=broker
        )
        self.source.call("write", count=0, pause=0)
        self.follower = bench.participant(
            program, "subscription", database=second, source=first, broker=broker
        )
        self.follower.call("prepare")
        self.last = 0
        self.delays: list[float] = []

    def round(self, number: int) -> float:
        """The median delay of a round in ms; all delays are kept."""
        self.last += self.count
        self.follower.start("follow", last=self.last)
        written = self.source.call("write", count=self.count, pause=PAUSE)
        seen = self.follower.answer()
        delays = [(seen[n] - at) * 1000 for n, at in written.items()]
        if number >= 0:
            self.delays += delays
        return statistics.median(delays)

    def p99(self) -> float:
        return statistics.quantiles(self.delays, n=100)[98]


def measure(bench: Bench) -> list[Result]:
    ours, raw = Pair(bench, "ours_flow"), Pair(bench, "raw_flow")
    samples = bench.interleave({"つなぐ": ours.round, "py-amqp + psycopg by hand": raw.round})
    checks = [
        Check("つなぐ p50 ms", statistics.median(ours.delays), 5.0),
        Check("つなぐ p99 ms", ours.p99(), 20.0),
    ]
    notes = [
        f"by hand: p50 {statistics.median(raw.delays):.2f} ms, p99 {raw.p99():.2f} ms",
        f"{len(ours.delays)} appends, {PAUSE * 1000:.0f} ms apart",
    ]
    return [Result("latency", "ms, median of a round", samples, {}, checks, notes)]


if __name__ == "__main__":
    main(__doc__, measure)
