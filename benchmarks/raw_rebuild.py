"""The limit and the peer of a rebuild: psycopg alone, and the `eventsourcing` library."""

from __future__ import annotations

from typing import Any

import bodies
import orjson
import psycopg
from participant import Stopwatch, serve
from peer_log import Log as PeerLog
from peer_log import stored

COLUMNS = "(seq bigint, record_id text, type text, day text, person_id text)"


class Raw:
    """Reads JSON rows with a server-side cursor and copies the parsed fields into a table."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.url = settings["database"].replace("+psycopg", "")
        self.count = 0

    def fill(self, count: int) -> None:
        self.count = count
        with psycopg.connect(self.url) as connection:
            connection.execute("CREATE TABLE fact (seq bigint PRIMARY KEY, type text, data text)")
            with connection.cursor().copy("COPY fact FROM STDIN") as copy:
                for n in range(count):
                    copy.write_row((n + 1, bodies.TYPE, bodies.data(n)))

    def rebuild(self) -> float:
        with (
            Stopwatch() as watch,
            psycopg.connect(self.url) as reading,
            psycopg.connect(self.url) as writing,
            reading.cursor("facts") as facts,
        ):
            writing.execute(f"DROP TABLE IF EXISTS made; CREATE TABLE made {COLUMNS}")
            facts.itersize = 2_000
            facts.execute("SELECT seq, type, data FROM fact ORDER BY seq")
            with writing.cursor().copy("COPY made FROM STDIN") as copy:
                for seq, kind, text in facts:
                    data = orjson.loads(text)
                    copy.write_row((seq, None, kind, data["on"], data["person_id"]))
        return watch.rate(self.count)


class Peer(PeerLog):
    """Its notification log read page by page, each event handed to a projection's policy."""

    def fill(self, count: int) -> None:
        self.count = count
        for first in range(0, count, 500):
            self.recorder.insert_events([stored(n) for n in range(first, first + 500)])
        url = f"postgresql://{self.app.env['POSTGRES_USER']}@{self.app.env['POSTGRES_HOST']}"
        self.url = f"{url}:{self.app.env['POSTGRES_PORT']}/{self.app.env['POSTGRES_DBNAME']}"

    def rebuild(self) -> float:
        last, seen = 0, 0
        with Stopwatch() as watch, psycopg.connect(self.url) as writing:
            writing.execute(f"DROP TABLE IF EXISTS made; CREATE TABLE made {COLUMNS}")
            writing.commit()
            while page := self.recorder.select_notifications(last, 100, inclusive_of_start=False):
                for one in page:  # as its projections do: one event, one transaction, its position
                    data = orjson.loads(one.state)
                    with writing.transaction():
                        writing.execute(
                            "INSERT INTO made VALUES (%s, %s, %s, %s, %s)",
                            (one.id, None, one.topic, data["on"], data["person_id"]),
                        )
                last, seen = page[-1].id, seen + len(page)
        assert seen == self.count
        return watch.rate(seen)


if __name__ == "__main__":
    serve({"raw": Raw, "peer": Peer})
