"""One service's own database: PostgreSQL, or SQLite in embedded mode.

Connections run in autocommit; a transaction is begun and ended by name, so
that a single-statement append needs no further round trip. On SQLite writers
queue on a cooperative lock: two greenlets waiting inside SQLite itself would
stop the whole process.
"""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

# SQLite's and PostgreSQL's words for it.
MISSING = re.compile(
    r'(?:no such (?:table|column): |no column named |relation "|column "?)(?P<name>[\w.]+)'
)


def _psycopg_url(url: str) -> sa.URL:
    parsed = sa.make_url(url)
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    return parsed


class Together:
    """What one greenlet reads and writes as one transaction; see `Database.together`."""

    def __init__(self, database: Database, stack: ExitStack) -> None:
        self.connection: sa.Connection | None = None
        self.after_commit: list[Callable[[], None]] = []
        self._database, self._stack = database, stack

    def begin(self) -> sa.Connection:
        """The transaction's connection; it begins with whoever first needs it."""
        if self.connection is None:
            self._stack.enter_context(self._database.write_turn())
            connection = self._stack.enter_context(self._database.engine.connect())
            begin_holding(connection)
            self.connection = connection
        return self.connection


class Database:
    """The engine of one service, and how to read and write with it."""

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.url = _psycopg_url(url)
        self.is_postgresql = self.url.get_backend_name() == "postgresql"
        options: dict[str, Any] = {
            "isolation_level": "AUTOCOMMIT",
            "pool_use_lifo": True,
            "hide_parameters": True,  # an error must not carry what somebody told a caseworker
        }
        if self.is_postgresql:
            options |= {"pool_size": pool_size, "max_overflow": pool_size}
        else:
            if self.url.database:
                Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
            # Never wait for a pooled connection inside SQLite: files need few, and all are local.
            options |= {"pool_size": pool_size, "max_overflow": -1}
        self.engine = sa.create_engine(self.url, **options)
        self._write_lock = threading.Lock()
        self._here = threading.local()  # each greenlet's own
        self._turns: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self.waiting = 0  # on SQLite: how many wait for their turn
        if not self.is_postgresql:
            sa.event.listen(self.engine, "connect", _sqlite_settings)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """An autocommit connection for SELECTs; within `together`, what it has written is seen."""
        if (whole := self._whole) is not None and whole.connection is not None:
            yield whole.connection
            return
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[sa.Connection]:
        """A transaction that sees one moment of the database and changes nothing."""
        with self.engine.connect() as connection:
            begin = "BEGIN ISOLATION LEVEL REPEATABLE READ" if self.is_postgresql else "BEGIN"
            connection.exec_driver_sql(begin)
            try:
                yield connection
            finally:
                connection.exec_driver_sql("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction: committed at the end of the block, rolled back on any exception.

        Within `together` it is a part of that one, which may fail on its own.
        """
        if (joined := self.join()) is not None:
            with _savepoint(joined):
                yield joined
            return
        with self.write_turn(), self.engine.connect() as connection:
            begin(connection)
            try:
                yield connection
            except BaseException:
                rollback(connection)
                raise
            connection.exec_driver_sql("COMMIT")

    @contextmanager
    def together(self) -> Iterator[Together]:
        """Everything that this greenlet reads and writes meanwhile is one transaction.

        It begins with the first thing written, and is committed at the end of the block.
        """
        with ExitStack() as stack:
            whole = self._here.whole = Together(self, stack)
            try:
                yield whole
                if whole.connection is not None:
                    whole.connection.exec_driver_sql("COMMIT")
            except BaseException:
                if whole.connection is not None:
                    rollback(whole.connection)
                raise
            finally:
                self._here.whole = None
        for act in whole.after_commit:
            act()

    def join(self) -> sa.Connection | None:
        """The connection of the transaction that this greenlet is in by `together`, if it is."""
        return None if self._whole is None else self._whole.begin()

    def when_committed(self, act: Callable[[], None]) -> None:
        """Do it once `together` is committed, and not at all if it is not; at once without one."""
        if self._whole is None:
            act()
        else:
            self._whole.after_commit.append(act)

    @property
    def _whole(self) -> Together | None:
        return getattr(self._here, "whole", None)

    @contextmanager
    def write_turn(self) -> Iterator[None]:
        """On SQLite, this greenlet's turn to write; PostgreSQL needs none."""
        if self.is_postgresql:
            yield
        else:
            with self._wait_for(self._write_lock):
                yield

    @contextmanager
    def take_turn(self, name: str) -> Iterator[None]:
        """Alone under this name, in whatever process; who comes meanwhile waits.

        For what takes more than one transaction. A process that dies gives its turn back.
        """
        if not self.is_postgresql:
            with self._wait_for(self._turns[name]):
                yield
            return
        key = sa.func.hashtext(f"turn/{name}")
        with self.engine.connect() as connection:
            connection.execute(sa.select(sa.func.pg_advisory_lock(key)))
            try:
                yield
            finally:
                connection.execute(sa.select(sa.func.pg_advisory_unlock(key)))

    @contextmanager
    def _wait_for(self, lock: threading.Lock) -> Iterator[None]:
        self.waiting += 1
        lock.acquire()
        self.waiting -= 1
        try:
            yield
        finally:
            lock.release()

    def close(self) -> None:
        self.engine.dispose()


def begin(connection: sa.Connection) -> None:
    """Begin a writing transaction; SQLite takes its write lock at once, not half-way."""
    postgres = connection.dialect.name == "postgresql"
    connection.exec_driver_sql("BEGIN" if postgres else "BEGIN IMMEDIATE")


HOLD = "SELECT FROM head FOR UPDATE"
HOLDS = "tsunagu_holds_log"  # an option of a connection, which is taken out anew each time


def begin_holding(connection: sa.Connection) -> None:
    """Begin a transaction that alone appends to the log until it ends, in one round trip."""
    if connection.dialect.name != "postgresql":
        begin(connection)
        return
    with borrow_driver(connection) as driver:
        driver.execute(f"BEGIN; {HOLD}")
    connection.execution_options(**{HOLDS: True})


@contextmanager
def borrow_driver(connection: sa.Connection) -> Iterator[Any]:
    """The driver's own connection, for the few statements where SQLAlchemy would cost too much.

    A lost server becomes SQLAlchemy's OperationalError, and the whole pool is renewed, as
    SQLAlchemy does for its own statements: after a restart of the server one call fails, not ten.
    """
    try:
        yield connection.connection.driver_connection
    except (psycopg.OperationalError, psycopg.InterfaceError) as gone:
        connection.invalidate(gone)
        connection.engine.dispose()
        raise sa.exc.OperationalError("log", None, gone, hide_parameters=True) from gone


def rollback(connection: sa.Connection) -> None:
    """Undo the transaction; a connection that died has nothing left to undo."""
    try:
        connection.exec_driver_sql("ROLLBACK")
    except sa.exc.DBAPIError:
        connection.invalidate()


@contextmanager
def _savepoint(connection: sa.Connection) -> Iterator[None]:
    connection.exec_driver_sql("SAVEPOINT joined")
    try:
        yield
    except BaseException:
        connection.exec_driver_sql("ROLLBACK TO SAVEPOINT joined")
        raise
    finally:
        connection.exec_driver_sql("RELEASE SAVEPOINT joined")


def _sqlite_settings(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA busy_timeout=5000")
    cursor.close()


def find_missing_name(failure: sa.exc.DBAPIError) -> str | None:
    """The table or column that a statement named and the database has not; None: it was not that.

    SQLite calls it an operational error, as it calls a database that is locked.
    """
    state = getattr(failure.orig, "sqlstate", None)
    if state not in (None, "42P01", "42703"):  # undefined table, undefined column
        return None
    found = MISSING.search(str(failure.orig))
    return found["name"] if found else None


def upsert(
    connection: sa.Connection,
    table: sa.Table,
    key_columns: Sequence[str],
    values: Mapping[str, Any],
) -> None:
    """Insert the row, or set its other columns where the key exists already."""
    dialect = connection.dialect.name
    statement = upsert_statement(table, tuple(key_columns), tuple(values), dialect)
    connection.execute(statement, dict(values))


@cache  # what is made once is also looked up faster in SQLAlchemy's own cache
def upsert_statement(
    table: sa.Table, key_columns: tuple[str, ...], columns: tuple[str, ...], dialect: str
) -> sa.Insert:
    """Inserts rows of these columns; where their key exists already, it sets the others."""
    insert = (postgresql if dialect == "postgresql" else sqlite).insert(table)
    given = {name: insert.excluded[name] for name in columns if name not in key_columns}
    keys = list(key_columns)
    statement: sa.Insert = (
        insert.on_conflict_do_update(index_elements=keys, set_=given)
        if given
        else insert.on_conflict_do_nothing(index_elements=keys)
    )
    return statement


def insert_new(
    connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]
) -> int:
    """Insert those rows whose key is not there yet; how many there were."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).on_conflict_do_nothing().returning(*table.primary_key)
    return len(connection.execute(statement, [dict(row) for row in rows]).all())
