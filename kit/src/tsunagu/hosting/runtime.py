"""One running service: its database, store, relay, subscription and timers.

Framework-free but for the greenlets that carry them; `nameko_service` hangs it
into nameko. Nothing is connected before `open`.
"""

from __future__ import annotations

import functools
import itertools
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tsunagu.domain.errors import require
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting import desk_comparison
from tsunagu.hosting.checkout import list_available_services
from tsunagu.hosting.definition import Definition
from tsunagu.hosting.desk_comparison import find_disagreements
from tsunagu.hosting.read_model_verification import verify_read_models
from tsunagu.hosting.refusals import NO_SUCH_KIND_OF_JOB, SCHEMA_DIFFERS
from tsunagu.hosting.source_discovery import SourceDiscovery
from tsunagu.log import checkpoints, event_log, open_needs
from tsunagu.log.database import Database
from tsunagu.log.event_log import Violation
from tsunagu.log.kept_answers import EXPIRED_AT_ONCE, drop_expired
from tsunagu.log.open_needs import find_unowned_needs
from tsunagu.log.personal_data import Keyring, load_master_key
from tsunagu.log.unit_of_work import EventStore
from tsunagu.messaging import parking
from tsunagu.messaging.fact_processor import READER, FactProcessor, Handler
from tsunagu.messaging.fact_reader import FactReader
from tsunagu.messaging.inbound_queue import InboundQueue
from tsunagu.messaging.relay import Relay
from tsunagu.messaging.rpc import Caller
from tsunagu.messaging.subscription import Subscription
from tsunagu.process import clock
from tsunagu.process.concurrency import sleep, spawn, take_turns
from tsunagu.process.structured_logging import get_logger

_log = get_logger(__name__)

STALE_SECONDS = 15.0
CLEANING_SECONDS = 3600.0
LEVEL_SECONDS = 10.0  # how long facts may be on their way before a subscription is not level
FEED_BYTES = 100_000  # an answer of the feed stays well below what a broker lets pass
FEED_STEP = 100

# The newest position of the log, that of each source taken, and how many facts are parked.
Place = tuple[int, Mapping[str, int], int]


class Runtime:
    """Everything behind one service's entrypoints."""

    def __init__(
        self,
        definition: Definition,
        *,
        amqp_url: str,
        database_url: str,
        key_file: Path,
        city: str,
        exclusive: bool = False,
        installed: Collection[str] | None = None,
    ) -> None:
        self.definition = definition
        self._installed = installed
        # A city need not run every programme: who is not installed is not waited for.
        self.follows = {
            source: handlers
            for source, handlers in definition.follows.items()
            if self.is_installed(source)
        }
        self.city = city
        self.exclusive = exclusive  # nobody else can be running on this database
        self.amqp_url = amqp_url
        self.database = Database(database_url)
        self.keyring = Keyring(load_master_key(key_file))
        self.store = EventStore(
            self.database,
            definition.events,
            self.keyring,
            definition.read_models,
            definition.upcasters,
            indexes=definition.indexes,
        )
        self.caller = Caller(amqp_url)
        self.discovery: SourceDiscovery | None = None
        self.relay: Relay | None = None
        self.subscription: Subscription | None = None
        self.incoming: InboundQueue | None = None
        self.reader: FactReader | None = None
        self.jobs: dict[str, JsonObject] = {}
        self._job_numbers = itertools.count(1)
        self._timer_errors: dict[str, str] = {}
        self._last_runs: dict[str, tuple[datetime, Place]] = {}  # timer → its last run, and at what

    def is_installed(self, service: str) -> bool:
        """Whether this installation has that service at all, up or down."""
        return self._installed is None or service in self._installed

    def open(self) -> None:
        """Migrate, seed, and build what runs; nothing runs yet."""
        from tsunagu.log import (
            migration,  # alembic: a sixth of what a question at rest would wait for
        )

        migration.upgrade(self.database, self.definition.package)
        with self.database.reading() as connection:
            missing = migration.find_missing(connection, self.definition.metadata)
        if missing:
            raise SCHEMA_DIFFERS(missing=f"{self.definition.name}: {', '.join(missing)}")
        for seed in self.definition.seeds:
            seed(self.store)
        if self.definition.catalogue is not None:
            self.reader = FactReader(self.city, self.definition.catalogue, self.store.types)
            self.relay = Relay(self.store, self.reader, self.amqp_url)
            self.store.after_commit.append(self.relay.wake)
            if self.exclusive:
                self.relay.take_over()
        if self.definition.follows_every:
            self._restore_discovered_sources()
        if self.follows or self.discovery:
            processor = FactProcessor(self.store, self.follows, self.definition.applier)
            self.subscription = Subscription(
                self.definition.name,
                list(self.follows),
                processor,
                self._call_feed,
                self.amqp_url,
            )
        if self.definition.incoming is not None:
            self.incoming = InboundQueue(
                self.definition.name, self.definition.incoming, self.store, self.amqp_url
            )

    def _restore_discovered_sources(self) -> None:
        """Follow whoever was followed before; who else is to be is asked for while running."""
        with self.store.reading() as connection:
            known = checkpoints.list_sources(connection, READER)
        for source in known:
            if source not in self.follows and self.is_installed(source):
                self.follows[source] = self._build_handlers(source)
        installed = list_available_services() if self._installed is None else self._installed
        self.discovery = SourceDiscovery(
            set(installed) - {self.definition.name},
            self.definition.follows_every,
            self.caller.call,
            self._follow,
        )

    def _build_handlers(self, source: str) -> dict[str, Handler]:
        return {f"{source}.{kind}": fn for kind, fn in self.definition.follows_every.items()}

    def _follow(self, source: str) -> None:
        subscription = require(self.subscription, "who discovers sources has a subscription")
        if source not in subscription.sources:
            subscription.processor.follow(source, self._build_handlers(source))
            subscription.follow(source)
            _log.info("source followed", source=source)

    @property
    def sources(self) -> list[str]:
        """The services whose facts are followed now."""
        return sorted(self.subscription.sources if self.subscription else self.follows)

    def list_monitored_parts(self) -> Iterator[tuple[str, Relay | Subscription | InboundQueue]]:
        """The parts whose loops must keep turning, by name: relay, subscription, incoming queue."""
        parts = {"relay": self.relay, "subscription": self.subscription, "incoming": self.incoming}
        for name, part in parts.items():
            if part is not None:
                yield name, part

    def list_loops(self) -> Iterator[Callable[[], None]]:
        """The loops to run as greenlets for as long as the service is up."""
        if self.relay is not None:
            yield self.relay.run
        if self.subscription is not None:
            yield self.subscription.run
        if self.discovery is not None:
            yield self.discovery.run
        if self.incoming is not None:
            yield self.incoming.run
        for seconds, fn in self.definition.timers:
            yield functools.partial(self._run_timer, seconds, fn)
        yield self._drop_expired_answers

    def _drop_expired_answers(self) -> None:
        """Not among the timers: nothing waits for it, and it may rest while nothing happens."""
        while True:
            dropped = 0
            try:
                dropped = drop_expired(self.database, clock.now())
            except Exception as failure:
                _log.warning("expired answers not dropped", error=type(failure).__name__)
            sleep(1.0 if dropped == EXPIRED_AT_ONCE else CLEANING_SECONDS)

    def _run_timer(self, seconds: float, fn: Callable[[EventStore, datetime], None]) -> None:
        name = _timer_name(fn)
        while True:
            try:
                now, place = clock.now(), self._read_place()
                fn(self.store, now)
                self._last_runs[name] = now, place
                self._timer_errors.pop(name, None)
            except Exception as failure:
                self._timer_errors[name] = type(failure).__name__
                _log.warning("timer failed", timer=name, error=type(failure).__name__)
            sleep(seconds)

    def _read_place(self) -> Place:
        """The position in its own log and in each followed source: what its timers decide by."""
        with self.store.reading() as connection:
            position, parked = (
                event_log.read_head(connection),
                len(parking.list_parked_facts(connection)),
            )
        reached = self.subscription.processor.checkpoints() if self.subscription else {}
        return position, reached, parked

    def is_settled(self, heads: Mapping[str, int]) -> bool:
        """Whether it has every fact of its sources, and every timer has looked since."""
        if self.discovery is not None and self.discovery.unheard:
            return False
        place = self._read_place()
        timers = [_timer_name(fn) for _, fn in self.definition.timers]
        return all(heads.get(source) == reached for source, reached in place[1].items()) and all(
            self._last_runs.get(name, (None, None))[1] == place for name in timers
        )

    def find_next_alarm(self) -> datetime | None:
        """When a timer may next find something to do if nothing is recorded; None: never."""
        if not self._last_runs:
            return None
        looked = min(when for when, _ in self._last_runs.values())
        if self.definition.next_alarm is None:
            return looked + timedelta(seconds=min(seconds for seconds, _ in self.definition.timers))
        with self.store.reading() as connection:
            return self.definition.next_alarm(connection, looked)

    def close(self) -> None:
        if self.relay is not None:
            try:
                self.relay.release()
            except Exception as failure:
                _log.info("lease not released", error=type(failure).__name__)
        self.caller.close()
        self.database.close()

    def _call_feed(self, source: str, after: int, limit: int) -> JsonObject:
        page: JsonObject = self.caller.call(source, "feed", timeout=5.0, after=after, limit=limit)
        return page

    # -- what every service answers -----------------------------------------------------------

    def read_feed(self, after: int, limit: int) -> JsonObject:
        """Facts after a position: `{"facts": [envelope text], "head", "more"}`.

        `head` is the position of the newest fact; `more` says whether any lie beyond this page.
        """
        if self.reader is None:
            return {"facts": [], "head": 0, "more": False}
        limit = max(1, min(int(limit), 1000))
        facts: list[str] = []
        with self.store.reading() as connection:
            newest = self.reader.find_last_fact(connection, event_log.read_head(connection))
            position, previous = int(after), self.reader.find_last_fact(connection, int(after))
            room = FEED_BYTES
            while len(facts) < limit and position < newest and room > 0:
                page, reached = self.reader.read_after(
                    connection, position, previous, min(FEED_STEP, limit - len(facts))
                )
                if reached == position:
                    break
                facts += [body.decode() for _, _, body in page]
                room -= sum(len(body) for _, _, body in page)
                previous = page[-1][0] if page else previous
                position = reached
        return {"facts": facts, "head": newest, "more": bool(facts) and position < newest}

    def read_head(self) -> int:
        """The position of the newest published fact."""
        if self.reader is None:
            return 0
        with self.store.reading() as connection:
            return self.reader.find_last_fact(connection, event_log.read_head(connection))

    def read_lag(self) -> JsonObject:
        """How far everything is: the log, the relay, each source followed, and what is parked."""
        with self.store.reading() as connection:
            position = event_log.read_head(connection)
            parked = len(parking.list_parked_facts(connection))
        return {
            "service": self.definition.name,
            "log": position,
            "fact_head": self.read_head(),
            "unpublished": self.relay.lag() if self.relay else 0,
            "sources": self.subscription.lag() if self.subscription else {},
            "behind": sorted(self.subscription.behind) if self.subscription else [],
            "unheard": sorted(self.discovery.unheard) if self.discovery else [],
            "parked": parked,
            "unroutable": self.relay.unroutable if self.relay else 0,
            "incoming": self.incoming.count_messages() if self.incoming else {},
        }

    def check_health(self) -> JsonObject:
        """`{"ready": bool, "checks": {name: "ok" | what is wrong}}`."""
        checks: dict[str, str] = {}
        try:
            with self.store.reading() as connection:
                event_log.read_head(connection)
            checks["log"] = "ok"
        except Exception as failure:
            checks["log"] = type(failure).__name__
        now = time.monotonic()
        for name, part in self.list_monitored_parts():
            stale = now - part.last_turn > STALE_SECONDS
            checks[name] = part.error or ("no turn for 15 s" if stale else "ok")
        checks |= {f"timer {name}": error for name, error in self._timer_errors.items()}
        return {"ready": all(state == "ok" for state in checks.values()), "checks": checks}

    def verify(self, progress: Callable[[int, int], None]) -> list[dict[str, str]]:
        """Every violation found: the chain, read models and projections, levels, open needs.

        Tables that are not as declared come first, and alone: nothing can be read by them.
        """
        found: list[Violation] = list(self._find_schema_differences())
        if not found:
            found = self._find_violations(progress)
        return [asdict(v) | {"service": self.definition.name} for v in found]

    def _find_violations(self, progress: Callable[[int, int], None]) -> list[Violation]:
        found: list[Violation] = list(event_log.verify_chain(self.database, progress))
        found += verify_read_models(self.store, self.definition, progress)
        for verifier in self.definition.verifiers:
            found += verifier(self.database, progress)
        for proof in self.definition.proofs:
            found += proof(self.store, progress)
        if self.definition.needs is not None:
            with self.store.reading() as connection:
                found += find_unowned_needs(self.definition.needs(connection))
        found += self._find_unheard_services()
        lagging = list(self._find_lagging_sources())
        found += lagging
        if not lagging:
            found += self._find_disagreements()
        with self.store.reading() as connection:
            for parked in parking.list_parked_facts(connection):
                found.append(
                    Violation(
                        "fact_parked",
                        f"parked {parked['id']}",
                        f"保留中です（{parked['reason']}）/ waits in the parked list",
                    )
                )
        return found

    def _find_lagging_sources(self) -> Iterator[Violation]:
        if self.subscription is None:
            return
        for source in self.subscription.sources:
            try:
                reached, head = self._await_level(self.subscription, source)
            except Exception:
                yield _describe_silence(source, source in self.subscription.heard)
                continue
            if reached != head:
                yield Violation(
                    "subscription_not_level",
                    source,
                    f"受信 {reached}、発行 {head} / received {reached}, published {head}",
                )

    def _find_disagreements(self) -> Iterator[Violation]:
        """What desks see open and this service counts ended, or the other way round."""
        for (source, kind), count in self.definition.counts_open.items():
            if self.subscription is not None and source in self.follows:
                level = functools.partial(self._await_level, self.subscription, source)
                yield from find_disagreements(
                    self.database, self.caller.call, source, kind, count, level
                )

    def list_open_ids(self, kind: str, after: str, limit: int) -> list[str]:
        """A page of what is open at this service's desks, by id."""
        if self.definition.needs is None:
            return []
        limit = max(1, min(int(limit), desk_comparison.PAGE))
        with self.store.reading() as connection:
            needs = take_turns(self.definition.needs(connection))
            return open_needs.list_open_ids(needs, kind, after, limit)

    def _find_schema_differences(self) -> Iterator[Violation]:
        from tsunagu.log import migration

        with self.store.reading() as connection:
            differences = migration.find_differences(connection, self.definition.metadata)
        for one in differences:
            said = (
                "移行で作られるものと違います。移行を足してください / "
                "differs from what the migrations make; add a migration"
            )
            yield Violation("schema_differs", one, said)

    def _find_unheard_services(self) -> Iterator[Violation]:
        if self.discovery is None:
            return
        self.discovery.ask()
        for name in sorted(self.discovery.unheard):
            yield _describe_silence(name, heard=False)

    def _await_level(self, subscription: Subscription, source: str) -> tuple[int, int]:
        """(received, published) once they are equal, or have not been for too long.

        A service publishes at any moment, by its timers too: what is on its way is no violation.
        """
        deadline = time.monotonic() + LEVEL_SECONDS
        while True:
            head = int(self.caller.call(source, "head", timeout=5.0))
            reached = subscription.processor.checkpoints()[source]
            if reached == head or time.monotonic() > deadline:
                return reached, head
            sleep(0.1)

    # -- long operations ----------------------------------------------------------------------

    def start_job(self, kind: str) -> str:
        """Start a long operation (`verify`, or one of the service's own); its id."""

        work: Callable[[Callable[[int, int], None]], Any]
        if kind == "verify":
            work = self.verify
        elif kind in self.definition.jobs:
            fn = self.definition.jobs[kind]

            def work(progress: Callable[[int, int], None]) -> Any:
                return fn(self.database, progress)
        elif kind in self.definition.repairs:
            repair = self.definition.repairs[kind]

            def work(progress: Callable[[int, int], None]) -> Any:
                return repair(self.store, progress)
        else:
            known = sorted({"verify", *self.definition.jobs, *self.definition.repairs})
            raise NO_SUCH_KIND_OF_JOB(kind=kind, known=known)
        id = f"{kind}-{next(self._job_numbers)}"
        self.database.when_committed(lambda: self._begin_job(id, work))
        return id

    def _begin_job(self, id: str, work: Callable[..., Any]) -> None:
        job: JsonObject = {"id": id, "state": "running", "done": 0, "total": 0, "result": None}
        self.jobs[id] = job
        spawn(self._run_job, job, work)

    def _run_job(self, job: JsonObject, work: Callable[..., Any]) -> None:
        def progress(done: int, total: int) -> None:
            job["done"], job["total"] = done, total
            sleep(0)  # a long operation lets the service go on answering

        try:
            job["result"] = work(progress)
            job["state"] = "finished"
            self._last_runs.clear()  # it may have mended what timers decide by
        except Exception as failure:
            job["state"] = "failed"
            job["result"] = type(failure).__name__
            _log.warning("job failed", job=job["id"], error=type(failure).__name__, exc_info=True)


def _describe_silence(source: str, heard: bool) -> Violation:
    if heard:
        said = f"{source} が応答しません / the source does not answer"
        return Violation("source_silent", source, said)
    said = (
        f"{source} からまだ何も届いていません。動いているか、TSUNAGU_SERVICES に余分な名がないか"
        "確かめてください / nothing was ever heard from it: is it running, and installed at all?"
    )
    return Violation("source_never_heard", source, said)


def _timer_name(timer: Callable[..., None]) -> str:
    return getattr(timer, "__name__", "timer")
