"""The table of routes: which service answers which path, as the services describe it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import Map, Rule

from services.console.projections import described_routes
from services.console.queries.platform_state import is_stopped
from services.console.queries.service_discovery import OWN, ServiceDiscovery
from services.console.routes import ROUTES
from tsunagu.contracts.openapi import describe_route
from tsunagu.contracts.routes import Route
from tsunagu.domain.errors import require
from tsunagu.log.database import Database
from tsunagu.messaging.refusals import SERVICE_BUSY, SERVICE_UNAVAILABLE
from tsunagu.messaging.rpc import Call
from tsunagu.process.concurrency import spawn_detached
from tsunagu.process.structured_logging import get_logger

_log = get_logger(__name__)

PREFIX = "/api/v1"
# Addresses of the application itself, which no service can take.
APPLICATION_PATHS = (("POST", "/ops/call"), ("GET", "/openapi.json"), ("GET", "/asyncapi.json"))

Description = Mapping[str, Any]


@dataclass(frozen=True, eq=False)  # werkzeug keeps its endpoints in a dict
class ServedRoute:
    """A described route and the service that answers it; `own`: the console's, as declared."""

    service: str
    route: Description
    own: Route | None = None


class RouteDirectory:
    """The routes of the platform's services, as far as they are known."""

    def __init__(self, call: Call, services: Iterable[str], database: Database) -> None:
        self._discovery = ServiceDiscovery(
            call,
            services,
            database,
            method="routes",
            table=described_routes,
            is_usable=_can_be_mapped,
        )
        self._mapping = threading.Lock()
        self._map: Map | None = None

    def find(self, environ: Mapping[str, Any]) -> tuple[ServedRoute, dict[str, str]]:
        """The route of a request, and its path's parameters.

        Raises werkzeug's NotFound or MethodNotAllowed; Unavailable while a service has never
        yet described itself, because the path may well be one of its.
        """
        try:
            found = self._match(environ)
        except (NotFound, MethodNotAllowed):
            self.refresh()
            found = self._match_again(environ)
        if self._discovery.is_due and not self._discovery.is_refreshing:
            spawn_detached(self._refresh_in_background)
        return found

    def list_routes(self) -> list[Description]:
        """Every route that is served."""
        return [served.route for served in self.list_served()]

    def list_served(self) -> list[ServedRoute]:
        """Every route that is served, and by whom."""
        if self._discovery.is_due:
            self.refresh()
        return [rule.endpoint for rule in self._get_rules().iter_rules() if rule.endpoint]

    def refresh(self) -> None:
        """Ask every service what it offers, unless somebody did a moment ago."""
        with self._mapping:
            if self._discovery.refresh() or self._map is None:
                self._map = Map(list(build_rules(self._discovery.known)))

    def _get_rules(self) -> Map:
        if self._map is None:
            self.refresh()
        return require(self._map, "learning leaves a map, even an empty one")

    def _match(self, environ: Mapping[str, Any]) -> tuple[ServedRoute, dict[str, str]]:
        served, parameters = self._get_rules().bind_to_environ(dict(environ)).match()
        return served, dict(parameters)

    def _match_again(self, environ: Mapping[str, Any]) -> tuple[ServedRoute, dict[str, str]]:
        try:
            return self._match(environ)
        except NotFound:
            for name, failure in self._discovery.failures.items():
                if name not in self._discovery.known:
                    refusal = SERVICE_UNAVAILABLE if is_stopped(failure) else SERVICE_BUSY
                    raise refusal(service=name) from None
            raise

    def _refresh_in_background(self) -> None:
        try:
            self.refresh()
        except Exception as failure:
            _log.warning("routes could not be learned", error=type(failure).__name__)


def build_rules(known: Mapping[str, list[Description]]) -> Iterator[Rule]:
    """werkzeug's rules. The first part of a path belongs to one service alone.

    The console's own come first: nobody can take its tokens or operations. Among the
    others the first by name keeps what two of them claim.
    """
    owners: dict[str, str] = {}
    for verb, path in APPLICATION_PATHS:
        owners[_read_first_part(path)] = OWN
        yield Rule(PREFIX + path, methods=[verb], endpoint=None)
    served = {name: [ServedRoute(name, route) for route in known[name]] for name in sorted(known)}
    for name, routes in {OWN: _list_own_routes(), **served}.items():
        for one in routes:
            verb, path = one.route["verb"], one.route["path"]
            owner = owners.setdefault(_read_first_part(path), name)
            if owner == name:
                yield Rule(PREFIX + path, methods=[verb], endpoint=one)
            else:
                _log.warning("route not served", verb=verb, path=path, of=name, owner=owner)


def _can_be_mapped(name: str, routes: list[Description]) -> bool:
    """Whether werkzeug takes them: one service's nonsense must not stop everybody's REST."""
    try:
        Map(list(build_rules({name: routes})))
    except (KeyError, TypeError, ValueError) as wrong:
        _log.error("routes cannot be read", of=name, error=type(wrong).__name__)
        return False
    return True


def _list_own_routes() -> list[ServedRoute]:
    return [ServedRoute(OWN, describe_route(route), route) for route in ROUTES]


def _read_first_part(path: str) -> str:
    """`cases` of `/cases/<id>/plan`."""
    return path.split("/")[1]
