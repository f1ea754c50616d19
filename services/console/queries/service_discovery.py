"""The last description that each other service gave of itself, fetched again in time.

A service is asked at the first need, again when somebody wants what is not known, and
every minute, since a newer one may have taken its place. The last answer outlives a
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
    """The last answer of every service to one method; `failures`: why some gave none now.

    `table` has two columns, the service and its answer. `is_usable(service, answer)`: whether
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
        is_usable: Callable[[str, Any], bool],
    ) -> None:
        self.others = sorted(set(services) - {OWN})
        self.known: JsonObject = {}
        self.failures: dict[str, TsunaguError] = {}
        self._call, self._method, self._database = call, method, database
        self._table, self._column = table, table.c[find_answer_column(table)]
        self._is_usable = is_usable
        self._refreshing = threading.Lock()
        self._asked_at = float("-inf")

    def refresh(self) -> bool:
        """Ask every service, unless somebody did a moment ago; whether there is anything new."""
        with self._refreshing:
            if self._age < PAUSE_SECONDS:
                return False
            first = self._asked_at == float("-inf")
            if first:
                self.known = dict(self._load_stored())
            news = dict(self._fetch_changes())
            self.known |= news
            self._asked_at = time.monotonic()
            self._store_answers(news)
            return first or bool(news)

    @property
    def is_due(self) -> bool:
        """Whether the answers are old, or one is missing."""
        return self._age > (PAUSE_SECONDS if self.failures else FRESH_SECONDS)

    @property
    def is_refreshing(self) -> bool:
        return self._refreshing.locked()

    @property
    def _age(self) -> float:
        return time.monotonic() - self._asked_at

    def _fetch_changes(self) -> Iterator[tuple[str, Any]]:
        answers = ask_all(self._call, self.others, self._method)
        self.failures = {name: a for name, a in answers.items() if isinstance(a, TsunaguError)}
        for name, answer in answers.items():
            changed = name not in self.failures and answer != self.known.get(name)
            if changed and self._is_usable(name, answer):
                yield name, answer

    def _load_stored(self) -> Iterator[tuple[str, Any]]:
        with self._database.reading() as connection:
            for row in connection.execute(sa.select(self._table.c.service, self._column)):
                if row[0] in self.others:
                    yield row[0], row[1]

    def _store_answers(self, news: JsonObject) -> None:
        for name, answer in news.items():
            with self._database.writing() as connection:
                values = {"service": name, self._column.name: answer}
                upsert(connection, self._table, ["service"], values)


def find_answer_column(table: sa.Table) -> str:
    """The column beside `service`."""
    [name] = [column.name for column in table.columns if column.name != "service"]
    return name
