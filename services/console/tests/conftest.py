"""A platform with its console on a free port, and one account of each role."""

import json
import socket

import pytest
import requests

from tsunagu.embedded import available_services
from tsunagu.testing import embedded_platform

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


@pytest.fixture(scope="module")
def rest(tmp_path_factory):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("console")
    with embedded_platform(folder, available_services(), port=port) as platform:
        yield Rest(platform, port)
