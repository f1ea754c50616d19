"""For tests: given/when/then over aggregates, `eventually` instead of sleep, a whole platform.

`scenario` is all a domain test needs; nothing of nameko or SQL is imported for it. A
service's own tests drive it by a subclass of `ServiceDriver`, and its store by `store_of`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from tsunagu.domain.aggregate import Aggregate
from tsunagu.domain.errors import Invalid, TsunaguError
from tsunagu.domain.json_object import JsonObject

if TYPE_CHECKING:
    import sqlalchemy as sa

    from tsunagu.hosting.definition import Definition
    from tsunagu.hosting.embedded import Platform
    from tsunagu.log.unit_of_work import EventStore

A = TypeVar("A", bound=Aggregate)
T = TypeVar("T")


class Scenario(Generic[A]):
    """One story about one aggregate; made by `scenario`."""

    def __init__(self, aggregate_class: type[A], id: str) -> None:
        self._class = aggregate_class
        self._id = id
        self._history: tuple[Any, ...] = ()
        self._error: TsunaguError | None = None
        self.aggregate: A = aggregate_class(id)

    def given(self, *events: Any) -> Self:
        """What was recorded before."""
        self._history = events
        self.aggregate = self._class.replay(self._id, events)
        return self

    def when(self, command: Callable[[A], Any]) -> Self:
        """What somebody now does; a refusal is kept for `refused`."""
        self._error = None
        try:
            command(self.aggregate)
        except TsunaguError as refusal:
            self._error = refusal
        return self

    def then(self, *events: Any) -> Self:
        """Exactly these events follow; none at all is a valid expectation."""
        if self._error is not None:
            raise AssertionError(f"refused instead: {self._error}") from self._error
        recorded = tuple(self.aggregate.pending)
        if recorded != events:
            raise AssertionError(f"recorded {recorded}, expected {events}")
        return self

    def refused(self, code: str) -> TsunaguError:
        """The command was refused with this code, and recorded nothing."""
        if self._error is None:
            raise AssertionError(f"not refused; recorded {self.aggregate.pending}")
        if self._error.code != code:
            raise AssertionError(f"refused with {self._error}")
        if self.aggregate.pending:
            raise AssertionError("a refused command must record nothing")
        return self._error


def scenario(aggregate_class: type[A], id: str) -> Scenario[A]:
    """Begin a story: `scenario(Case, "c1").given(...).when(...).then(...)`."""
    return Scenario(aggregate_class, id)


def eventually(fn: Callable[[], T], timeout: float = 30.0, every: float = 0.02) -> T:
    """Call `fn` until it returns something true without raising; its value.

    After `timeout` seconds its last AssertionError (or other exception) is raised.
    """
    deadline = time.monotonic() + timeout
    while True:
        failure: Exception | None = None
        value = None
        try:
            value = fn()
        except Exception as early:
            failure = early
        if value:
            return value
        if time.monotonic() > deadline:
            if failure is not None:
                raise failure
            raise AssertionError(f"still {value!r} after {timeout} s")
        time.sleep(every)


@contextmanager
def embedded_platform(
    tmp_path: Path, services: Sequence[str | type] | None = None, **options: Any
) -> Iterator[Platform]:
    """An embedded platform with its data in `tmp_path`; see `tsunagu.hosting.embedded.embedded`."""
    from tsunagu.hosting.embedded import embedded

    with embedded(tmp_path, services, **options) as platform:
        yield platform


@contextmanager
def store_of(definition: Definition, database_url: str) -> Iterator[EventStore]:
    """A service's store in a fresh database, brought up by its own migrations."""
    from tsunagu.log import migration
    from tsunagu.log.database import Database
    from tsunagu.log.personal_data import Keyring
    from tsunagu.log.unit_of_work import EventStore

    database = Database(database_url)
    migration.upgrade(database, definition.package)
    yield EventStore(database, definition.events, Keyring(b"k" * 32), definition.read_models)
    database.close()


def assert_migrated(store: EventStore, metadata: sa.MetaData) -> None:
    """The migrations make the tables just as the read models declare them."""
    from sqlalchemy import inspect

    with store.reading() as connection:
        found = inspect(connection)
        for table in metadata.sorted_tables:
            made = {column["name"]: column["nullable"] for column in found.get_columns(table.name)}
            assert made == {c.name: c.nullable for c in table.columns}, table.name
            indexed = {tuple(index["column_names"]) for index in found.get_indexes(table.name)}
            declared = {tuple(index.columns.keys()) for index in table.indexes}
            assert indexed == declared, table.name


class ServiceDriver:
    """One service on an embedded platform, as its desks, the import and other services have it.

    A subclass names its service and adds what its tests begin with, in the words of the desk.
    """

    service: str

    def __init__(self, platform: Platform) -> None:
        self.platform = platform

    def __call__(self, method: str, **arguments: Any) -> Any:
        return self.platform.call(self.service, method, **arguments)

    def refused(self, code: str, method: str, **arguments: Any) -> Any:
        """The command is refused with this code, and nothing at all is recorded."""
        before = self("lag")["log"]
        refusal = None
        try:
            answer = self(method, **arguments)
        except TsunaguError as raised:
            refusal = raised
        if refusal is None:
            raise AssertionError(f"not refused; answered {answer}")
        assert refusal.code == code, f"refused with {refusal}"
        assert self("lag")["log"] == before, "a refused command must record nothing"
        return refusal

    def faulty(self, method: str, **arguments: Any) -> list[str]:
        """The fields at fault in a request that is refused for its shape."""
        refusal: Invalid = self.refused("invalid_input", method, **arguments)
        return _fields_of(refusal.faults)

    @contextmanager
    def facts(self, but: Sequence[str] = ()) -> Iterator[list[tuple[str, JsonObject]]]:
        """Collects `(type, data)` of what is published meanwhile, but for those types.

        A type is without the service's name before it.
        """
        collected: list[tuple[str, JsonObject]] = []
        after, more = self("head"), True
        yield collected
        while more:
            page = self("feed", after=after)
            more = page["more"]
            for envelope in map(json.loads, page["facts"]):
                after = envelope["position"]
                type = envelope["type"].removeprefix(f"{self.service}.")
                if type not in but:
                    collected.append((type, envelope["data"]))

    def take_lines(self, *lines: Mapping[str, Any]) -> Any:
        """What becomes of these lines of past records."""
        texts = [
            {"line": n, "text": json.dumps(line, ensure_ascii=False)}
            for n, line in enumerate(lines, start=1)
        ]
        return self("import_lines", lines=texts)

    def faulty_line(self, line: Mapping[str, Any]) -> list[str]:
        """The fields at fault in a line of past records that is refused and leaves nothing."""
        before = self("lag")["log"]
        answer = self.take_lines(line)
        assert answer["accepted"] == 0 and answer["not_mine"] == [], answer
        assert self("lag")["log"] == before, "a refused line must record nothing"
        return _fields_of(answer["refused"])

    def verify(self) -> Any:
        """Every violation that the service finds in itself, by its own job."""
        self.platform.wait_until_level()
        id = self("start_job", kind="verify")
        job = eventually(lambda: _finished(self("job", id=id)), timeout=60)
        assert job["state"] == "finished", job
        return job["result"]


def _fields_of(faults: Sequence[Mapping[str, str]]) -> list[str]:
    assert all(fault["problem"] and fault["remedy"] for fault in faults), faults
    return sorted(fault["field"] for fault in faults)


def _finished(job: JsonObject) -> Any:
    return None if job["state"] == "running" else job
