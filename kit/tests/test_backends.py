"""The servers that tests run on: found in order, fresh each time, mortal at will."""

from __future__ import annotations

import textwrap
import time
from pathlib import Path

import psycopg
import pytest
from kombu import Connection, Queue

from tsunagu.testing import backends, eventually
from tsunagu.testing.backends import NoBackend
from tsunagu.testing.private_servers import NotInstalled, PrivateDatabase

pytest_plugins = ["pytester"]


def test_every_database_is_fresh(postgres_server):
    for _ in range(2):
        with postgres_server.database() as url, psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE here (id int)")


def test_every_vhost_is_fresh(rabbitmq_server):
    for _ in range(2):
        with rabbitmq_server.vhost() as url, Connection(url) as connection:
            queue = Queue("here", durable=True)(connection.channel())
            assert queue.queue_declare().message_count == 0
            connection.Producer().publish("x", routing_key="here")


@pytest.fixture
def postgres():
    try:
        server = PrivateDatabase()
    except NotInstalled as missing:
        pytest.skip(str(missing))
    server.start()
    yield server
    server.discard()


def test_a_private_postgresql_keeps_what_it_committed_through_an_immediate_stop(postgres):
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (id int)")
        connection.execute("INSERT INTO kept VALUES (1)")
        postgres.kill()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(postgres.url, connect_timeout=2)
    postgres.start()
    with psycopg.connect(postgres.url) as connection:
        assert connection.execute("SELECT id FROM kept").fetchall() == [(1,)]


def test_a_paused_postgresql_answers_nobody_until_it_goes_on(postgres):
    postgres.pause()
    started = time.monotonic()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(postgres.url, connect_timeout=2)
    assert time.monotonic() - started >= 1.5
    postgres.resume()
    eventually(lambda: psycopg.connect(postgres.url, connect_timeout=2).close() is None)


def test_a_private_server_ends_with_its_folder(postgres):
    process, folder = postgres.process, postgres.folder
    postgres.discard()
    assert process.poll() is not None
    assert not Path(folder).exists()


def test_a_named_server_that_does_not_answer_is_an_error_not_a_skip(monkeypatch):
    monkeypatch.setenv("TSUNAGU_TEST_AMQP_URL", "amqp://guest:guest@127.0.0.1:1/")
    with pytest.raises(OSError), backends.broker_server():
        pass


def test_without_any_server_the_reason_is_given(monkeypatch):
    _hide_servers(monkeypatch)
    with pytest.raises(NoBackend, match="no postgres"), backends.database_server():
        pass
    with pytest.raises(NoBackend, match="no rabbitmq-server"), backends.broker_server():
        pass


def _hide_servers(monkeypatch):
    def absent(what):
        def raising(*_):
            raise NotInstalled(f"no {what}")

        return raising

    monkeypatch.delenv("TSUNAGU_TEST_DATABASE_URL", raising=False)
    monkeypatch.delenv("TSUNAGU_TEST_AMQP_URL", raising=False)
    monkeypatch.setattr(backends, "_start_container", lambda make, tried: None)
    monkeypatch.setattr(backends, "PrivateDatabase", absent("postgres"))
    monkeypatch.setattr(backends, "PrivateBroker", absent("rabbitmq-server"))


def test_the_closing_summary_says_what_was_skipped_and_why(pytester, monkeypatch):
    _hide_servers(monkeypatch)
    pytester.makepyfile(
        textwrap.dedent("""
        def test_on_each(any_database): pass
        def test_on_a_broker(amqp_url): pass
        """)
    )
    result = pytester.runpytest_inprocess("-p", "tsunagu.testing.pytest_plugin")
    result.assert_outcomes(passed=1, skipped=2)
    result.stdout.fnmatch_lines(
        ["PostgreSQL:*none here, so 1 tests were SKIPPED: no postgres", "RabbitMQ:*SKIPPED*"]
    )
