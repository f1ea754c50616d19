"""The same kills on nameko's own dispatcher and handlers: there, facts are lost and repeated.

What the platform promises is worth something only if the harness can tell who does not keep it.
"""

import json
import subprocess
import sys

import psycopg
import pytest
from kombu import Connection, Exchange, Queue

from tests.town import ROOT, clean_environment

BOXES = [f"b{n}" for n in range(12)]


class Plain:
    """nameko's dispatcher and handler over one database, each role a process of its own."""

    def __init__(self, database, amqp_url):
        self.settings = {"database": database, "amqp_url": amqp_url, "boxes": BOXES}
        with psycopg.connect(database) as connection:
            connection.execute("CREATE TABLE stored (id text)")
            connection.execute("CREATE TABLE applied (id text)")
        exchange = Exchange("source.events", type="topic", durable=True)
        queue = Queue("evt-source-opened--watcher.on_opened", exchange, "opened", durable=True)
        with Connection(amqp_url) as connection:  # as the handler itself declares it
            queue(connection.default_channel).declare()

    def process(self, role, failpoint=None, **more):
        environment = clean_environment() | ({"TSUNAGU_FAILPOINT": failpoint} if failpoint else {})
        command = [sys.executable, "-W", "ignore", "-m", "tests.stock_nameko.plain", role]
        done = subprocess.run(
            [*command, json.dumps(self.settings | more)],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == (137 if failpoint else 0), done.stderr[-3000:]

    def rows(self, table):
        with psycopg.connect(self.settings["database"]) as connection:
            return [id for (id,) in connection.execute(f"SELECT id FROM {table}")]

    @property
    def lost(self):
        return sorted(set(self.rows("stored")) - set(self.rows("applied")))

    @property
    def twice(self):
        applied = self.rows("applied")
        return sorted({id for id in applied if applied.count(id) > 1})

    def check(self):
        """Nothing lost, nothing twice."""
        assert self.rows("stored") == BOXES
        assert (self.lost, self.twice) == ([], [])


@pytest.fixture
def plain(postgres_url, amqp_url):
    return Plain(postgres_url, amqp_url)


def test_undisturbed_nothing_is_lost_or_repeated(plain):
    plain.process("send")
    plain.process("handle")
    plain.check()


def test_a_sender_killed_between_commit_and_dispatch_loses_the_event(plain):
    plain.process("send", "command.after_commit:5")
    plain.process("send")
    plain.process("handle")
    with pytest.raises(AssertionError):
        plain.check()
    assert (plain.lost, plain.twice) == (["b4"], [])


def test_a_handler_killed_between_commit_and_ack_applies_the_event_twice(plain):
    plain.process("send")
    plain.process("handle", "subscription.after_commit:5")
    plain.process("handle")
    with pytest.raises(AssertionError):
        plain.check()
    assert plain.lost == [] and plain.twice


def test_a_handler_that_fails_once_loses_the_event(plain):
    plain.process("send")
    plain.process("handle", hiccup="b4")
    with pytest.raises(AssertionError):
        plain.check()
    assert (plain.lost, plain.twice) == (["b4"], [])
