"""Which service answers which path: learned from the services, see `learning.py`."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import Map, Rule

from services.console.projections import described_routes
from services.console.queries.service_discovery import OWN, ServiceDiscovery
from services.console.routes import ROUTES
from tsunagu.contracts.openapi import describe_route
from tsunagu.contracts.routes import Route
from tsunagu.domain.errors import require
from tsunagu.log.database import Database
from tsunagu.messaging.refusals import SERVICE_UNAVAILABLE
from tsunagu.messaging.rpc import Call
from tsunagu.process.concurrency import spawn_detached
from tsunagu.process.structured_logging import get_logger

_log = get_logger(__name__)

PREFIX = "/api/v1"
# Addresses of the application itself, which no service can take.
HERE = (("POST", "/ops/call"), ("GET", "/openapi.json"), ("GET", "/asyncapi.json"))

Described = Mapping[str, Any]


@dataclass(frozen=True, eq=False)  # werkzeug keeps its endpoints in a dict
class Served:
    """A described route and the service that answers it; `own`: the console's, as declared."""

    service: str
    route: Described
    own: Route | None = None


class RouteDirectory:
    """The routes of the platform's services, as far as they are known."""

    def __init__(self, call: Call, services: Iterable[str], database: Database) -> None:
        self._learned = ServiceDiscovery(
            call,
            services,
            database,
            method="routes",
            table=described_routes,
            readable=_readable,
        )
        self._mapping = threading.Lock()
        self._map: Map | None = None

    def find(self, environ: Mapping[str, Any]) -> tuple[Served, dict[str, str]]:
        """The route of a request, and its path's parameters.

        Raises werkzeug's NotFound or MethodNotAllowed; Unavailable while a service has never
        yet described itself, because the path may well be one of its.
        """
        try:
            found = self._match(environ)
        except (NotFound, MethodNotAllowed):
            self.learn()
            found = self._match_at_last(environ)
        if self._learned.due and not self._learned.busy:
            spawn_detached(self._learn_in_background)
        return found

    def routes(self) -> list[Described]:
        """Every route that is served."""
        return [served.route for served in self.served()]

    def served(self) -> list[Served]:
        """Every route that is served, and by whom."""
        if self._learned.due:
            self.learn()
        return [rule.endpoint for rule in self._rules().iter_rules() if rule.endpoint]

    def learn(self) -> None:
        """Ask every service what it offers, unless somebody did a moment ago."""
        with self._mapping:
            if self._learned.learn() or self._map is None:
                self._map = Map(list(rules_of(self._learned.known)))

    def _rules(self) -> Map:
        if self._map is None:
            self.learn()
        return require(self._map, "learning leaves a map, even an empty one")

    def _match(self, environ: Mapping[str, Any]) -> tuple[Served, dict[str, str]]:
        served, parameters = self._rules().bind_to_environ(dict(environ)).match()
        return served, dict(parameters)

    def _match_at_last(self, environ: Mapping[str, Any]) -> tuple[Served, dict[str, str]]:
        try:
            return self._match(environ)
        except NotFound:
            for name in self._learned.silent:
                if name not in self._learned.known:
                    raise SERVICE_UNAVAILABLE(service=name) from None
            raise

    def _learn_in_background(self) -> None:
        try:
            self.learn()
        except Exception as failure:
            _log.warning("routes could not be learned", error=type(failure).__name__)


def rules_of(known: Mapping[str, list[Described]]) -> Iterator[Rule]:
    """werkzeug's rules. The first part of a path belongs to one service alone.

    The console's own come first: nobody can take its tokens or operations. Among the
    others the first by name keeps what two of them claim.
    """
    owners: dict[str, str] = {}
    for verb, path in HERE:
        owners[_space(path)] = OWN
        yield Rule(PREFIX + path, methods=[verb], endpoint=None)
    served = {name: [Served(name, route) for route in known[name]] for name in sorted(known)}
    for name, routes in {OWN: _own(), **served}.items():
        for one in routes:
            verb, path = one.route["verb"], one.route["path"]
            owner = owners.setdefault(_space(path), name)
            if owner == name:
                yield Rule(PREFIX + path, methods=[verb], endpoint=one)
            else:
                _log.warning("route not served", verb=verb, path=path, of=name, owner=owner)


def _readable(name: str, routes: list[Described]) -> bool:
    """Whether werkzeug takes them: one service's nonsense must not stop everybody's REST."""
    try:
        Map(list(rules_of({name: routes})))
    except (KeyError, TypeError, ValueError) as wrong:
        _log.error("routes cannot be read", of=name, error=type(wrong).__name__)
        return False
    return True


def _own() -> list[Served]:
    return [Served(OWN, describe_route(route), route) for route in ROUTES]


def _space(path: str) -> str:
    """`cases` of `/cases/<id>/plan`."""
    return path.split("/")[1]
