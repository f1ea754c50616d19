"""Applying received facts: effects, resulting events and checkpoint in one transaction.

A fact whose handler fails is tried again with backoff and then parked with its
error; later facts of its stream are parked behind it and all others flow on. A
database that does not answer is nobody's fault: that failure goes up, nothing
is acked, and the batch comes again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import NamedTuple, Protocol

import sqlalchemy as sa
from psycopg import sql

from tsunagu.contracts.facts import Fact
from tsunagu.domain.errors import Conflict, OutcomeUnknown, Unavailable
from tsunagu.log import checkpoints, event_log
from tsunagu.log import database as db
from tsunagu.log.failpoints import failpoint
from tsunagu.log.unit_of_work import EventStore, UnitOfWork
from tsunagu.messaging import parking
from tsunagu.messaging.parking import Blocked, ReceivedFact
from tsunagu.messaging.refusals import NOT_PARKED
from tsunagu.process import clock
from tsunagu.process.concurrency import sleep
from tsunagu.process.structured_logging import bind_log_fields, get_logger

_log = get_logger(__name__)

READER = "subscription"
PATIENCE = (0.1, 0.5, 2.0)
TRANSIENT = (Conflict, Unavailable, OutcomeUnknown)
MOVE = sql.SQL(
    "INSERT INTO checkpoint (reader, source, position, updated_at) VALUES ({}, {}, {}, {})"
    " ON CONFLICT (reader, source) DO UPDATE"
    " SET position = excluded.position, updated_at = excluded.updated_at"
)

Handler = Callable[[UnitOfWork, Fact], None]


class Applier(Protocol):
    """Takes whole batches of facts; for services whose read models are made in bulk."""

    def apply(self, connection: sa.Connection, facts: list[Fact]) -> None: ...


class UnreadableMessage(NamedTuple):
    """What came and is no fact we follow, and why."""

    body: bytes
    reason: str


class FactProcessor:
    """Applies the facts of the sources one service follows."""

    def __init__(
        self,
        store: EventStore,
        follows: Mapping[str, Mapping[str, Handler]],
        applier: Applier | None = None,
    ) -> None:
        self.store = store
        self.sources = list(follows)
        self.applied = 0
        self._handlers = {kind: fn for table in follows.values() for kind, fn in table.items()}
        self._applier = applier
        self._reached: dict[str, int] | None = None

    def follow(self, source: str, handlers: Mapping[str, Handler]) -> None:
        """Take the facts of one more source; its checkpoint says henceforth that it is followed."""
        with self.store.database.writing() as connection:
            reached = checkpoints.read_position(connection, READER, source)
            checkpoints.move(connection, READER, source, reached)
        self.sources.append(source)
        self._handlers |= handlers
        self._reached = None

    def checkpoints(self) -> dict[str, int]:
        """source → position of the last fact taken (a copy)."""
        if self._reached is None:
            with self.store.reading() as connection:
                self._reached = {
                    source: checkpoints.read_position(connection, READER, source)
                    for source in self.sources
                }
        return dict(self._reached)

    def apply(self, received: Sequence[ReceivedFact], refused: Sequence[UnreadableMessage]) -> None:
        """Take a batch that follows on from the checkpoints, and park the refused messages."""
        try:
            self._take_in_transaction(received, refused)
        except (sa.exc.OperationalError, sa.exc.InterfaceError, OSError):
            self._reached = None
            raise
        except Exception as failure:
            self._reached = None
            _log.info("batch failed: applied one by one", reason=describe_failure(failure))
            self._take_in_transaction([], refused)
            for one in received:
                self._apply_one(one)

    def _apply_one(self, received: ReceivedFact) -> None:
        reason = ""
        for attempt, pause in enumerate((*PATIENCE, 0.0), start=1):
            try:
                self._take_in_transaction([received], [])
                return
            except (sa.exc.OperationalError, sa.exc.InterfaceError, OSError):
                self._reached = None
                raise
            except Exception as again:
                self._reached = None
                reason = describe_failure(again)
                if not isinstance(again, TRANSIENT) and attempt >= 2:
                    break
                sleep(pause)
        self._park(received, reason, attempt)

    def _park(self, received: ReceivedFact, reason: str, attempts: int) -> None:
        fact, body = received
        with self.store.database.writing() as connection:
            event_log.hold(connection)
            if checkpoints.read_position(connection, READER, fact.source) >= fact.position:
                return  # another replica has taken it meanwhile
            parking.park(connection, self.store.keyring, body, reason, fact, attempts=attempts)
            checkpoints.move(connection, READER, fact.source, fact.position)
        with _bind_fact_fields(fact):
            _log.error("fact parked", type=fact.type, reason=reason)
        self._advance([fact])

    def _take_in_transaction(
        self, received: Sequence[ReceivedFact], refused: Sequence[UnreadableMessage]
    ) -> None:
        if not received and not refused:
            return
        facts = [fact for fact, _ in received]
        failpoint("subscription.before_begin")
        reached = {fact.source: fact.position for fact in facts}  # of each source the last
        with self._batch(reached) as (connection, blocked, taken):
            # What was read of the checkpoint may be old: another replica may have taken some.
            received = [
                one for one in received if one.fact.position > taken.get(one.fact.source, 0)
            ]
            free = parking.hold_back(connection, self.store.keyring, blocked, received)
            for body, reason in refused:
                parking.park(connection, self.store.keyring, body, reason)
                _log.warning("foreign message parked", reason=reason)
            appended = self._apply_effects(connection, free)
            failpoint("subscription.after_apply")
        failpoint("subscription.after_commit")
        self._advance(facts)
        if appended:
            self.store.notify()

    @contextmanager
    def _batch(
        self, reached: Mapping[str, int]
    ) -> Iterator[tuple[sa.Connection, Blocked, Mapping[str, int]]]:
        """A transaction that holds the log, with what is parked and taken at its start.

        The checkpoints move at its end, never back. On PostgreSQL its first and last statements
        share a round trip each: a lone fact waits for little else.
        """
        database = self.store.database
        with database.write_turn(), database.engine.connect() as connection:
            try:
                if database.is_postgresql:
                    blocked, taken = _begin_postgresql(connection)
                else:
                    db.begin(connection)
                    blocked = parking.read_blocked_streams(connection)
                    taken = checkpoints.read_positions(connection, READER)
                yield connection, blocked, taken
                further = {
                    source: position
                    for source, position in reached.items()
                    if position > taken.get(source, 0)
                }
                if database.is_postgresql and further:
                    failpoint("subscription.before_commit")
                    _commit_postgresql(connection, further)
                    return
                for source, position in further.items():
                    checkpoints.move(connection, READER, source, position)
                failpoint("subscription.before_commit")
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                db.rollback(connection)
                self.store.keyring.drop_cache()  # a key made here was never stored
                raise

    def _apply_effects(self, connection: sa.Connection, facts: list[Fact]) -> bool:
        if self._applier is not None:
            self._applier.apply(connection, facts)
            return False
        appended = False
        for fact in facts:
            handler = self._handlers.get(fact.type)
            if handler is None:
                continue
            with (
                _bind_fact_fields(fact),
                self.store.work(
                    actor=f"service:{fact.source}",
                    correlation=fact.correlation,
                    causation=f"{fact.source}:{fact.id}",
                    recorded_on=fact.recorded_on if fact.recorded else None,
                    connection=connection,
                ) as work,
            ):
                handler(work, fact)
                _log.debug("fact applied", type=fact.type)
            appended = appended or work.appended > 0
        return appended

    def _advance(self, facts: list[Fact]) -> None:
        self.applied += len(facts)
        if self._reached is not None:
            for fact in facts:
                self._reached[fact.source] = max(self._reached[fact.source], fact.position)

    # -- parked facts -------------------------------------------------------------------------

    def retry(self, id: str) -> dict[str, object]:
        """Apply a parked fact again, and those behind it in order, until one fails.

        Returns `{"applied": [ids], "failed": id | None, "reason": ...}`.
        """
        with self.store.reading() as connection:
            row = parking.find_parked(connection, id)
            if row is None:
                raise NOT_PARKED(id=id)
            if row["stream"] is None:
                return {"applied": [], "failed": id, "reason": "never_was_a_fact"}
            rows = parking.list_same_stream(connection, row["source"], row["stream"])
        done: list[str] = []
        for parked in rows:
            failpoint("parked.before_retry")
            try:
                with self.store.database.writing() as connection:
                    event_log.hold(connection)
                    if parking.find_parked(connection, parked["id"]) is None:
                        continue  # somebody else has just tried it again
                    fact = parking.decode_parked_fact(self.store.keyring, parked)
                    appended = self._apply_effects(connection, [fact])
                    parking.give_up(connection, parked["id"], row["source"], row["stream"])
            except Exception as failure:
                return {
                    "applied": done,
                    "failed": parked["id"],
                    "reason": describe_failure(failure),
                }
            done.append(parked["id"])
            if appended:
                self.store.notify()
        return {"applied": done, "failed": None, "reason": None}

    def discard(self, id: str) -> None:
        """Give a parked message up for good; those behind it no longer wait for it."""
        with self.store.database.writing() as connection:
            row = parking.find_parked(connection, id)
            if row is None:
                raise NOT_PARKED(id=id)
            parking.give_up(connection, id, row["source"], row["stream"])


def _begin_postgresql(connection: sa.Connection) -> tuple[Blocked, dict[str, int]]:
    """`event_log.begin`, `parking.read_blocked_streams` and the checkpoints in one round trip."""
    parked, moved = event_log.begin_and_ask(
        connection,
        "SELECT source, stream, id FROM parked WHERE stream IS NOT NULL ORDER BY position DESC",
        f"SELECT source, position FROM checkpoint WHERE reader = '{READER}'",
    )
    return {(source, stream): id for source, stream, id in parked}, dict(moved)


def _commit_postgresql(connection: sa.Connection, reached: Mapping[str, int]) -> None:
    """`checkpoints.move` and COMMIT in one round trip; several statements take no parameters."""
    now = clock.now().isoformat()
    moves = [
        MOVE.format(*map(sql.Literal, (READER, source, position, now)))
        for source, position in reached.items()
    ]
    with db.borrow_driver(connection) as driver:
        driver.execute(sql.SQL("; ").join([*moves, sql.SQL("COMMIT")]))


def _bind_fact_fields(fact: Fact) -> AbstractContextManager[None]:
    return bind_log_fields(correlation=fact.correlation, source=fact.source, position=fact.position)


def describe_failure(failure: Exception) -> str:
    """What went wrong, without any of the content it went wrong on."""
    code = getattr(failure, "code", None) or getattr(failure, "reason", None)
    trace = failure.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" ({trace.tb_frame.f_code.co_name}:{trace.tb_lineno})" if trace is not None else ""
    return f"{type(failure).__name__}{': ' + code if isinstance(code, str) else ''}{place}"
