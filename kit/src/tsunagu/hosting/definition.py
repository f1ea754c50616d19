"""The definition of a service as plain data: events, facts, read models and reactions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tsunagu.contracts.facts import Catalogue
from tsunagu.contracts.routes import Route
from tsunagu.domain.calendar import next_city_day
from tsunagu.domain.invariant import Invariant
from tsunagu.domain.refusal import Refusal
from tsunagu.log.event_codec import Upcaster
from tsunagu.messaging.fact_processor import Applier, Handler
from tsunagu.messaging.inbound_message import InboundSource

if TYPE_CHECKING:
    from datetime import datetime

    from tsunagu.hosting.record_import import Importer
    from tsunagu.log.event_log import Violation
    from tsunagu.log.open_needs import OpenNeed
    from tsunagu.log.unit_of_work import EventStore, Index

Progress = Callable[[int, int], None]
NextAlarm = Callable[[sa.Connection, "datetime"], "datetime | None"]


def at_midnight(_connection: sa.Connection, looked: datetime) -> datetime:
    """The next alarm of timers that go by the day: what they left today is not due today."""
    return next_city_day(looked)


@dataclass(frozen=True)
class Definition:
    """One service. `package` is where its migrations lie (`services.intake`).

    `follows`: source service → {fact type: handler}; the table of contents of
    what it reacts to. `applier` takes every fact of `follows`' sources instead.
    `follows_every`: {name of a fact without its service: handler}; every installed service that
    publishes such a fact is followed, as `source_discovery` learns.
    `timers`: (seconds, fn(store, now)) run while the service is up.
    `next_alarm`: when they may next find something to do, if nothing is recorded after the moment
    given; without it, whenever they look. It lets a data folder rest meanwhile.
    `own_rows`: table name → which of its rows come from the own log, where others'
    facts bring rows too; `verify` compares those with a replay.
    `verifiers`: fn(database, progress) -> violations beyond the kit's own.
    `counts_open`: (source, kind) → fn(connection) -> ids of that kind that are open by the facts
    of the source; `verify` compares them with what the source's desks see (its `needs`).
    `indexes`: event → fn(store, connection, recorded events) for what is made of personal
    fields, in the event's transaction. A replay cannot make it again; a proof and a repair can.
    `seeds`: fn(store), idempotent, run at every start before commands are served.
    `jobs`: name → fn(database, progress) for long operations such as a rebuild.
    `proofs`, `repairs`: as `verifiers` and `jobs`, but given the store: for what was made from
    personal fields, which only its keyring can read again.
    `incoming`: messages of others than our services that it takes in.
    `refusals`: every "no" it may answer, for documents: its own, then those of the kit's pieces
    that it uses (`codes.REFUSALS`, `work_item.REFUSALS`, `inbox.REFUSALS`, `log.refusals`).
    `invariants`: what must hold over several things whoever records at the same moment, for
    documents and for tests that let commands cross.
    `routes`: what of its commands REST offers; the console serves them under `/api/v1`.
    """

    name: str
    package: str
    metadata: sa.MetaData
    events: Iterable[type] = ()
    read_models: Mapping[type, Any] = field(default_factory=dict)
    indexes: Mapping[type, Index] = field(default_factory=dict)
    upcasters: Mapping[tuple[str, int], Upcaster] = field(default_factory=dict)
    catalogue: Catalogue | None = None
    follows: Mapping[str, Mapping[str, Handler]] = field(default_factory=dict)
    follows_every: Mapping[str, Handler] = field(default_factory=dict)
    incoming: InboundSource | None = None
    applier: Applier | None = None
    importers: Mapping[str, Importer] = field(default_factory=dict)
    needs: Callable[[sa.Connection], Iterable[OpenNeed]] | None = None
    timers: Iterable[tuple[float, Callable[[EventStore, datetime], None]]] = ()
    next_alarm: NextAlarm | None = None
    counts_open: Mapping[tuple[str, str], Callable[[sa.Connection], set[str]]] = field(
        default_factory=dict
    )
    verifiers: Iterable[Callable[..., Iterable[Violation]]] = ()
    own_rows: Mapping[str, sa.ColumnElement[bool]] = field(default_factory=dict)
    jobs: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    proofs: Iterable[Callable[[EventStore, Progress], Iterable[Violation]]] = ()
    repairs: Mapping[str, Callable[[EventStore, Progress], Any]] = field(default_factory=dict)
    seeds: Iterable[Callable[[EventStore], None]] = ()
    routes: Sequence[Route] = ()
    refusals: Iterable[Refusal] = ()
    invariants: Sequence[Invariant] = ()
