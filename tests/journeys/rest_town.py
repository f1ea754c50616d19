"""A whole running platform as people at their desks have it: REST, one token a desk.

The same journey runs on the embedded platform and on one process for each service with RabbitMQ
and PostgreSQL; it cannot tell which.
"""

from __future__ import annotations

import itertools
import json
import subprocess
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager

from tests.town import ROOT, TSUNAGU, Deployed, Embedded, free_port
from tsunagu.hosting.checkout import list_available_services
from tsunagu.testing import eventually

_numbers = itertools.count(1)


class Answer:
    """Status, headers and the JSON (or bytes) of one REST answer."""

    def __init__(self, status, headers, content):
        self.status, self.headers, self.content = status, headers, content

    @property
    def body(self):
        return json.loads(self.content)

    def __repr__(self):
        return f"{self.status} {self.content[:600]!r}"


class City:
    """`as_desk("food_bank")` is that desk's caseworker; `ops`, `reader` are accounts too."""

    def __init__(self, town, port):
        self.town = town
        self.root = f"http://127.0.0.1:{port}"
        self.tokens = {"ops": town.json("token", "issue", "ops")["token"]}

    def ask(self, role, verb, path, body=None, **headers):
        """One request as an account of that role; of a header's name `_` stands for `-`."""
        if role not in self.tokens:
            issued = self.ask("ops", "POST", "/tokens", {"role": role})
            self.tokens[role] = issued.body["token"]
        request = urllib.request.Request(
            f"{self.root}/api/v1{path}",
            method=verb,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {self.tokens[role]}",
                "Content-Type": "application/json",
                **{name.replace("_", "-"): value for name, value in headers.items()},
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as refused:
            return Answer(refused.code, refused.headers, refused.read())

    def as_desk(self, desk):
        return Desk(self, f"caseworker:{desk}")

    def as_department(self, code):
        return Desk(self, f"department:{code}")

    def report(self, name, **asked):
        query = "&".join(f"{key}={value}" for key, value in asked.items())
        answer = self.ask("reader", "GET", f"/reports/{name}" + (f"?{query}" if query else ""))
        assert answer.status == 200, answer
        return answer.body

    def wait_until_level(self, seconds=60):
        """Until every service has everything the others published."""

        def is_level():
            lags = self.ask("ops", "GET", "/ops/lag").body
            heads = {name: lag["fact_head"] for name, lag in lags.items()}
            return all(
                lag["unpublished"] == 0
                and all(
                    place["position"] == heads[source] for source, place in lag["sources"].items()
                )
                for lag in lags.values()
            )

        eventually(is_level, seconds)

    def verify(self):
        """Every violation that the platform finds in itself."""
        done = self.town.cli("verify", "--json")
        assert done.returncode in (0, 1), done.stderr
        return json.loads(done.stdout)["violations"]


class Desk:
    """What one desk's staff does; any answer but success fails the test, unless it is expected."""

    def __init__(self, city, role):
        self.city, self.role = city, role

    def get(self, path, status=200):
        answer = self.city.ask(self.role, "GET", path)
        assert answer.status == status, (path, answer)
        return answer.body

    def post(self, path, body=None, status=None):
        answer = self.city.ask(self.role, "POST", path, body or {})
        good = (200, 201, 202) if status is None else (status,)
        assert answer.status in good, (path, answer)
        return answer.body

    def refused(self, path, body, code, status=422):
        """The request is refused with this code; the problem document."""
        problem = self.post(path, body, status=status)
        assert problem["code"] == code, problem
        return problem

    def eventually(self, path, wanted, seconds=20):
        """What the path answers once `wanted(answer)` is true: facts need a moment to arrive."""

        def ask():
            answer = self.city.ask(self.role, "GET", path)
            return answer.body if answer.status == 200 and wanted(answer.body) else None

        return eventually(ask, seconds)

    def awaits_sheet(self, service, referral_id, state="requested"):
        """Until the sheet is in this desk's inbox, in that state."""

        def there(answer):
            return any(
                row["referral_id"] == referral_id and row["state"] == state
                for row in answer["sheets"]
            )

        return self.eventually(f"/{service}/sheets?state=all&limit=500", there)


@contextmanager
def embedded_city(folder):
    """`tsunagu run` on a folder of its own."""
    town, port = Embedded(folder / "data"), free_port()
    with (folder / "run.log").open("ab") as log:
        process = subprocess.Popen(
            [*TSUNAGU, "run", "--data", str(town.folder), "--port", str(port)],
            env=town.environment,
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
    try:
        eventually(lambda: _ready(port), 180)
        yield City(town, port)
    finally:
        process.terminate()
        process.wait(60)


@contextmanager
def deployed_city(postgres_server, amqp_url, folder):
    """Every service a process of its own, on RabbitMQ and PostgreSQL."""
    services = list_available_services()
    with ExitStack() as stack:
        databases = {name: stack.enter_context(postgres_server.database()) for name in services}
        town = Deployed(amqp_url, databases, folder)
        stack.callback(town.close)
        town.start(*services)
        eventually(lambda: _ready(town.console_port), 180)
        yield City(town, town.console_port)


def _ready(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
        return answer.status == 200
