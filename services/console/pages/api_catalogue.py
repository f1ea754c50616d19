"""What the platform offers and promises, as its services describe it: behind `/docs`.

Nothing is written down here twice: routes are the directory's, facts and messages each
service's own. A service that is down is shown as it last described itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.console.pages.status import NAMES
from services.console.projections import described_contracts
from services.console.queries.service_discovery import OWN, ServiceDiscovery
from services.console.routes.directory import RouteDirectory
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting import asyncapi
from tsunagu.log.database import Database
from tsunagu.messaging.rpc import Call

Described = Mapping[str, Any]
PARTS = {"service", "facts", "takes", "refusals"}


@dataclass(frozen=True)
class ServiceDescription:
    """One service, as far as it is known. `answers`: it does, now."""

    name: str
    ja: str
    en: str
    answers: bool
    described: bool
    routes: list[Described] = field(default_factory=list)
    facts: list[Described] = field(default_factory=list)
    takes: Described | None = None
    refusals: list[Described] = field(default_factory=list)


class ApiCatalogue:
    """The descriptions of all services, learned as the directory learns their routes.

    `own`: what the console says of itself.
    """

    def __init__(
        self,
        call: Call,
        services: Iterable[str],
        database: Database,
        directory: RouteDirectory,
        own: Callable[[], Described],
    ) -> None:
        self._own = own
        self._services = [*sorted(set(services) - {OWN}), OWN]
        self._directory = directory
        self._learned = ServiceDiscovery(
            call,
            services,
            database,
            method="contract",
            table=described_contracts,
            readable=lambda name, said: isinstance(said, dict) and said.keys() >= PARTS,
        )

    def shelves(self) -> list[ServiceDescription]:
        """Every service of the platform; asked anew, unless somebody did a moment ago."""
        self._learned.learn()
        routes: dict[str, list[Described]] = defaultdict(list)
        for served in self._directory.served():
            routes[served.service].append(served.route)
        return [self._shelf(name, routes[name]) for name in self._services]

    def asyncapi(self) -> JsonObject:
        """The AsyncAPI document of everything that is known."""
        if self._learned.due:
            self._learned.learn()
        known = self._learned.known
        return asyncapi.build_asyncapi(known[name] for name in sorted(known))

    def _shelf(self, name: str, routes: list[Described]) -> ServiceDescription:
        ja, en = NAMES.get(name, (name, name))
        said = self._own() if name == OWN else self._learned.known.get(name)
        return ServiceDescription(
            name,
            ja,
            en,
            answers=name not in self._learned.silent,
            described=said is not None or bool(routes),
            routes=sorted(routes, key=lambda route: (route["path"], route["verb"])),
            facts=said["facts"] if said else [],
            takes=said["takes"] if said else None,
            refusals=said["refusals"] if said else [],
        )
