"""pytest fixtures over real servers, and a closing summary that says which were used.

Loaded with `-p tsunagu.testing.pytest_plugin`. Fixtures: `postgres_url` (fresh
database), `amqp_url` (fresh virtual host), `any_database` (SQLite and
PostgreSQL in turn), `any_broker` (embedded and RabbitMQ in turn), `platform`
(embedded, `@pytest.mark.services("intake", ...)` chooses; default all),
`today` (the city's date).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import tsunagu.process.eventlet_patch  # noqa: F401  before anything that opens a socket or starts a thread
from tsunagu.messaging import memory_transport
from tsunagu.process import clock
from tsunagu.testing import backends, embedded_platform
from tsunagu.testing.backends import BrokerServer, DatabaseServer, NoBackend

_numbers = itertools.count(1)


class Used:
    """Which servers this run found, and how many tests used or missed each."""

    def __init__(self) -> None:
        self.origins: dict[str, str] = {}
        self.missing: dict[str, str] = {}
        self.tests: dict[str, int] = {}

    def count(self, name: str) -> None:
        self.tests[name] = self.tests.get(name, 0) + 1


_used = pytest.StashKey[Used]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_used] = Used()
    config.addinivalue_line("markers", "services(*names): which services `platform` starts")


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    used = config.stash[_used]
    for name, origin in used.origins.items():
        n = used.tests.get(name, 0)
        terminalreporter.write_line(f"{name}: 実物で {n} 件 / {n} tests on a real one: {origin}")
    for name, reason in used.missing.items():
        n = used.tests.get(name, 0)
        terminalreporter.write_line(
            f"{name}: 見つからないため {n} 件を飛ばしました / none here, so {n} tests were "
            f"SKIPPED: {reason}",
            yellow=True,
        )


def _server(config: pytest.Config, name: str, found: Any) -> Iterator[Any]:
    """The server, or None where there is none; noted for the summary."""
    used = config.stash[_used]
    try:
        server = found.__enter__()
    except NoBackend as absent:
        used.missing[name] = str(absent)
        yield None
        return
    used.origins[name] = server.origin
    try:
        yield server
    finally:
        found.__exit__(None, None, None)


@pytest.fixture(scope="session")
def _postgres(pytestconfig: pytest.Config) -> Iterator[DatabaseServer | None]:
    yield from _server(pytestconfig, "PostgreSQL", backends.database_server())


@pytest.fixture(scope="session")
def _rabbitmq(pytestconfig: pytest.Config) -> Iterator[BrokerServer | None]:
    yield from _server(pytestconfig, "RabbitMQ", backends.broker_server())


def _present(config: pytest.Config, name: str, server: Any) -> Any:
    config.stash[_used].count(name)
    if server is None:
        pytest.skip(f"{name}: {config.stash[_used].missing[name]}")
    return server


@pytest.fixture
def postgres_server(
    pytestconfig: pytest.Config, _postgres: DatabaseServer | None
) -> DatabaseServer:
    """The run's PostgreSQL; the test is skipped where there is none."""
    server: DatabaseServer = _present(pytestconfig, "PostgreSQL", _postgres)
    return server


@pytest.fixture
def rabbitmq_server(pytestconfig: pytest.Config, _rabbitmq: BrokerServer | None) -> BrokerServer:
    """The run's RabbitMQ; the test is skipped where there is none."""
    server: BrokerServer = _present(pytestconfig, "RabbitMQ", _rabbitmq)
    return server


@pytest.fixture
def postgres_url(postgres_server: DatabaseServer) -> Iterator[str]:
    """A fresh PostgreSQL database."""
    with postgres_server.database() as url:
        yield url


@pytest.fixture
def amqp_url(rabbitmq_server: BrokerServer) -> Iterator[str]:
    """A fresh virtual host of RabbitMQ."""
    with rabbitmq_server.vhost() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def any_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a fresh database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / f'test-{next(_numbers)}.sqlite'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture(params=["embedded", "rabbitmq"])
def any_broker(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a fresh broker, of each kind in turn."""
    if request.param == "rabbitmq":
        yield request.getfixturevalue("amqp_url")
        return
    name = f"test-{next(_numbers)}"
    yield f"{memory_transport.SCHEME}://{name}/"
    memory_transport.forget(name)


@pytest.fixture
def platform(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    """A fresh embedded platform with the services of the `services` marker, or all."""
    marker = request.node.get_closest_marker("services")
    with embedded_platform(tmp_path / "platform", list(marker.args) if marker else None) as running:
        yield running


@pytest.fixture
def today() -> date:
    """The city's date now."""
    return clock.today()
