"""Which service answers which path: learned from the services, and kept for when one is down.

A description is asked for at the first request, again when a path is unknown or
a service was silent, and every minute in the background, since a service may
have been replaced by a newer one. What was learned last outlives a restart of the
console, so that a service that is down is "not available", never "not there".
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import eventlet
import sqlalchemy as sa
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import Map, Rule

from services.console.asking import Call
from services.console.readmodels import described_routes
from services.console.rest import ROUTES
from services.console.watching import ask_all
from tsunagu.database import Database, upsert
from tsunagu.errors import TsunaguError
from tsunagu.openapi import described
from tsunagu.rest import Route
from tsunagu.rpc import unavailable

_log = logging.getLogger(__name__)

OWN = "console"
PREFIX = "/api/v1"
PAUSE_SECONDS = 2.0  # whoever asks for paths that do not exist must not keep the services busy
FRESH_SECONDS = 60.0
# Addresses of the application itself, which no service can take.
HERE = (("POST", "/ops/call"), ("GET", "/openapi.json"))

Described = Mapping[str, Any]


@dataclass(frozen=True, eq=False)  # werkzeug keeps its endpoints in a dict
class Served:
    """A described route and the service that answers it; `own`: the console's, as declared."""

    service: str
    route: Described
    own: Route | None = None


class Directory:
    """The routes of the platform's services, as far as they are known."""

    def __init__(self, call: Call, services: Iterable[str], database: Database) -> None:
        self._call = call
        self._others = sorted(set(services) - {OWN})
        self._database = database
        self._learning = threading.Lock()
        self._asked_at = float("-inf")
        self._silent: list[str] = []
        self._known: dict[str, list[Described]] = {}
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
        if self._due and not self._learning.locked():
            eventlet.spawn_n(self._learn_in_background)
        return found

    def routes(self) -> list[Described]:
        """Every route that is served."""
        if self._due:
            self.learn()
        return [rule.endpoint.route for rule in self._rules().iter_rules() if rule.endpoint]

    def learn(self) -> None:
        """Ask every service what it offers, unless somebody did a moment ago."""
        with self._learning:
            if self._age < PAUSE_SECONDS:
                return
            if self._map is None:
                self._known = dict(self._remembered())
            news = dict(self._news())
            self._known |= news
            if news or self._map is None:
                self._map = Map(list(rules_of(self._known)))
            self._asked_at = time.monotonic()
            self._remember(news)

    def _news(self) -> Iterator[tuple[str, list[Described]]]:
        answers = ask_all(self._call, self._others, "routes")
        self._silent = [name for name, a in answers.items() if isinstance(a, TsunaguError)]
        for name, routes in answers.items():
            changed = name not in self._silent and routes != self._known.get(name)
            if changed and _readable(name, routes):
                yield name, routes

    @property
    def _age(self) -> float:
        return time.monotonic() - self._asked_at

    @property
    def _due(self) -> bool:
        return self._age > (PAUSE_SECONDS if self._silent else FRESH_SECONDS)

    def _rules(self) -> Map:
        if self._map is None:
            self.learn()
        assert self._map is not None
        return self._map

    def _match(self, environ: Mapping[str, Any]) -> tuple[Served, dict[str, str]]:
        served, parameters = self._rules().bind_to_environ(dict(environ)).match()
        return served, dict(parameters)

    def _match_at_last(self, environ: Mapping[str, Any]) -> tuple[Served, dict[str, str]]:
        try:
            return self._match(environ)
        except NotFound:
            for name in self._silent:
                if name not in self._known:
                    raise unavailable(name) from None
            raise

    def _learn_in_background(self) -> None:
        try:
            self.learn()
        except Exception as failure:
            _log.warning("routes could not be learned: %s", type(failure).__name__)

    # -- what outlives a restart ------------------------------------------------------------------

    def _remembered(self) -> Iterator[tuple[str, list[Described]]]:
        with self._database.reading() as connection:
            for row in connection.execute(sa.select(described_routes)):
                if row.service in self._others:
                    yield row.service, row.routes

    def _remember(self, news: Mapping[str, list[Described]]) -> None:
        for name, routes in news.items():
            with self._database.writing() as connection:
                values = {"service": name, "routes": routes}
                upsert(connection, described_routes, ["service"], values)


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
                _log.warning("%s %s of %s is not served: it is %s's", verb, path, name, owner)


def _readable(name: str, routes: list[Described]) -> bool:
    """Whether werkzeug takes them: one service's nonsense must not stop everybody's REST."""
    try:
        Map(list(rules_of({name: routes})))
    except (KeyError, TypeError, ValueError) as wrong:
        _log.error("the routes of %s cannot be read: %s", name, type(wrong).__name__)
        return False
    return True


def _own() -> list[Served]:
    return [Served(OWN, described(route), route) for route in ROUTES]


def _space(path: str) -> str:
    """`cases` of `/cases/<id>/plan`."""
    return path.split("/")[1]
