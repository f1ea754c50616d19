"""A whole platform in this process, on SQLite and on PostgreSQL, asked over its own REST."""

import json
import urllib.error
import urllib.request
from contextlib import ExitStack

import pytest

from tsunagu.hosting.checkout import list_available_services
from tsunagu.testing import embedded_platform
from tsunagu.testing.private_servers import free_port

ROLES = {
    "caseworker": "caseworker:consultation_support",
    "department": "department:tax_collection",
    "reader": "reader",
    "ops": "ops",
}


class RunningTown:
    """`ask(role, verb, path, body)` answers status and JSON, whatever the body is."""

    def __init__(self, platform, port):
        self.platform, self.port = platform, port
        self.tokens = {
            name: platform.call("console", "issue_token", role=role)["token"]
            for name, role in ROLES.items()
        }

    def ask(self, role, verb, path, body=None):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/v1{path}",
            method=verb,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {self.tokens[role]}",
                "Content-Type": "application/json",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, _read(answer)
        except urllib.error.HTTPError as refused:
            return refused.code, _read(refused)


def _read(answer):
    content = answer.read()
    return json.loads(content) if "json" in answer.headers["Content-Type"] else content


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def running_town(request, tmp_path_factory, _postgres):
    """Every service of the checkout, each on a database of that kind."""
    services, port = list_available_services(), free_port()
    with ExitStack() as stack:
        settings = {}
        if request.param == "postgresql":
            if _postgres is None:
                pytest.skip("no PostgreSQL")
            settings["databases"] = {
                name: stack.enter_context(_postgres.database()) for name in services
            }
        folder = tmp_path_factory.mktemp("town")
        running = stack.enter_context(
            embedded_platform(folder, services, settings=settings, port=port)
        )
        yield RunningTown(running, port)
