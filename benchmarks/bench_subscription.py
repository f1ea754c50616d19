"""`tsunagu bench subscription`: a backlog on a quorum queue into a projection, exactly once."""

from __future__ import annotations

from typing import Any

from measuring import Bench, Result, main


class Side:
    """One taker and the feeder of its own virtual host; positions go on from round to round."""

    def __init__(self, bench: Bench, program: str, name: str, count: int, **settings: Any) -> None:
        broker = bench.broker()
        self.count = count
        self.taker = bench.participant(program, name, broker=broker, **settings)
        self.feeder = bench.participant("raw_flow", "feeder", broker=broker)
        self.last = 0

    def round(self, _number: int) -> float:
        self.taker.call("declare")
        self.feeder.call("feed", first=self.last + 1, count=self.count)
        self.last += self.count
        rate: float = self.taker.call("drain", count=self.count, last=self.last)
        return rate


def measure(bench: Bench) -> list[Result]:
    count = bench.size(15_000, 4_000)
    ours = Side(bench, "ours_flow", "subscription", count, database=bench.database())
    raw = Side(bench, "raw_flow", "subscription", count, database=bench.database())
    plain = Side(bench, "plain_nameko", "handler", count // 3)
    limit, handler = "py-amqp + psycopg, 200 a transaction (limit)", "nameko handler, no database"
    samples = bench.interleave({"つなぐ": ours.round, limit: raw.round, handler: plain.round})
    return [Result("subscription", "facts/s", samples, {limit: 0.4, handler: 1.0})]


if __name__ == "__main__":
    main(__doc__, measure)
