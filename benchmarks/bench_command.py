"""`tsunagu bench command`: load an aggregate of some 10 events, decide, append, commit."""

from __future__ import annotations

from measuring import Bench, Participant, Result, main


def measure(bench: Bench) -> list[Result]:
    count = bench.size(600, 100)

    def commands(side: Participant) -> float:
        side.call("prepare", aggregates=100, events=10)
        rate: float = side.call("command", count=count)
        return rate

    ours = bench.participant("ours_log", "work", database=bench.database())
    peer = bench.participant("peer_log", "work", database=bench.database())
    samples = bench.interleave(
        {"つなぐ": lambda _: commands(ours), "eventsourcing": lambda _: commands(peer)}
    )
    return [Result("command", "commands/s", samples, {"eventsourcing": 1.7})]


if __name__ == "__main__":
    main(__doc__, measure)
