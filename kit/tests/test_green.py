"""What the eventlet patch makes of a process: names are looked up anew each time."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import dns.message
import dns.rrset
import eventlet
import pytest
from eventlet.support import greendns


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
    serving = eventlet.spawn(server.serve)
    yield server
    serving.kill()


def test_a_broker_that_moved_is_found_at_its_new_address(name_server: NameServer) -> None:
    def found() -> str:
        answers = socket.getaddrinfo("broker.example", 5672, socket.AF_INET, socket.SOCK_STREAM)
        return str(answers[0][4][0])

    assert found() == "192.0.2.1"
    name_server.address = "192.0.2.2"
    assert found() == "192.0.2.2"
