"""The department's own disk: what has not arrived yet waits here, and what was refused stays.

One SQLite file for each department. A signal is on disk before anybody tries to send
it, and its content is wiped from the file once it has arrived: only the ids stay, so that its
state can be asked for later. Signals may hold names, so nobody but the owner reads the folder.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import uuid
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tsunagu_signals.answers import (
    ACCEPTED,
    ALREADY,
    REFUSED,
    SENT,
    WAITING,
    Answer,
    Fault,
    WrongUse,
)
from tsunagu_signals.spool_file import SpoolFile


@dataclass(frozen=True)
class Waiting:
    """A signal on its way out; `place` tells it from a later one with the same id.

    `key`: its idempotency key, the same however often it is sent; empty if it has none.
    """

    place: int
    id: str
    body: str
    key: str

    @property
    def signal(self) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(self.body)
        return value


class Spool:
    """The waiting, the refused and the ids of what has arrived, of one department."""

    def __init__(self, folder: Path | str, department: str) -> None:
        self.folder = Path(folder)
        self.department = department
        self._file = SpoolFile(self.folder)
        with self._file.changing() as connection:
            self._belong(connection)

    def _belong(self, connection: sqlite3.Connection) -> None:
        connection.execute(
            "INSERT OR IGNORE INTO owner SELECT ? WHERE NOT EXISTS (SELECT 1 FROM owner)",
            (self.department,),
        )
        (owner,) = connection.execute("SELECT department FROM owner").fetchone()
        if owner != self.department:
            raise WrongUse(
                f"{self.folder} は {owner} の置き場です。{self.department} には別の置き場を / "
                f"{self.folder} is the spool of {owner}; give {self.department} one of its own"
            )

    def give_up(self) -> None:
        """Belong to nobody if nothing was ever kept here: the department was mistaken."""
        with self._file.changing() as connection:
            connection.execute("DELETE FROM owner WHERE NOT EXISTS (SELECT 1 FROM signal)")

    # -- putting in ---------------------------------------------------------------------------

    def put(
        self, signals: Iterable[Mapping[str, Any]], traces: Mapping[str, str] | None = None
    ) -> dict[str, str]:
        """Keep these until they have arrived; the same id again replaces the one before.

        `traces`: id → `trace_of` what is not sent along. Returns id → `waiting` (replaced) or
        `accepted` (it stands) of those that stood for other content before, as far as that shows.
        """
        other = {}
        with self._file.changing() as connection:
            for signal in signals:
                id = str(signal["id"])
                trace = (traces or {}).get(id)
                if state := _find_other_content(connection, id, signal, trace):
                    other[id] = state
                _put(connection, id, signal, trace)
        return other

    def keep_refused(self, id: str, signal: Mapping[str, Any], faults: tuple[Fault, ...]) -> None:
        """Keep one that is wrong as it is, so that somebody can mend it.

        It stands beside another with the same id that waits or has arrived.
        """
        with self._file.changing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO signal (id, state, body, faults, changed_at) "
                "VALUES (?, ?, ?, ?, ?)",
                (id, REFUSED, _text(signal), _faults_text(faults), _now()),
            )

    def retry(self, id: str, signal: Mapping[str, Any] | None = None) -> bool:
        """Let a refused one go out again, mended if given; False if there is none."""
        with self._file.changing() as connection:
            row = connection.execute(
                "SELECT body FROM signal WHERE id = ? AND state = ?", (id, REFUSED)
            ).fetchone()
            if row is None:
                return False
            again = signal or json.loads(row[0])
            _forget_refused(connection, id)
            _put(connection, str(again["id"]), again)
        return True

    def discard(self, id: str) -> bool:
        """Delete a refused or waiting one for good; False if there is none."""
        with self._file.changing() as connection:
            done = connection.execute(
                "DELETE FROM signal WHERE id = ? AND state IN (?, ?)", (id, REFUSED, WAITING)
            )
            return done.rowcount > 0

    # -- sending ------------------------------------------------------------------------------

    def sending(self, wait_seconds: float = 0.0) -> AbstractContextManager[None]:
        """Be the only one who sends from this spool; Busy if somebody else does."""
        return self._file.locked(wait_seconds)

    def next(
        self, limit: int, most_bytes: int, after: int = 0, behind: bool = False
    ) -> list[Waiting]:
        """The longest waiting ones, in the order they were put; at least one if there is any.

        `after`: only those put behind this place. `behind`: those that had trouble, instead of
        those that had none.
        """
        rows = self._file.read(
            "SELECT position, id, body, key FROM signal WHERE state = ? AND position > ? "
            "AND (troubles > 0) = ? ORDER BY position LIMIT ?",
            WAITING,
            after,
            behind,
            limit,
        )
        chosen: list[Waiting] = []
        size = 0
        for row in rows:
            one = Waiting(*row)
            size += len(one.body.encode()) + 1
            if chosen and size > most_bytes:
                break
            chosen.append(one)
        return chosen

    def settle(self, answers: Iterable[tuple[Waiting, Answer]]) -> None:
        """Note what became of these, all or none; the content of what arrived is wiped."""
        now = _now()
        with self._file.changing() as connection:
            for one, answer in answers:
                if answer.state == REFUSED:
                    _forget_refused(connection, one.id)
                connection.execute(
                    "UPDATE signal SET state = ?, body = CASE WHEN ? THEN NULL ELSE body END, "
                    "signal_id = COALESCE(?, signal_id), status_url = COALESCE(?, status_url), "
                    "faults = ?, changed_at = ? WHERE position = ?",
                    (
                        ACCEPTED if answer.state == ALREADY else answer.state,
                        answer.arrived,
                        answer.signal_id,
                        answer.status_url,
                        _faults_text(answer.faults),
                        now,
                        one.place,
                    ),
                )

    def trouble(self, one: Waiting, counts: bool) -> int:
        """Note that the other side broke on this one; how often that has counted, at least 1."""
        with self._file.changing() as connection:
            connection.execute(
                "UPDATE signal SET troubles = MAX(1, troubles + ?) WHERE position = ?",
                (counts, one.place),
            )
            found = connection.execute(
                "SELECT troubles FROM signal WHERE position = ?", (one.place,)
            ).fetchone()
        return int(found[0]) if found else 0

    # -- asking -------------------------------------------------------------------------------

    def counts(self) -> dict[str, int]:
        """How many are waiting, refused, and have arrived."""
        found = dict(self._file.read("SELECT state, count(*) FROM signal GROUP BY state"))
        return {
            WAITING: found.get(WAITING, 0),
            REFUSED: found.get(REFUSED, 0),
            "arrived": found.get(ACCEPTED, 0) + found.get(SENT, 0),
        }

    def answer(self, id: str) -> Answer | None:
        """What is known here of the signal with the department's own id."""
        return self.answers([id]).get(id)

    def answers(self, ids: list[str]) -> dict[str, Answer]:
        """The same for many."""
        found = {}
        for start in range(0, len(ids), 500):
            some = ids[start : start + 500]
            marks = ",".join("?" * len(some))
            for row in self._file.read(
                "SELECT id, state, signal_id, status_url, faults FROM signal "
                # of two with one id, the refused one comes first and is overwritten
                f"WHERE id IN ({marks}) ORDER BY state <> 'refused'",
                *some,
            ):
                found[row[0]] = _answer(row)
        return found

    def listed(self, state: str) -> list[Answer]:
        """All in that state, in their order."""
        return [
            _answer(row)
            for row in self._file.read(
                "SELECT id, state, signal_id, status_url, faults FROM signal "
                "WHERE state = ? ORDER BY position",
                state,
            )
        ]

    def body(self, id: str) -> dict[str, Any] | None:
        """The whole signal, the refused one first; None where it has arrived."""
        rows = self._file.read(
            "SELECT body FROM signal WHERE id = ? AND body IS NOT NULL ORDER BY state", id
        )
        return json.loads(rows[0][0]) if rows else None


def trace_of(left_out: Mapping[str, Any]) -> str:
    """What others under the same id are compared by: enough to notice, too little to tell who."""
    text = json.dumps(left_out, ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=1).hexdigest()


def _find_other_content(
    connection: sqlite3.Connection, id: str, signal: Mapping[str, Any], trace: str | None
) -> str | None:
    """The state of what the id stands for until now, if that is something else."""
    row = connection.execute(
        "SELECT state, body, left_out FROM signal WHERE id = ? AND state <> ?", (id, REFUSED)
    ).fetchone()
    if row is None:
        return None
    state, body, before = row
    others = None not in (trace, before) and trace != before
    if state == WAITING:
        return WAITING if others or body != _text(signal) else None
    return ACCEPTED if others else None


def _put(
    connection: sqlite3.Connection, id: str, signal: Mapping[str, Any], trace: str | None = None
) -> None:
    _forget_refused(connection, id)
    before = connection.execute(
        "SELECT signal_id, status_url, CASE WHEN state = ? THEN NULL ELSE left_out END "
        "FROM signal WHERE id = ?",
        (WAITING, id),
    ).fetchone()
    signal_id, status_url, stands = before or (None, None, None)
    kept = stands or trace
    # A new row, a new place: an answer on its way to the one before must not count for this one.
    connection.execute(
        "INSERT OR REPLACE INTO signal (id, state, body, key, signal_id, status_url, changed_at, "
        "left_out) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (id, WAITING, _text(signal), str(uuid.uuid4()), signal_id, status_url, _now(), kept),
    )


def _forget_refused(connection: sqlite3.Connection, id: str) -> None:
    connection.execute("DELETE FROM signal WHERE id = ? AND state = ?", (id, REFUSED))


def _text(signal: Mapping[str, Any]) -> str:
    text = json.dumps(signal, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # half a character: refused, and kept all the same
        return json.dumps(signal)
    return text


def _faults_text(faults: tuple[Fault, ...]) -> str:
    return json.dumps([asdict(fault) for fault in faults], ensure_ascii=False)


def _answer(row: tuple[Any, ...]) -> Answer:
    id, state, signal_id, status_url, faults = row
    return Answer(id, state, signal_id, status_url, tuple(Fault(**f) for f in json.loads(faults)))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
