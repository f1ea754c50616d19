"""pytest fixtures over real servers, and a closing summary that says which were used.

Loaded with `-p tsunagu.testing.pytest_plugin`. Fixtures: `postgres_url` (fresh
database), `amqp_url` (fresh virtual host), `any_database` (SQLite and
PostgreSQL in turn), `any_broker` (embedded and RabbitMQ in turn), `platform`
(embedded, `@pytest.mark.services("intake", ...)` chooses; default all),
`today` (the city's date). With `-n auto` tests run side by side: see
`tsunagu.testing.pytest_parallel`.
"""

from __future__ import annotations

import itertools
import os
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tsunagu.messaging import memory_transport
from tsunagu.process import clock
from tsunagu.testing import backends, embedded_platform, pytest_parallel
from tsunagu.testing.backends import BrokerServer, DatabaseServer, NoBackend

_numbers = itertools.count(1)


def _be_cooperative() -> None:
    """Before anything that opens a socket or starts a thread, but for the runner's own."""
    # With this set, eventlet does not complain of the runner's locks, which are older than itself.
    os.environ["PYTEST_CURRENT_TEST"] = "none yet"
    import tsunagu.process.eventlet_patch  # noqa: F401

    del os.environ["PYTEST_CURRENT_TEST"]


class Used:
    """Which servers the tests of this run used or missed, and how many tests did."""

    PROPERTY = "server"  # of a test: travels with its report from whichever process ran it

    def __init__(self) -> None:
        self.tests: Counter[tuple[str, bool, str]] = Counter()

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "teardown":
            noted: list[Any] = [v for name, v in report.user_properties if name == self.PROPERTY]
            self.tests.update({(name, is_real, text) for name, is_real, text in noted})

    @pytest.hookimpl
    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        for (name, is_real, text), n in sorted(self.tests.items()):
            if is_real:
                line = f"{name}: 実物で {n} 件 / {n} tests on a real one: {text}"
            else:
                line = (
                    f"{name}: 見つからないため {n} 件を飛ばしました / none here, so {n} tests were "
                    f"SKIPPED: {text}"
                )
            terminalreporter.write_line(line, yellow=not is_real)


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    # Called before other plugins are loaded, which may start threads.
    config: Any = pluginmanager.get_plugin("pytestconfig")
    if not pytest_parallel.is_controller(config.invocation_params.args):
        _be_cooperative()
    parser.addini(
        "start_first", "what takes longest: tsunagu.testing.pytest_parallel", "linelist", []
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "services(*names): which services `platform` starts")
    config.pluginmanager.register(Used())
    config.stash[_missing] = {}
    if pytest_parallel.is_worker(config):
        pytest_parallel.prepare_worker(config)
    elif pytest_parallel.is_controller(config.invocation_params.args):
        config.pluginmanager.register(pytest_parallel.Progress(config))
    elif config.getoption("tx", None):  # it was not seen in time
        raise pytest.UsageError("-n は単独の引数で / give -n as an argument by itself")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if pytest_parallel.is_worker(config):
        first = config.getini("start_first")
        items.sort(key=lambda item: pytest_parallel.find_start_place(item.nodeid, first))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    return pytest_parallel.count_workers()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    return pytest_parallel.make_scheduler(config, log)


_missing = pytest.StashKey[dict[str, str]]()


def _open_server(config: pytest.Config, name: str, found: Any) -> Iterator[Any]:
    """The server, or None where there is none; why is noted."""
    try:
        server = found.__enter__()
    except NoBackend as absent:
        config.stash[_missing][name] = str(absent)
        yield None
        return
    try:
        yield server
    finally:
        found.__exit__(None, None, None)


@pytest.fixture(scope="session")
def _postgres(pytestconfig: pytest.Config) -> Iterator[DatabaseServer | None]:
    yield from _open_server(pytestconfig, "PostgreSQL", backends.database_server(is_durable=False))


@pytest.fixture(scope="session")
def _rabbitmq(pytestconfig: pytest.Config) -> Iterator[BrokerServer | None]:
    yield from _open_server(pytestconfig, "RabbitMQ", backends.broker_server())


def _require_server(request: pytest.FixtureRequest, name: str, server: Any) -> Any:
    text = server.origin if server else request.config.stash[_missing][name]
    request.node.user_properties.append((Used.PROPERTY, (name, server is not None, text)))
    if server is None:
        pytest.skip(f"{name}: {text}")
    return server


@pytest.fixture
def postgres_server(
    request: pytest.FixtureRequest, _postgres: DatabaseServer | None
) -> DatabaseServer:
    """The run's PostgreSQL; the test is skipped where there is none."""
    server: DatabaseServer = _require_server(request, "PostgreSQL", _postgres)
    return server


@pytest.fixture
def rabbitmq_server(request: pytest.FixtureRequest, _rabbitmq: BrokerServer | None) -> BrokerServer:
    """The run's RabbitMQ; the test is skipped where there is none."""
    server: BrokerServer = _require_server(request, "RabbitMQ", _rabbitmq)
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
    memory_transport.drop_broker(name)


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
