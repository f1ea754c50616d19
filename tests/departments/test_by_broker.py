"""By AMQP as the document says: a real RabbitMQ, intake behind it, and REST to read the state.

The department's user may do what the document says and no more.
"""

import time

import pytest

from tests.departments.node import department_user
from tests.departments.test_document import commands, run_all, wrong
from tests.town import ROOT, Deployed, clean_environment
from tsunagu_signals import Client, Settings

DEPARTMENT = "waterworks"
WAIT_SECONDS = 30


@pytest.fixture
def town(node, own_vhost, tmp_path):
    """Intake and console as processes of their own; `amqp` and `rest` lead there."""
    databases = {name: f"sqlite:///{tmp_path / name}.sqlite" for name in ("intake", "console")}
    running = Deployed(own_vhost, databases, tmp_path)
    try:
        running.start("intake", "console")
        with department_user(node, own_vhost, DEPARTMENT) as running.amqp:
            running.rest = f"http://127.0.0.1:{running.console_port}"
            issued = running.cli("token", "issue", f"department:{DEPARTMENT}")
            running.token = issued.stdout.strip()
            yield running
    finally:
        running.close()


def eventually_told(client, id):
    """The state that REST tells of a signal, as soon as intake has taken it from the queue."""
    deadline = time.monotonic() + WAIT_SECONDS
    while (told := client.status(id))["state"] == "sent":
        assert time.monotonic() < deadline, told
        time.sleep(0.1)
    return told


def the_document_s_commands_do_what_it_says(town, tmp_path):
    place = tmp_path / "place"
    place.mkdir()
    shown = commands("amqp")
    assert len(shown) >= 2
    for each in shown:
        each.command = each.command.replace(
            f"amqp://department-{DEPARTMENT}:…@127.0.0.1:5672/tsunagu", town.amqp
        )
    environment = clean_environment() | {
        "TSUNAGU_URL": town.rest,
        "TSUNAGU_TOKEN": town.token,
        "TSUNAGU_DEPARTMENT": DEPARTMENT,
        "TSUNAGU_SPOOL": str(tmp_path / "spool"),
        "PATH": f"{ROOT / '.venv' / 'bin'}:{clean_environment()['PATH']}",
    }
    assert wrong(shown, run_all(shown, place, environment)) == []


def test_by_amqp_as_the_document_says_it_is_the_same_signal_as_by_rest(town, tmp_path):
    the_document_s_commands_do_what_it_says(town, tmp_path)
    settings = {"url": town.rest, "token": town.token, "amqp_url": town.amqp}
    signal = {"id": "n-1", "kind": "water_arrears", "noticed_on": "2026-04-20"}
    by_amqp = Settings(DEPARTMENT, spool=tmp_path / "own", via="amqp", **settings)
    with Client(settings=by_amqp) as client:
        assert client.send(signal | {"basis": "encouragement_only"}).state == "sent"
        told = eventually_told(client, "n-1")
        assert (told["state"], told["owner_desk"]) == ("open", "consultation_support")
        # What only the platform can know is refused there, and its reason can be asked for.
        conference = {"id": "n-2", "basis": "conference", "conference_id": "nobody-knows"}
        assert client.send(signal | conference).state == "sent"
        refused = eventually_told(client, "n-2")
        assert (refused["state"], refused["fields"]) == ("refused", ["conference_id"])
    with Client(settings=Settings(DEPARTMENT, spool=tmp_path / "other", **settings)) as client:
        again = client.send(signal | {"basis": "encouragement_only"})
        assert again.signal_id == told["signal_id"]
