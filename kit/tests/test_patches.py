"""What `tsunagu.process.patches` changes in others' libraries, and that each still needs it.

A test named `..._still_...` runs the library as it comes, in a process of its own. Where one
fails after an update, the library has learned what the patch does for it: take the patch away.
"""

from __future__ import annotations

import ast
import os
import socket
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import dns.message
import dns.rrset
import kombu.transport.memory
import psycopg
import psycopg.waiting
import pytest
from eventlet.patcher import is_monkey_patched
from eventlet.support import greendns
from kombu import Connection, compression, serialization
from marshmallow import Schema, ValidationError, fields, validate
from nameko.messaging import QueueConsumer

from tsunagu.contracts import plain_json  # noqa: F401  they call their patches
from tsunagu.contracts.validation_errors import list_faults
from tsunagu.hosting import nameko_service  # noqa: F401
from tsunagu.messaging import memory_transport
from tsunagu.process.concurrency import sleep, spawn

ROOT = Path(__file__).resolve().parents[2]
OURS = {"tsunagu", "tsunagu_signals", "services"}


def as_it_comes(program: str, **environment: str) -> str:
    """What a program prints in a process into which the kit was never imported."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={k: v for k, v in os.environ.items() if k != "PSYCOPG_WAIT_FUNC"} | environment,
    )
    return done.stdout.strip()


# -- eventlet ---------------------------------------------------------------------------------


def test_standard_sockets_locks_and_time_are_cooperative():
    for module in ("socket", "thread", "time", "select", "os"):
        assert is_monkey_patched(module), module


class NameServer:
    """A name server of one address, which it lets everybody keep for ten minutes."""

    def __init__(self) -> None:
        self.address = "192.0.2.1"
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]

    def serve(self) -> None:
        while True:
            question, asker = self._socket.recvfrom(4096)
            answer = dns.message.make_response(dns.message.from_wire(question))
            name = answer.question[0].name
            answer.answer.append(dns.rrset.from_text(name, 600, "IN", "A", self.address))
            self._socket.sendto(answer.to_wire(), asker)


@pytest.fixture
def name_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[NameServer]:
    server = NameServer()
    resolver = greendns.resolver._resolver
    monkeypatch.setattr(resolver, "_nameservers", ["127.0.0.1"])
    monkeypatch.setattr(resolver, "port", server.port)
    serving = spawn(server.serve)
    yield server
    serving.kill()


def test_a_broker_that_moved_is_found_at_its_new_address(name_server: NameServer) -> None:
    def found() -> str:
        answers = socket.getaddrinfo("broker.example", 5672, socket.AF_INET, socket.SOCK_STREAM)
        return str(answers[0][4][0])

    assert found() == "192.0.2.1"
    name_server.address = "192.0.2.2"
    assert found() == "192.0.2.2"


def test_eventlets_own_resolver_still_keeps_addresses():
    assert greendns.ResolverProxy()._resolver.cache is not None


# -- psycopg ----------------------------------------------------------------------------------

TURNS = """
import eventlet
eventlet.monkey_patch()
import psycopg
turns = 0
def turn():
    global turns
    while True:
        eventlet.sleep(0.01)
        turns += 1
with psycopg.connect(URL, autocommit=True) as connection:
    eventlet.spawn(turn)
    eventlet.sleep(0)
    connection.execute("SELECT pg_sleep(0.3)")
    print(turns)
"""


def test_other_greenlets_run_while_postgresql_thinks_and_no_selector_is_built(
    postgres_url, monkeypatch
):
    def own_way(*_: Any, **__: Any) -> Any:
        raise AssertionError("psycopg waited in its own way")

    for name in ("wait_selector", "wait_select", "wait_epoll", "wait_poll", "wait_c"):
        monkeypatch.setattr(psycopg.waiting, name, own_way, raising=False)
    turns = []

    def turn() -> None:
        while True:
            sleep(0.01)
            turns.append(1)

    turning = spawn(turn)
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        turns.clear()
        connection.execute("SELECT pg_sleep(0.3)")
    turning.kill()
    assert psycopg.waiting.wait.__module__ == "tsunagu.process.psycopg_wait"
    assert turns


def test_psycopgs_own_way_of_waiting_still_stops_the_process(postgres_url):
    assert as_it_comes(TURNS.replace("URL", repr(postgres_url))) == "0"


# -- kombu ------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["gzip", "zlib", "application/x-gzip", "application/x-bz2"])
def test_a_compressed_message_is_not_unpacked(way):
    with pytest.raises(KeyError):
        compression.decompress(zlib.compress(bytes(1000)), way)


def test_kombu_still_unpacks_without_a_bound():
    program = (
        "import zlib, kombu.compression as c;"
        "print(len(c.decompress(zlib.compress(bytes(10**8)), 'gzip')))"
    )
    assert as_it_comes(program) == str(10**8)


MEANS_A_TYPE = '{"v": {"__type__": "uuid", "__value__": {"hex": "0" }}}'


def test_json_on_the_wire_means_nothing_but_what_it_says():
    content_type, encoding, body = serialization.dumps({"名": "座間"}, "json")
    assert (content_type, encoding, body) == ("application/json", "utf-8", '{"名":"座間"}')
    assert serialization.loads(MEANS_A_TYPE, "application/json", "utf-8") == {
        "v": {"__type__": "uuid", "__value__": {"hex": "0"}}
    }


def test_kombus_json_still_brings_types_back_to_life():
    program = (
        "from kombu import serialization as s\n"
        f"try: print(s.loads({MEANS_A_TYPE!r}, 'application/json', 'utf-8'))\n"
        "except Exception: print('came apart')"
    )
    assert as_it_comes(program) == "came apart"


def test_the_embedded_transport_is_found_by_its_scheme():
    with Connection(f"{memory_transport.SCHEME}://found/") as connection:
        assert isinstance(connection.transport, memory_transport.Transport)
    memory_transport.forget("found")


def test_kombu_still_knows_no_transport_by_entry_point():
    program = (
        "from kombu import Connection\n"
        f"try: Connection('{memory_transport.SCHEME}://x/').transport\n"
        "except KeyError: print('unknown')"
    )
    assert as_it_comes(program) == "unknown"


def test_kombus_in_memory_messages_still_lose_their_content_type_and_several_acks():
    stock = kombu.transport.memory
    payload = {"body": "", "properties": {"delivery_tag": 1}, "content-type": "text/plain"}
    assert "content_type" not in stock.Channel.Message(payload).properties
    assert memory_transport.Message(payload).properties["content_type"] == "text/plain"
    with Connection("memory://stock/") as connection:
        channel = connection.channel()
        queue = channel.queue_declare("stock").queue
        got: list[Any] = []
        for number in range(3):
            channel.basic_publish(channel.prepare_message(str(number)), "", queue)
        channel.basic_consume(queue, no_ack=False, callback=got.append, consumer_tag="c")
        for _ in range(3):
            connection.drain_events(timeout=1)
        channel.basic_ack(got[-1].delivery_tag, multiple=True)
        assert len(channel.qos._delivered) - len(channel.qos._dirty) == 2


# -- nameko -----------------------------------------------------------------------------------


class LostBroker:
    """A connection that notes how it is asked to come back."""

    def __init__(self) -> None:
        self.asked: dict[str, Any] = {}

    def __enter__(self) -> LostBroker:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def ensure_connection(self, _on_error: Any, _retries: Any, **how: Any) -> None:
        self.asked = how


def how_it_reconnects(establish: Any) -> dict[str, Any]:
    broker = LostBroker()
    consumer = SimpleNamespace(
        create_connection=lambda: broker, on_connection_error=None, connect_max_retries=None
    )
    with contextmanager(getattr(establish, "__wrapped__", establish))(consumer):
        return broker.asked


def test_namekos_consumers_look_for_a_lost_broker_at_least_every_three_seconds():
    assert how_it_reconnects(QueueConsumer.establish_connection)["interval_max"] == 3


def test_nameko_and_kombu_still_wait_up_to_half_a_minute():
    from kombu.mixins import ConsumerMixin

    assert how_it_reconnects(ConsumerMixin.establish_connection) == {}
    program = (
        "import inspect; from kombu import Connection as c;"
        "print(inspect.signature(c._ensure_connection).parameters['interval_max'].default)"
    )
    assert as_it_comes(program) == "30"


# -- marshmallow ------------------------------------------------------------------------------


class Asked(Schema):
    name = fields.String(required=True, validate=validate.Length(max=3))
    age = fields.Integer(validate=validate.Range(min=0))


def test_marshmallow_speaks_japanese_with_a_remedy():
    with pytest.raises(ValidationError) as refused:
        Asked().load({"age": -1, "more": 1})
    faults = list_faults(refused.value)
    assert {fault["field"]: fault["problem"] for fault in faults} == {
        "name": "必要な項目がありません / is missing",
        "age": "小さすぎます / too small",
        "more": "知らない項目です / no such field",
    }
    assert all(fault["remedy"] for fault in faults)


def test_marshmallow_still_speaks_english_only():
    program = (
        "from marshmallow import fields, Schema;"
        "print(Schema.from_dict({'a': fields.Str(required=True)})().validate({}))"
    )
    assert as_it_comes(program) == "{'a': ['Missing data for required field.']}"


# -- and nowhere else -------------------------------------------------------------------------

# Proxies and settings that are made to be written to.
MADE_FOR_IT = {"g", "os"}


def _root(node: ast.expr) -> str | None:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def assigned_into_others(source: str) -> list[str]:
    """The statements of a module that assign into something it imported from a library."""
    tree = ast.parse(source)
    foreign: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.asname or alias.name for alias in node.names]
            foreign |= {name.partition(".")[0] for name in names} - OURS
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] not in OURS:
            foreign |= {alias.asname or alias.name for alias in node.names}
    found = []
    for node in ast.walk(tree):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign | ast.Delete):
            targets = [t for t in node.targets if isinstance(t, ast.Attribute | ast.Subscript)]
        elif isinstance(node, ast.AugAssign) and not isinstance(node.target, ast.Name):
            targets = [node.target]
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "setattr":
            targets = [node.args[0]]
        if any(_root(target) in foreign - MADE_FOR_IT for target in targets):
            found.append(ast.unparse(node))
    return found


@pytest.mark.parametrize(
    "source",
    [
        "import psycopg.waiting\npsycopg.waiting.wait = mine",
        "from kombu.transport import TRANSPORT_ALIASES as known\nknown['x'] = 'y'",
        "from nameko.messaging import QueueConsumer\nsetattr(QueueConsumer, name, mine)",
    ],
)
def test_the_check_itself_sees_a_patch(source):
    assert len(assigned_into_others(source)) == 1


def test_nothing_else_assigns_into_a_library():
    folders = [ROOT / "kit/src", ROOT / "services", ROOT / "clients/python/src"]
    found = {
        str(path.relative_to(ROOT)): statements
        for folder in folders
        for path in folder.rglob("*.py")
        if not {"tests", "migrations"} & set(path.parts) and path.name != "patches.py"
        if (statements := assigned_into_others(path.read_text()))
    }
    assert found == {}
