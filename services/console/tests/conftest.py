"""A platform with its console on a free port, and one account of each role."""

import json
from contextlib import contextmanager
from functools import partialmethod

import pytest
import requests

from services.console.pages import docs, status
from services.console.queries import platform_state, service_discovery
from tsunagu.hosting.checkout import list_available_services
from tsunagu.messaging.rpc import Caller
from tsunagu.testing import embedded_platform
from tsunagu.testing.private_servers import free_port

ROLES = {
    "caseworker": "caseworker:consultation_support",
    "receiver": "caseworker:livelihood",
    "department": "department:tax_collection",
    "other_department": "department:waterworks",
    "reader": "reader",
    "ops": "ops",
}


class Rest:
    """`rest(role, verb, path, body)` asks as an account of that role; None: nobody."""

    def __init__(self, platform, port):
        self.platform = platform
        self.root = f"http://127.0.0.1:{port}"
        self.tokens = {
            name: platform.call("console", "issue_token", role=role)["token"]
            for name, role in ROLES.items()
        }

    def __call__(self, role, verb, path, body=None, **options):
        headers = {"Authorization": f"Bearer {self.tokens[role]}"} if role else {}
        headers |= options.pop("headers", {})
        if body is not None:
            options["data"] = json.dumps(body)
            headers.setdefault("Content-Type", "application/json")
        return requests.request(
            verb, f"{self.root}/api/v1{path}", headers=headers, timeout=30, **options
        )


@contextmanager
def rest_of(folder, running, **options):
    """REST of a platform in that folder, of which these services run."""
    port = free_port()
    with embedded_platform(folder, running, port=port, **options) as platform:
        yield Rest(platform, port)


@pytest.fixture(scope="module")
def rest(tmp_path_factory):
    folder = tmp_path_factory.mktemp("console")
    with pytest.MonkeyPatch.context() as patch, rest_of(folder, list_available_services()) as rest:
        for module in (docs, status, platform_state):  # all run here: a slow one is not down
            patch.setattr(module, "ASK_SECONDS", 60.0)
        yield rest


@pytest.fixture
def town(tmp_path, monkeypatch):
    """`with town(MealsService, "intake") as rest:` of a city with a console and these services.

    `installed` names others that are not running. The next town goes on with the same data.
    `seconds`: how long the console waits for an answer.
    """
    monkeypatch.setattr(service_discovery, "PAUSE_SECONDS", 0.2)
    call = Caller.call

    def of(*running, installed=(), seconds=60.0):
        monkeypatch.setattr(Caller, "call", partialmethod(call, timeout=seconds))
        for module in (docs, status, platform_state):
            monkeypatch.setattr(module, "ASK_SECONDS", seconds)
        names = [getattr(service, "name", service) for service in running]
        city = {"services": ["console", *names, *installed]}
        return rest_of(tmp_path, ["console", *running], settings=city)

    return of
