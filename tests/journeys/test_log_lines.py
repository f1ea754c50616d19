"""What deployed services write: one JSON object a line, and one request in all of them."""

import json

import pytest
import requests

from tests.town import deployed
from tsunagu.messaging.rpc import Caller
from tsunagu.testing import eventually

CANARY = "秘密花子"


@pytest.fixture
def town(postgres_server, amqp_url, tmp_path):
    with deployed(postgres_server, amqp_url, tmp_path, services=()) as town:
        town.environment |= {"TSUNAGU_LOG_LEVEL": "DEBUG", "TSUNAGU_SERVICES": "console,intake"}
        town.start("console", "intake")
        yield town


def lines(town, name):
    return [json.loads(line) for line in (town.folder / f"{name}.log").read_text().splitlines()]


def test_a_request_is_found_by_its_correlation_in_the_lines_of_two_services(town):
    caller = Caller(town.amqp_url)
    account = caller.call("console", "issue_token", role="caseworker:consultation_support")
    caller.close()

    answer = requests.post(
        f"http://127.0.0.1:{town.console_port}/api/v1/consultations",
        json={"channel": "walk_in", "person": {"name": CANARY}},
        headers={"Authorization": f"Bearer {account['token']}", "X-Correlation-ID": "walk-1"},
        timeout=30,
    )
    assert answer.status_code == 201, answer.text

    def found(name):
        return [line for line in lines(town, name) if line.get("correlation") == "walk-1"]

    for name in ("console", "intake"):
        line = eventually(lambda name=name: found(name))[-1]
        assert line["service"] == name
        assert line["actor"].startswith("caseworker:consultation_support/")
    town.stop("console", "intake")
    for name in ("console", "intake"):
        written = lines(town, name)  # every one of them is JSON
        assert {"serving", "stopping"} <= {line["event"] for line in written}
        assert all(line["service"] == name for line in written if "service" in line)
        assert CANARY not in json.dumps(written, ensure_ascii=False)
