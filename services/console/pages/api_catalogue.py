"""The routes, facts and messages of all services, as they describe them: what `/docs` shows.

Nothing is written down here twice: routes are the directory's, facts and messages each
service's own. A service that is down is shown as it last described itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.console.pages.status import name_service
from services.console.projections import described_contracts
from services.console.queries.platform_state import is_stopped
from services.console.queries.service_discovery import OWN, ServiceDiscovery
from services.console.routes.directory import RouteDirectory
from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.text import Text
from tsunagu.hosting import asyncapi
from tsunagu.log.database import Database
from tsunagu.messaging.rpc import Call

Description = Mapping[str, Any]
PARTS = {"service", "facts", "takes", "refusals"}


@dataclass(frozen=True)
class ServiceDescription:
    """One service, as far as it is known.

    `is_up`: it answered just now; `is_stopped`: it is not there. Neither: not known yet.
    """

    name: str
    title: Text
    is_up: bool
    is_stopped: bool
    is_described: bool
    routes: list[Description] = field(default_factory=list)
    facts: list[Description] = field(default_factory=list)
    takes: Description | None = None
    refusals: list[Description] = field(default_factory=list)


class ApiCatalogue:
    """The descriptions of all services, fetched as the directory fetches their routes.

    `describe_own`: what the console says of itself.
    """

    def __init__(
        self,
        call: Call,
        services: Iterable[str],
        database: Database,
        directory: RouteDirectory,
        describe_own: Callable[[], Description],
    ) -> None:
        self._describe_own = describe_own
        self._services = [*sorted(set(services) - {OWN}), OWN]
        self._directory = directory
        self._discovery = ServiceDiscovery(
            call,
            services,
            database,
            method="contract",
            table=described_contracts,
            is_usable=lambda name, answer: isinstance(answer, dict) and answer.keys() >= PARTS,
        )

    def list_services(self) -> list[ServiceDescription]:
        """Every service of the platform; asked anew, unless somebody did a moment ago."""
        self._discovery.refresh()
        routes: dict[str, list[Description]] = defaultdict(list)
        for served in self._directory.list_served():
            routes[served.service].append(served.route)
        return [self._describe_service(name, routes[name]) for name in self._services]

    def build_asyncapi(self) -> JsonObject:
        """The AsyncAPI document of everything that is known."""
        if self._discovery.is_due:
            self._discovery.refresh()
        known = self._discovery.known
        return asyncapi.build_asyncapi(known[name] for name in sorted(known))

    def _describe_service(self, name: str, routes: list[Description]) -> ServiceDescription:
        known = self._describe_own() if name == OWN else self._discovery.known.get(name)
        failure = self._discovery.failures.get(name)
        return ServiceDescription(
            name,
            name_service(name),
            is_up=failure is None,
            is_stopped=failure is not None and is_stopped(failure),
            is_described=known is not None or bool(routes),
            routes=sorted(routes, key=lambda route: (route["path"], route["verb"])),
            facts=known["facts"] if known else [],
            takes=known["takes"] if known else None,
            refusals=known["refusals"] if known else [],
        )
