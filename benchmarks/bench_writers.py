"""`tsunagu bench writers`: four writers in four processes, and a reader that follows them.

The reader goes on from the last position it saw. It must miss nothing: a position that
becomes visible after a higher one would be passed over for ever.
"""

from __future__ import annotations

import time

from measuring import Bench, Check, Participant, Result, main

WRITERS = 4
PATIENCE = 1.5


class Team:
    """Four writers and a reader on one database."""

    def __init__(self, bench: Bench, program: str, name: str) -> None:
        database = bench.database()
        self.count = bench.size(500, 150)
        members = []
        for _ in range(WRITERS + 1):  # one after the other: each looks whether the tables are there
            members.append(bench.participant(program, name, database=database))
            members[-1].call("append", count=1)
        self.reader: Participant = members[0]
        self.writers = members[1:]
        self.missed = self.written = 0

    def round(self, number: int) -> float:
        """Events a second; what the reader missed is added up."""
        total = self.count * WRITERS
        start_at = time.monotonic() + 0.1
        self.reader.start("tail", expected=total, patience=PATIENCE)
        for writer in self.writers:
            writer.start("write", start_at=start_at, count=self.count)
        times = [writer.answer() for writer in self.writers]
        seen = self.reader.answer()
        if number >= 0:
            self.missed += total - seen
            self.written += total
        return total / (max(end for _, end in times) - min(began for began, _ in times))


def measure(bench: Bench) -> list[Result]:
    teams = {
        "つなぐ": Team(bench, "ours_log", "log"),
        "eventsourcing": Team(bench, "peer_log", "log"),
        "psycopg ordered (limit)": Team(bench, "raw_log", "ordered"),
        "psycopg sequence, id > last": Team(bench, "raw_log", "naive"),
    }
    samples = bench.interleave({label: team.round for label, team in teams.items()})
    ours = teams["つなぐ"]
    checks = [Check("つなぐ: 読み漏れ / missed by the reader", ours.missed, 0)]
    notes = [
        f"読み漏れ / missed: {label}: {team.missed} of {team.written} "
        f"({team.missed / team.written:.2%})"
        for label, team in teams.items()
    ]
    return [Result("four writers", "events/s", samples, {"eventsourcing": 2.2}, checks, notes)]


if __name__ == "__main__":
    main(__doc__, measure)
