"""By AMQP as the document says: a real RabbitMQ, intake behind it, and REST to read the state.

The department's user may do what the document says and no more.
"""

import time
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from tests.departments.test_document import commands, run_all, wrong
from tests.town import ROOT, Deployed, clean_environment
from tsunagu_signals import Client, Settings

DEPARTMENT, SECRET = "waterworks", "secret-of-waterworks"
WAIT_SECONDS = 30


@contextmanager
def department_user(broker, vhost):
    """The user that operators make for the department."""
    user = f"department-{DEPARTMENT}"
    broker.evaluate(
        f'rabbit_auth_backend_internal:add_user(<<"{user}">>, <<"{SECRET}">>, <<"test">>), '
        f'rabbit_auth_backend_internal:set_permissions(<<"{user}">>, <<"{vhost}">>, '
        '<<"^$">>, <<"^signals$">>, <<"^$">>, <<"test">>), '
        f'rabbit_auth_backend_internal:set_topic_permissions(<<"{user}">>, '
        f'<<"{vhost}">>, <<"signals">>, <<"^{DEPARTMENT}$">>, <<"^$">>, <<"test">>).'
    )
    try:
        yield user
    finally:
        broker.evaluate(f'rabbit_auth_backend_internal:delete_user(<<"{user}">>, <<"test">>).')


@pytest.fixture
def town(amqp_url, rabbitmq_server, tmp_path):
    """Intake and console as processes of their own; `amqp` and `rest` lead there."""
    if rabbitmq_server.private is None:
        pytest.skip("利用者を作れるのは自前の RabbitMQ だけ / users are made on a private one only")
    databases = {name: f"sqlite:///{tmp_path / name}.sqlite" for name in ("intake", "console")}
    running = Deployed(amqp_url, databases, tmp_path)
    try:
        running.start("intake", "console")
        at = urlsplit(amqp_url)
        with department_user(rabbitmq_server.private, at.path[1:]) as user:
            running.amqp = f"amqp://{user}:{SECRET}@{at.hostname}:{at.port}{at.path}"
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
