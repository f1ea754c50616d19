"""The one SQLite file of a spool: private, on disk when a transaction ends, wiped where it deletes.

Here is how it is opened, changed, read and locked; what is in it is for `spool.py`.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tsunagu_signals.answers import Failure, WrongUse

FILE, LOCK = "spool.sqlite", "sending.sqlite"
SCHEMA = """
CREATE TABLE IF NOT EXISTS signal (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    state TEXT NOT NULL,
    body TEXT,
    key TEXT NOT NULL DEFAULT '',
    troubles INTEGER NOT NULL DEFAULT 0,
    signal_id TEXT,
    status_url TEXT,
    faults TEXT NOT NULL DEFAULT '[]',
    changed_at TEXT NOT NULL,
    left_out TEXT
);
CREATE INDEX IF NOT EXISTS signal_state ON signal (state, position);
CREATE INDEX IF NOT EXISTS signal_own_id ON signal (id);
CREATE UNIQUE INDEX IF NOT EXISTS signal_going ON signal (id) WHERE state <> 'refused';
CREATE UNIQUE INDEX IF NOT EXISTS signal_refused ON signal (id) WHERE state = 'refused';
CREATE TABLE IF NOT EXISTS owner (department TEXT PRIMARY KEY);
"""
BUSY_SECONDS = 30.0


class Busy(Failure):
    """Another process is sending from this spool."""


class SpoolFile:
    """A folder with the file and its lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self._make_private()
        except OSError as why:
            raise WrongUse(_unusable(self.folder, why.strerror or str(why))) from None
        with self.changing() as connection:
            for statement in SCHEMA.split(";"):
                connection.execute(statement)
            _add_columns(connection)

    def _make_private(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name in (FILE, LOCK):
            # SQLite gives its journals the rights of the file they belong to.
            os.close(os.open(self.folder / name, os.O_WRONLY | os.O_CREAT, 0o600))

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, on disk when the block ends."""
        with self._opened() as connection:
            connection.execute("PRAGMA synchronous=EXTRA")  # survives a loss of power too
            connection.execute("PRAGMA secure_delete=ON")  # overwrites what is deleted
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                if connection.in_transaction:  # a full disk has ended it already
                    connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """A connection; a full, broken or forbidden disk is said in plain words."""
        connection = sqlite3.connect(self.folder / FILE, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            yield connection
        except sqlite3.DatabaseError as why:
            raise Failure(_unusable(self.folder, str(why))) from None
        finally:
            connection.close()

    def read(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._opened() as connection:
            return connection.execute(query, values).fetchall()

    @contextmanager
    def locked(self, wait_seconds: float = 0.0) -> Iterator[None]:
        """Be the only one who holds the lock; Busy if somebody else does.

        The lock is the operating system's: it ends with its process, however that died.
        """
        connection = sqlite3.connect(self.folder / LOCK, timeout=0, isolation_level=None)
        deadline = time.monotonic() + wait_seconds
        try:
            while True:
                try:
                    connection.execute("BEGIN EXCLUSIVE")
                    break
                except sqlite3.OperationalError as why:
                    if why.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                        raise Failure(_unusable(self.folder, str(why))) from None
                    if time.monotonic() >= deadline:
                        raise Busy(
                            "別のプロセスが送信中です。しばらくして flush を / "
                            "another process is sending; flush again in a while"
                        ) from None
                    time.sleep(0.02)
            yield
        finally:
            connection.close()


def _add_columns(connection: sqlite3.Connection) -> None:
    """To a file of an earlier release; what waits in it goes out without a key."""
    known = {row[1] for row in connection.execute("PRAGMA table_info(signal)")}
    for name, kind in (("key", "TEXT NOT NULL DEFAULT ''"), ("left_out", "TEXT")):
        if name not in known:
            connection.execute(f"ALTER TABLE signal ADD COLUMN {name} {kind}")


def _unusable(folder: Path, why: str) -> str:
    return f"置き場 {folder} に書けません / the spool cannot be written: {why}"
