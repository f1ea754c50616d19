"""A city's platform with a real broker as operators set it up: intake and the console as
processes of their own, which log everything that they ever would."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from contextlib import ExitStack, closing

import pytest

from tests.departments.city_broker import CityBroker, make_secrets
from tests.town import Deployed
from tsunagu.log.database import Database
from tsunagu.testing import eventually
from tsunagu.testing.private_servers import NotInstalled


class WholeCity:
    """The broker, the two services, and what has become of what was sent."""

    def __init__(self, folder, databases):
        self.folder = folder
        self.databases = databases
        self.database = Database(databases["intake"])
        self.secrets = make_secrets(folder / "secrets")
        self.broker = CityBroker(self.secrets)
        self.town = None
        self.tokens = {}

    def start(self):
        self.broker.start()
        self.town = Deployed(self.broker.url_for("intake"), self.databases, self.folder)
        self.town.environment["TSUNAGU_LOG_LEVEL"] = "DEBUG"
        self.town.start("intake", "console")
        eventually(self._is_consuming, 30)

    def _is_consuming(self):
        with closing(self.broker.connection("intake")) as connection:
            found = connection.channel().queue_declare("intake.signals", passive=True)
            return found.consumer_count == 1

    def close(self):
        if self.town is not None:
            self.town.close()
        self.broker.discard()
        self.database.close()

    # -- REST -------------------------------------------------------------------------------------

    def token(self, role):
        if role not in self.tokens:
            self.tokens[role] = self.town.cli("token", "issue", role).stdout.strip()
        return self.tokens[role]

    def ask(self, role, verb, path, body=b"", **headers):
        """Status, content type and content of one request, its body just these bytes."""
        headers = {"Content-Type": "application/json"} | headers
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.town.console_port}{path}",
            method=verb,
            data=body or None,
            headers={"Authorization": f"Bearer {self.token(role)}"}
            | {name: value for name, value in headers.items() if value is not None},
        )
        if headers["Content-Type"] is None:  # urllib would put a form's there
            request.add_unredirected_header("Content-Type", "")
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.headers["Content-Type"], answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.headers["Content-Type"], refused.read()

    # -- what has become of it --------------------------------------------------------------------

    def counts(self):
        """(taken, refused) of messages since intake's start."""
        call = json.dumps({"service": "intake", "method": "lag"}).encode()
        status, _, content = self.ask("ops", "POST", "/api/v1/ops/call", call)
        assert status == 200, content
        incoming = json.loads(content)["result"]["incoming"]
        return incoming["taken"], incoming["refused"]

    def until_counted(self, before, taken, refused=0):
        expected = (before[0] + taken, before[1] + refused)
        eventually(lambda: self.counts() == expected)

    def known(self):
        """The signal_ids that intake holds."""
        with self.database.reading() as connection:
            return set(connection.exec_driver_sql("SELECT signal_id FROM signal_list").scalars())

    def refused(self):
        """(reason, sender, body) of each that lies among the refused, taken from there."""
        found = []
        with closing(self.broker.connection("intake")) as connection:
            channel = connection.channel()
            while (message := channel.basic_get("signals.refused", no_ack=True)) is not None:
                headers, body = message.headers, message.body
                body = body if isinstance(body, bytes) else body.encode()
                found.append((headers["x-tsunagu-reason"], headers["x-tsunagu-sender"], body))
        return found

    def logs(self):
        """Everything that any process of it has written to a log so far."""
        written = [*self.folder.glob("*.log"), *self.broker.folder.glob("log/*")]
        written.append(self.broker.folder / "output")
        return b"".join(path.read_bytes() for path in written if path.is_file())


@pytest.fixture(scope="session")
def city(tmp_path_factory, _postgres):
    """On the run's PostgreSQL, where it has one: a text that is none to it is none to SQLite."""
    folder = tmp_path_factory.mktemp("city")
    with ExitStack() as stack:
        names = ("intake", "console")
        databases = {name: f"sqlite:///{folder}/{name}.sqlite" for name in names}
        if _postgres is not None:
            databases = {name: stack.enter_context(_postgres.database()) for name in names}
        try:
            made = WholeCity(folder, databases)
        except NotInstalled as missing:
            pytest.skip(str(missing))
        stack.callback(made.close)
        made.start()
        yield made
