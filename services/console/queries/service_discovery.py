"""What the other services say of themselves: asked for again in time, kept for when one is down.

A service is asked at the first need, again when somebody wants what is not known, and
every minute, since a newer one may have taken its place. What was learned last outlives a
restart of the console, so that a service that is down is "not available", never "not there".
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from services.console.queries.platform_state import ask_all
from tsunagu.domain.errors import TsunaguError
from tsunagu.domain.json_object import JsonObject
from tsunagu.log.database import Database, upsert
from tsunagu.messaging.rpc import Call

OWN = "console"
PAUSE_SECONDS = 2.0  # whoever asks for what does not exist must not keep the services busy
FRESH_SECONDS = 60.0


class ServiceDiscovery:
    """The last answer of every service to one question; `silent` are those that gave none now.

    `table` has two columns, the service and its answer. `readable(service, answer)`: whether
    the answer can be used; one that cannot leaves what was known before.
    """

    def __init__(
        self,
        call: Call,
        services: Iterable[str],
        database: Database,
        *,
        method: str,
        table: sa.Table,
        readable: Callable[[str, Any], bool],
    ) -> None:
        self.others = sorted(set(services) - {OWN})
        self.known: JsonObject = {}
        self.silent: list[str] = []
        self._call, self._method, self._database = call, method, database
        self._table, self._column = table, table.c[method_column(table)]
        self._readable = readable
        self._learning = threading.Lock()
        self._asked_at = float("-inf")

    def learn(self) -> bool:
        """Ask every service, unless somebody did a moment ago; whether there is anything new."""
        with self._learning:
            if self._age < PAUSE_SECONDS:
                return False
            first = self._asked_at == float("-inf")
            if first:
                self.known = dict(self._remembered())
            news = dict(self._news())
            self.known |= news
            self._asked_at = time.monotonic()
            self._remember(news)
            return first or bool(news)

    @property
    def due(self) -> bool:
        return self._age > (PAUSE_SECONDS if self.silent else FRESH_SECONDS)

    @property
    def busy(self) -> bool:
        return self._learning.locked()

    @property
    def _age(self) -> float:
        return time.monotonic() - self._asked_at

    def _news(self) -> Iterator[tuple[str, Any]]:
        answers = ask_all(self._call, self.others, self._method)
        self.silent = [name for name, a in answers.items() if isinstance(a, TsunaguError)]
        for name, answer in answers.items():
            changed = name not in self.silent and answer != self.known.get(name)
            if changed and self._readable(name, answer):
                yield name, answer

    def _remembered(self) -> Iterator[tuple[str, Any]]:
        with self._database.reading() as connection:
            for row in connection.execute(sa.select(self._table.c.service, self._column)):
                if row[0] in self.others:
                    yield row[0], row[1]

    def _remember(self, news: JsonObject) -> None:
        for name, answer in news.items():
            with self._database.writing() as connection:
                values = {"service": name, self._column.name: answer}
                upsert(connection, self._table, ["service"], values)


def method_column(table: sa.Table) -> str:
    """The column beside `service`."""
    [name] = [column.name for column in table.columns if column.name != "service"]
    return name
