"""Which real PostgreSQL and RabbitMQ the tests use, in this order.

Those named in `TSUNAGU_TEST_DATABASE_URL` and `TSUNAGU_TEST_AMQP_URL`;
containers, where an engine answers; private processes of locally installed
servers. A server that was named but does not answer is an error: silently
testing something else would be no test. Where there is none at all,
`NoBackend` says why in plain words.
"""

from __future__ import annotations

import importlib
import itertools
import json
import os
import shutil
import subprocess
import time
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from tsunagu.testing.private_servers import NotInstalled, PrivateBroker, PrivateDatabase

# The images that compose.yaml runs, under the names by which it lets them be replaced.
POSTGRES_IMAGE = os.environ.get("POSTGRES_IMAGE") or "postgres:15"
RABBITMQ_IMAGE = os.environ.get("RABBITMQ_IMAGE") or "rabbitmq:3.13-management"

_numbers = itertools.count(1)


class NoBackend(Exception):
    """There is no such server here; the message says what was tried."""


class DatabaseServer:
    """A PostgreSQL server on which tests make databases of their own."""

    def __init__(self, url: str, origin: str, private: PrivateDatabase | None = None) -> None:
        self.url = url
        self.origin = origin
        self.private = private

    def execute(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.url, autocommit=True, connect_timeout=10) as connection:
            connection.execute(statement.encode())

    @contextmanager
    def database(self) -> Iterator[str]:
        """The URL of a fresh, empty database, dropped afterwards."""
        name = f"tsunagu_test_{os.getpid()}_{next(_numbers)}"
        self.execute(f'CREATE DATABASE "{name}"')
        parts = urlsplit(self.url)
        try:
            yield urlunsplit(parts._replace(path=f"/{name}"))
        finally:
            self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


class BrokerServer:
    """A RabbitMQ server on which tests make virtual hosts of their own."""

    def __init__(
        self,
        url: str,
        origin: str,
        add: Callable[[str], None],
        delete: Callable[[str], None],
        private: PrivateBroker | None = None,
    ) -> None:
        self.url = url
        self.origin = origin
        self.private = private
        self._add, self._delete = add, delete

    @contextmanager
    def vhost(self) -> Iterator[str]:
        """The URL of a fresh virtual host, deleted afterwards."""
        name = f"tsunagu-test-{os.getpid()}-{next(_numbers)}"
        self._add(name)
        try:
            yield urlunsplit(urlsplit(self.url)._replace(path=f"/{name}"))
        finally:
            self._delete(name)


# -- PostgreSQL -----------------------------------------------------------------------------------


@contextmanager
def database_server(is_durable: bool = True) -> Iterator[DatabaseServer]:
    """The PostgreSQL of this run; NoBackend where there is none.

    A private one need not be durable where nothing is measured.
    """
    named = os.environ.get("TSUNAGU_TEST_DATABASE_URL")
    if named:
        yield DatabaseServer(_strip_driver_name(named), "TSUNAGU_TEST_DATABASE_URL")
        return
    tried: list[str] = []
    container = _start_container(_make_postgres_container, tried)
    if container is not None:
        try:
            host, port = container.get_container_host_ip(), container.get_exposed_port(5432)
            url = f"postgresql://postgres:test@{host}:{port}/postgres"
            server = DatabaseServer(url, f"container ({POSTGRES_IMAGE})")
            _wait_until_it_answers(lambda: server.execute("SELECT 1"))
            yield server
        finally:
            container.stop()
        return
    try:
        private = PrivateDatabase(is_durable)
    except NotInstalled as missing:
        raise NoBackend("; ".join([*tried, str(missing)])) from None
    try:
        private.start()
        yield DatabaseServer(private.url, private.origin, private)
    finally:
        private.discard()


def _strip_driver_name(url: str) -> str:
    """The URL as libpq takes it: without SQLAlchemy's driver name."""
    scheme, _, rest = url.partition("://")
    return f"{scheme.partition('+')[0]}://{rest}"


def _make_postgres_container() -> Any:
    from testcontainers.core.container import DockerContainer

    return (
        DockerContainer(POSTGRES_IMAGE)
        .with_env("POSTGRES_PASSWORD", "test")
        .with_exposed_ports(5432)
    )


# -- RabbitMQ -------------------------------------------------------------------------------------


@contextmanager
def broker_server() -> Iterator[BrokerServer]:
    """The RabbitMQ of this test run; NoBackend where there is none."""
    named = os.environ.get("TSUNAGU_TEST_AMQP_URL")
    if named:
        yield _open_named_broker(named)
        return
    tried: list[str] = []
    container = _start_container(_make_rabbitmq_container, tried)
    if container is not None:
        try:
            host = container.get_container_host_ip()
            api = f"http://{host}:{container.get_exposed_port(15672)}"
            url = f"amqp://guest:guest@{host}:{container.get_exposed_port(5672)}/"
            _wait_until_it_answers(lambda: _call_management(api, url, "GET", "overview"))
            yield _manage_over_http(api, url, f"container ({RABBITMQ_IMAGE})")
        finally:
            container.stop()
        return
    try:
        private = PrivateBroker()
    except NotInstalled as missing:
        raise NoBackend("; ".join([*tried, str(missing)])) from None
    try:
        private.start()
        yield BrokerServer(
            private.url,
            private.origin,
            lambda name: drop_value(private.add_vhost(name)),
            private.delete_vhost,
            private,
        )
    finally:
        private.discard()


def drop_value(_value: object) -> None:
    """Drop a value where none is wanted."""


def _make_rabbitmq_container() -> Any:
    from testcontainers.core.container import DockerContainer

    return DockerContainer(RABBITMQ_IMAGE).with_exposed_ports(5672, 15672)


def _open_named_broker(url: str) -> BrokerServer:
    """A given broker: virtual hosts by its management API, else by a local rabbitmqctl."""
    from kombu import Connection

    with Connection(url, connect_timeout=5) as connection:
        connection.connect()  # a named broker that does not answer is an error, said at once
    host = urlsplit(url).hostname or "127.0.0.1"
    api = os.environ.get("TSUNAGU_TEST_AMQP_API") or f"http://{host}:15672"
    origin = "TSUNAGU_TEST_AMQP_URL"
    try:
        _call_management(api, url, "GET", "whoami")
        return _manage_over_http(api, url, origin)
    except OSError:
        pass
    program = shutil.which("rabbitmqctl")
    user = unquote(urlsplit(url).username or "guest")
    if program is None or subprocess.run([program, "-q", "status"], capture_output=True).returncode:
        raise NoBackend(
            f"{api} も rabbitmqctl も使えず、試験用の vhost を作れません / no fresh vhost can be "
            f"made: neither {api} nor a local rabbitmqctl answers; set TSUNAGU_TEST_AMQP_API"
        )

    def run_rabbitmqctl(*arguments: str) -> None:
        subprocess.run([str(program), "-q", *arguments], check=True, capture_output=True)

    def add(name: str) -> None:
        run_rabbitmqctl("add_vhost", name)
        run_rabbitmqctl("set_permissions", "-p", name, user, ".*", ".*", ".*")

    return BrokerServer(url, origin, add, lambda name: run_rabbitmqctl("delete_vhost", name))


def _manage_over_http(api: str, url: str, origin: str) -> BrokerServer:
    user = unquote(urlsplit(url).username or "guest")

    def add(name: str) -> None:
        _call_management(api, url, "PUT", f"vhosts/{name}", {})
        everything = {"configure": ".*", "write": ".*", "read": ".*"}
        _call_management(api, url, "PUT", f"permissions/{name}/{quote(user, safe='')}", everything)

    return BrokerServer(
        url,
        origin,
        add,
        lambda name: drop_value(_call_management(api, url, "DELETE", f"vhosts/{name}")),
    )


def _call_management(api: str, url: str, method: str, path: str, body: Any = None) -> bytes:
    parts = urlsplit(url)
    pair = f"{unquote(parts.username or 'guest')}:{unquote(parts.password or 'guest')}"
    request = urllib.request.Request(
        f"{api}/api/{path}",
        data=None if body is None else json.dumps(body).encode(),
        headers={
            "Authorization": "Basic " + b64encode(pair.encode()).decode(),
            "Content-Type": "application/json",
        },
        method=method,
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        content: bytes = answer.read()
    return content


# -- containers -----------------------------------------------------------------------------------


def _start_container(make: Callable[[], Any], tried: list[str]) -> Any:
    """The started container, or None with the reason in `tried`."""
    try:
        importlib.import_module("docker").from_env(timeout=5).ping()
        # No reaper container: the `finally` of the fixture stops what was started.
        os.environ.setdefault("TESTCONTAINERS_RYUK_DISABLED", "true")
        container = make()
        container.start()
    except Exception as absent:  # no library, no engine, no image: whatever it is, go on without
        tried.append(f"コンテナなし / no container ({type(absent).__name__})")
        return None
    return container


def _wait_until_it_answers(ask: Callable[[], object], timeout: float = 60.0) -> None:
    deadline = time.monotonic() + timeout
    while True:
        try:
            ask()
            return
        except Exception:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
