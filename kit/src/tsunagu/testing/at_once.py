"""Calls made certain to cross: each decides before any records, unless a guard makes it wait.

    with open_replicas("housing", any_database, tmp_path) as housing:
        outcomes = housing.at_once(
            calling("check_in", person_id="p1", ...), calling("check_in", person_id="p1", ...)
        )

On PostgreSQL every call is made by a replica of the service with connections of its own, on
SQLite by one service, as it is deployed. Nothing here depends on how fast the machine is: a call
is let on when all the others have decided too, have been answered, or are seen to wait in the
database.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from contextvars import ContextVar
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tsunagu.contracts import plain_json
from tsunagu.domain.calendar import add_working_days
from tsunagu.domain.errors import TsunaguError
from tsunagu.domain.invariant import Invariant
from tsunagu.hosting.checkout import load_service_class
from tsunagu.hosting.runtime import Runtime
from tsunagu.log.database import Database
from tsunagu.log.failpoints import acting_at
from tsunagu.log.unit_of_work import EventStore
from tsunagu.messaging.rpc import unwrap_answer
from tsunagu.process.concurrency import spawn
from tsunagu.sheets.inbox import SheetInbox
from tsunagu.testing import eventually

DECIDED = "command.before_append"
PATIENCE = 120.0
SHEET_ON = date(2026, 11, 20)
WAITING = sa.text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


class Replica:
    """One process of a service, as far as its database can tell; nothing of it runs by itself."""

    def __init__(self, service_class: Any, database_url: str, key_file: Path) -> None:
        self._service_class = service_class
        self.runtime = Runtime(
            service_class.definition,
            amqp_url="tsunagu-memory://unused/",
            database_url=database_url,
            key_file=key_file,
            city="142166",
            installed=(),
        )
        self.runtime.open()

    @property
    def store(self) -> EventStore:
        return self.runtime.store

    def __call__(self, method: str, **arguments: Any) -> Any:
        """The command's result, as it would come over the broker; raises its typed errors."""
        service = self._service_class()
        service.runtime = self.runtime
        return unwrap_answer(plain_json.send_and_receive(getattr(service, method)(**arguments)))

    def close(self) -> None:
        self.runtime.close()


Call = Callable[[Replica], Any]


def calling(method: str, **arguments: Any) -> Call:
    """That command, to be made by whichever replica."""
    return lambda replica: replica(method, **arguments)


class _Crossing:
    """Calls under way: who has decided, and waits for the others; who has been answered."""

    number: ContextVar[int | None] = ContextVar("number", default=None)

    def __init__(self) -> None:
        self.decided: set[int] = set()
        self.outcomes: dict[int, Any] = {}
        self.all_started = threading.Event()

    def wait_for_the_others(self) -> None:
        """At the first thing that a call records; later ones are of the same decision."""
        number = self.number.get()
        if number is None or number in self.decided:
            return
        self.decided.add(number)
        self.all_started.wait()

    def make(self, number: int, call: Call, replica: Replica) -> None:
        self.number.set(number)
        try:
            self.outcomes[number] = call(replica)
        except Exception as failure:
            self.outcomes[number] = failure
            if not isinstance(failure, TsunaguError):
                raise

    def count_settled(self) -> int:
        return len(self.decided | self.outcomes.keys())


class Replicas:
    """A service over one database, called by several at once."""

    def __init__(self, replicas: Sequence[Replica]) -> None:
        self._replicas = replicas

    @property
    def store(self) -> EventStore:
        return self._replicas[0].store

    def __call__(self, method: str, **arguments: Any) -> Any:
        return self._replicas[0](method, **arguments)

    def at_once(self, *calls: Call) -> list[Any]:
        """What each was answered, or its refusal; each began when those before it had decided."""
        crossing = _Crossing()
        with acting_at(DECIDED, crossing.wait_for_the_others):
            running = []
            for number, call in enumerate(calls):
                replica = self._replicas[number % len(self._replicas)]
                running.append(spawn(crossing.make, number, call, replica))
                self._wait_until_settled(crossing, number + 1)
            crossing.all_started.set()
            for one in running:
                one.wait()
        return [crossing.outcomes[number] for number in range(len(calls))]

    def _wait_until_settled(self, crossing: _Crossing, begun: int) -> None:
        """Until every call that has begun has decided, was answered, or waits in the database."""

        def are_settled() -> bool:
            return crossing.count_settled() + count_waiting(self.store.database) >= begun

        eventually(are_settled, timeout=PATIENCE)


def count_waiting(database: Database) -> int:
    """How many wait for something that another holds in this database."""
    if not database.is_postgresql:
        return database.waiting
    with database.reading() as connection:
        return int(connection.execute(WAITING).scalar_one())


def count_refused(outcomes: Sequence[Any], code: str) -> int:
    """How many were refused with this code; an outcome that is another refusal is raised."""
    refused = [one for one in outcomes if isinstance(one, TsunaguError)]
    for refusal in refused:
        if refusal.code != code:
            raise refusal
    return len(refused)


@contextmanager
def open_replicas(
    service: str | type, database_url: str, folder: Path, n: int = 6
) -> Iterator[Replicas]:
    """Replicas of a service over a database: `n` on PostgreSQL, one on SQLite.

    `service`: the name of one of this checkout, or its class.
    """
    service_class = load_service_class(service) if isinstance(service, str) else service
    several = n if database_url.startswith("postgres") else 1
    with ExitStack() as stack:
        replicas = [
            stack.enter_context(closing(Replica(service_class, database_url, folder / "key")))
            for _ in range(several)
        ]
        yield Replicas(replicas)


def receive_sheet(service: Replicas, sheets: SheetInbox, id: str, person_id: str, desk: str) -> str:
    """A sheet for that person lies in the inbox of a programme's desk; its id."""
    with service.store.work() as work:
        work.load_or_new(sheets.Sheet, id).arrive(
            need_id=f"need-{id}",
            person_id=person_id,
            case_id="c1",
            on=SHEET_ON,
            from_desk="consultation_support",
            desk=desk,
            issues=(),
            warm=False,
            due_on=add_working_days(SHEET_ON, 3),
        )
    return id


def check_stories(invariants: Sequence[Invariant], stories: Mapping[str, Any]) -> None:
    """Every invariant has a story of commands that cross, and every story its invariant."""
    missing = {one.name for one in invariants} ^ stories.keys()
    if missing:
        raise AssertionError(f"no invariant, or no story at once: {sorted(missing)}")
