"""Units of work: load aggregates, decide, append, and project, all or nothing.

Read models that the service's own screens need change in the same transaction
as the log. Where nothing but the log changes, the append is one statement.

Whatever a unit of work looked at stands as it saw it when it records. Its transaction holds the
log from its first statement on: nobody else records until it ends, so a question to a read model,
or an aggregate loaded then, stays true. What was loaded before is compared at that moment, and is
a Conflict where it has moved, changed by this unit of work or not. So a rule over many aggregates
holds without a lock of its own, on every database. One lock, taken first: nothing to deadlock on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

import orjson
import sqlalchemy as sa

from tsunagu.domain.aggregate import Aggregate
from tsunagu.domain.calendar import city_date
from tsunagu.domain.errors import BrokenInvariant, require
from tsunagu.domain.json_object import JsonObject
from tsunagu.log import database as db
from tsunagu.log import event_log
from tsunagu.log.database import Database
from tsunagu.log.event_codec import EventTypes, Upcaster
from tsunagu.log.failpoints import failpoint
from tsunagu.log.personal_data import Keyring, seal, unseal
from tsunagu.log.refusals import CHANGED_MEANWHILE, CHANGED_SINCE_READ, NOT_FOUND
from tsunagu.log.row_changes import RowBuffer, RowReadModel
from tsunagu.process import clock

A = TypeVar("A", bound=Aggregate)


@dataclass(frozen=True)
class RecordedEvent:
    """An event with its place in the log, as read models receive it."""

    event: Any
    stream: str
    version: int
    position: int
    recorded_at: datetime
    recorded_on: date
    actor: str
    correlation: str | None


ManyAtOnce = Callable[[sa.Connection, list[RecordedEvent]], None]


# Unlike a read model it is given the store, whose keyring it may use, and is not replayed.
Index = Callable[["EventStore", sa.Connection, list[RecordedEvent]], None]


class BulkReadModel:
    """A read model that takes all events of one append together, in their order.

    Others that touch the same rows see them done: it runs before the next that is not in bulk.
    """

    def __init__(self, model: ManyAtOnce) -> None:
        self.model = model


ReadModel = Callable[[sa.Connection, RecordedEvent], None] | BulkReadModel | RowReadModel


class EventStore:
    """One service's log, keys and read models."""

    def __init__(
        self,
        database: Database,
        events: Iterable[type],
        keyring: Keyring,
        read_models: Mapping[type, ReadModel | list[ReadModel]] | None = None,
        upcasters: Mapping[tuple[str, int], Upcaster] | None = None,
        clock: Callable[[], datetime] = lambda: clock.now(),  # the module's, looked up each time
        indexes: Mapping[type, Index] | None = None,
    ) -> None:
        self.database = database
        self.types = EventTypes(events, upcasters)
        self.keyring = keyring
        self.read_models: dict[type, list[ReadModel]] = {
            event_class: list(models) if isinstance(models, list | tuple) else [models]
            for event_class, models in (read_models or {}).items()
        }
        self.clock = clock
        self.indexes = indexes or {}
        self.after_commit: list[Callable[[], None]] = []

    @contextmanager
    def work(
        self,
        actor: str = "system",
        correlation: str | None = None,
        causation: str | None = None,
        recorded_on: date | None = None,
        connection: sa.Connection | None = None,
        hold_log: bool = False,
    ) -> Iterator[UnitOfWork]:
        """A unit of work: committed at the end of the block, nothing kept on any exception.

        `connection`: join a transaction that is already open; its owner commits. So does a unit
        of work within `Database.together`.
        `hold_log`: hold the log before anything is loaded, so that nothing can be stale.
        """
        failpoint("command.before_begin")
        connection = self.database.join() if connection is None else connection
        with ExitStack() as stack:
            work = UnitOfWork(self, stack, actor, correlation, causation, recorded_on, connection)
            try:
                if hold_log:
                    work._begin()
                yield work
                work._commit()
            except BaseException:
                work._abandon()
                raise
        if connection is None and work.appended:
            failpoint("command.after_commit")
            self.notify()

    def notify(self) -> None:
        """Tell whoever waits for new events (the relay) that some are there."""
        for wake in self.after_commit:
            wake()

    def project(self, connection: sa.Connection, events: Iterable[RecordedEvent]) -> None:
        """Let the read models follow these events, in order.

        Those in bulk and those that only say what row changes are gathered; one that looks at the
        tables itself finds all before it written. A table is kept by the one kind or the other.
        """
        gathered: dict[BulkReadModel, list[RecordedEvent]] = {}
        rows = RowBuffer()
        for recorded in events:
            for model in self.read_models.get(type(recorded.event), ()):
                if isinstance(model, RowReadModel):
                    if (change := model.describe(recorded)) is not None:
                        rows.add(connection, change)
                elif isinstance(model, BulkReadModel):
                    gathered.setdefault(model, []).append(recorded)
                else:
                    _apply_in_bulk(connection, gathered)
                    rows.write(connection)
                    model(connection, recorded)
        _apply_in_bulk(connection, gathered)
        rows.write(connection)

    def update_indexes(self, connection: sa.Connection, events: Iterable[RecordedEvent]) -> None:
        """Let what is made of personal fields follow these events; each index takes its own."""
        gathered: dict[Index, list[RecordedEvent]] = {}
        for recorded in events:
            index = self.indexes.get(type(recorded.event))
            if index is not None:
                gathered.setdefault(index, []).append(recorded)
        for index, some in gathered.items():
            index(self, connection, some)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """An autocommit connection for reading read models."""
        with self.database.reading() as connection:
            yield connection

    def load_events(self, connection: sa.Connection, stream: str, person: bool = True) -> list[Any]:
        """The stored events of a stream, personal fields decrypted where the key still exists."""
        return self._decode_events(
            connection, stream, event_log.read_stream(connection, stream), person
        )

    def load_streams(
        self, connection: sa.Connection, streams: Sequence[str]
    ) -> dict[str, list[Any]]:
        """The stored events of several streams, of those that have any."""
        return {
            stream: self._decode_events(connection, stream, rows, person=True)
            for stream, rows in event_log.read_streams(connection, streams).items()
        }

    def _decode_events(
        self, connection: sa.Connection, stream: str, rows: list[tuple[Any, ...]], person: bool
    ) -> list[Any]:
        events = []
        for version, (wire_type, schema, data, sealed) in enumerate(rows, start=1):
            secret = None
            if sealed is not None and person:
                secret = self._unseal(connection, wire_type, stream, version, data, bytes(sealed))
            events.append(self.types.decode(wire_type, schema, data, secret))
        return events

    def _unseal(
        self,
        connection: sa.Connection,
        wire_type: str,
        stream: str,
        version: int,
        data: str,
        sealed: bytes,
    ) -> JsonObject | None:
        key = self.keyring.find(connection, str(orjson.loads(data)["person_id"]))
        if key is None:
            return None  # forgotten
        plain: JsonObject = orjson.loads(unseal(key, sealed, f"{stream}/{version}/{wire_type}"))
        return plain


def _apply_in_bulk(
    connection: sa.Connection, gathered: dict[BulkReadModel, list[RecordedEvent]]
) -> None:
    for model, recorded in gathered.items():
        model.model(connection, recorded)
    gathered.clear()


class _Pending(NamedTuple):
    """An event that was decided and is not in the log yet."""

    aggregate: Aggregate
    event: Any
    version: int
    actor: str
    recorded_on: date | None


@dataclass
class _Part:
    """A part that may fail on its own: how much was appended, and pending, when it began."""

    appended: int
    start: int
    in_database: bool = False


class EarlierPartFailed(Exception):
    """What deferred parts decided could not be recorded: all of the unit of work is undone.

    Whoever takes many things in deferred parts takes them again, none deferred: then the one that
    fails is alone.
    """


class UnitOfWork:
    """One unit of work; use it through `EventStore.work`."""

    def __init__(
        self,
        store: EventStore,
        stack: ExitStack,
        actor: str,
        correlation: str | None,
        causation: str | None,
        recorded_on: date | None,
        joined: sa.Connection | None,
    ) -> None:
        self.store = store
        self.actor = actor
        self.correlation = correlation
        self.causation = causation
        self.recorded_on = recorded_on
        self.appended = 0
        self._stack = stack
        self._open = joined
        self._owner = joined is None
        self._begun = False
        self._loaded: dict[str, Aggregate] = {}
        self._pending: list[_Pending] = []
        self._part: _Part | None = None
        self._lost: EarlierPartFailed | None = None

    # -- aggregates ---------------------------------------------------------------------------

    def load(self, aggregate_class: type[A], id: str, expected_version: int | None = None) -> A:
        """The aggregate; NotFound if nothing was ever recorded about it.

        `expected_version`: what the caller saw; Conflict if it has moved on since.
        """
        aggregate = self.load_or_new(aggregate_class, id)
        if not aggregate.exists:
            raise NOT_FOUND(category=aggregate_class.category, id=id)
        if expected_version is not None and aggregate.version != expected_version:
            raise CHANGED_SINCE_READ(version=aggregate.version, expected=expected_version)
        return aggregate

    def load_or_new(self, aggregate_class: type[A], id: str) -> A:
        """The aggregate as its events left it, which may be none yet."""
        stream = f"{aggregate_class.category}-{id}"
        known = self._loaded.get(stream)
        if known is not None:
            if not isinstance(known, aggregate_class):
                raise BrokenInvariant(f"{stream} was loaded as a {type(known).__name__}")
            return known
        return self._replay(aggregate_class, id, self.store.load_events(self._connection(), stream))

    def _replay(self, aggregate_class: type[A], id: str, events: Iterable[Any]) -> A:
        aggregate = aggregate_class.replay(id, events)
        for before in self._pending:  # of a part before this one
            if before.aggregate.stream == aggregate.stream:
                aggregate.apply(before.event)
        aggregate.listener = self._note_event
        self._loaded[aggregate.stream] = aggregate
        return aggregate

    def new(self, aggregate_class: type[A], id: str) -> A:
        """An aggregate that cannot be known yet, its id just drawn: nobody is asked for it."""
        aggregate = aggregate_class(id)
        aggregate.listener = self._note_event
        self._loaded[aggregate.stream] = aggregate
        return aggregate

    def load_ahead(self, aggregate_class: type[A], ids: Iterable[str]) -> None:
        """Load these aggregates in one round trip; `load` and `load_or_new` then find them."""
        streams = {f"{aggregate_class.category}-{id}": id for id in ids}
        wanted = [stream for stream in streams if stream not in self._loaded]
        if wanted:
            found = self.store.load_streams(self._connection(), wanted)
            for stream in wanted:
                self._replay(aggregate_class, streams[stream], found.get(stream, ()))

    def _note_event(self, aggregate: Aggregate, event: Any) -> None:
        self._pending.append(
            _Pending(aggregate, event, aggregate.version, self.actor, self.recorded_on)
        )

    @contextmanager
    def acting(self, actor: str) -> Iterator[None]:
        """What is recorded meanwhile is this one's doing."""
        before, self.actor = self.actor, actor
        try:
            yield
        finally:
            self.actor = before

    # -- the transaction ----------------------------------------------------------------------

    @property
    def connection(self) -> sa.Connection:
        """The transaction's connection; what was decided so far is visible in it.

        What it reads stays true until the commit: the log is held.
        """
        self._begin()
        self._make_savepoint()
        self.flush()
        return self._connection()

    @contextmanager
    def savepoint(self, recorded_on: date | None = None, deferred: bool = False) -> Iterator[None]:
        """A part that may fail on its own: then nothing of it stays. Parts do not nest.

        `deferred`: what it decides is written later, together with what others decide, and the
        database hears of it only where it reads or writes there by `connection`. What cannot be
        written is then found out too late to be told from the others: see EarlierPartFailed.
        `recorded_on`: the day on which all of it became known, if that was earlier.
        """
        if self._part is not None:
            raise BrokenInvariant("a savepoint within a savepoint")
        self._begin()
        part = self._part = _Part(self.appended, len(self._pending))
        before, self.recorded_on = self.recorded_on, recorded_on or self.recorded_on
        try:
            if not deferred:
                self._make_savepoint()
            yield
            if part.in_database:
                self.flush()
        except Exception:
            self._undo(part)
            raise
        finally:
            self._part, self.recorded_on = None, before
        if part.in_database:
            self._connection().exec_driver_sql("RELEASE SAVEPOINT part")

    def _make_savepoint(self) -> None:
        """Where a part of its own has begun: write what was before it, and begin it there too."""
        part = self._part
        if part is None or part.in_database:
            return
        before, within = self._pending[: part.start], self._pending[part.start :]
        try:
            self._append(before)
        except Exception as failure:
            self._lost = EarlierPartFailed(failure)
            raise self._lost from failure
        self._pending, part.start = within, 0
        part.appended, part.in_database = self.appended, True
        self._connection().exec_driver_sql("SAVEPOINT part")

    def _undo(self, part: _Part) -> None:
        if self._lost is not None:
            return  # nothing of all this can be committed any more
        if not part.in_database:
            for dropped in self._pending[part.start :]:
                self._loaded.pop(dropped.aggregate.stream, None)
            del self._pending[part.start :]
            return
        connection = self._connection()
        connection.exec_driver_sql("ROLLBACK TO SAVEPOINT part")
        connection.exec_driver_sql("RELEASE SAVEPOINT part")
        self._pending.clear()
        self._loaded.clear()
        self.appended = part.appended
        self.store.keyring.drop_cache()

    def flush(self) -> None:
        """Append what was decided so far, and let the read models follow, before the commit."""
        if not self._pending:
            return
        self._make_savepoint()
        pending, self._pending = self._pending, []
        self._append(pending)

    def _append(self, pending: list[_Pending]) -> None:
        if not pending:
            return
        connection = self._connection()
        now = self.store.clock()
        failpoint("command.before_append")
        rows = self._encode_rows(connection, pending)
        first = event_log.append(connection, [self._origin_of(one, now) for one in pending], rows)
        self.appended += len(pending)
        failpoint("command.after_append")
        today = city_date(now)
        recorded = [
            RecordedEvent(
                one.event,
                one.aggregate.stream,
                one.version,
                first + offset,
                now,
                one.recorded_on or today,
                one.actor,
                self.correlation,
            )
            for offset, one in enumerate(pending)
        ]
        self.store.project(connection, recorded)
        self.store.update_indexes(connection, recorded)
        for one in pending:
            one.aggregate.stored_version = one.version
            one.aggregate.pending.clear()

    def _origin_of(self, one: _Pending, now: datetime) -> event_log.Origin:
        return event_log.Origin(
            now.isoformat(timespec="microseconds"),
            one.recorded_on.isoformat() if one.recorded_on else None,
            one.actor,
            self.correlation,
            self.causation,
        )

    def _encode_rows(
        self, connection: sa.Connection, pending: list[_Pending]
    ) -> list[event_log.NewRow]:
        """These events as the log keeps them: personal fields under their person's key."""
        persons = {
            one.event.person_id
            for one in pending
            if any(getattr(one.event, name) is not None for name in type(one.event).personal_fields)
        }
        keys = self.store.keyring.obtain_all(connection, persons) if persons else {}
        rows = []
        for aggregate, event, version, *_ in pending:
            kind = self.store.types.find_type(type(event))
            data, secret = kind.encode(event)
            sealed = None
            if secret is not None:
                place = f"{aggregate.stream}/{version}/{kind.wire_type}"
                sealed = seal(keys[event.person_id], secret, place)
            row = event_log.NewRow(
                aggregate.stream, version, kind.wire_type, kind.schema, data, sealed
            )
            rows.append(row)
        return rows

    def _connection(self) -> sa.Connection:
        if self._open is None:
            self._open = self._stack.enter_context(self.store.database.engine.connect())
        elif not self._owner:
            self._begin()
        return self._open

    def _begin(self) -> None:
        """Hold the log; Conflict where something that was loaded before has moved."""
        if self._begun:
            return
        self._begun = True
        if not self._owner:
            event_log.hold(require(self._open, "joined by its connection"))
            return
        self._stack.enter_context(self.store.database.write_turn())
        versions = event_log.begin(self._connection(), list(self._loaded))
        moved = [
            stream
            for stream, aggregate in self._loaded.items()
            if aggregate.stored_version != versions.get(stream, 0)
        ]
        if moved:
            raise CHANGED_MEANWHILE(streams=sorted(moved))

    def _commit(self) -> None:
        if self._lost is not None:
            raise self._lost
        if not self._owner:
            self.flush()
            return
        if self._pending and not self._begun and not self._fits_one_statement():
            self._begin()
        self.flush()
        if self._begun:
            failpoint("command.before_commit")
            self._connection().exec_driver_sql("COMMIT")
            self._begun = False

    def _fits_one_statement(self) -> bool:
        """Whether one autocommit statement is the whole change, and of all that was looked at."""
        types, models, indexes = self.store.types, self.store.read_models, self.store.indexes
        changed = {one.aggregate.stream for one in self._pending}
        return (
            self.store.database.is_postgresql
            and changed == self._loaded.keys()
            and not any(
                models.get(kind) or types.find_type(kind).personal or kind in indexes
                for kind in {type(one.event) for one in self._pending}
            )
        )

    def _abandon(self) -> None:
        if self._owner and self._begun and self._open is not None:
            db.rollback(self._open)
            self._begun = False
        self.store.keyring.drop_cache()  # a key made here may never be stored
