"""The broker forgets, dies or brings strangers' messages: nothing is lost, and the right figures
are back within seconds without anybody's doing.

One deployed town for all of it, with a broker of its own; each test brings in people of its own.
"""

import json
import os
import pickle
import signal
import subprocess
from contextlib import ExitStack, suppress

import pytest
from kombu import Connection, Queue

from tests.chaos.harness import SEED
from tests.journeys import model
from tests.journeys.history import Writer, write_file
from tests.town import ROOT, TSUNAGU, Deployed
from tsunagu.messaging.rpc import Caller
from tsunagu.process.concurrency import sleep, spawn
from tsunagu.testing import eventually
from tsunagu.testing.private_servers import NotInstalled, PrivateBroker

pytestmark = pytest.mark.usefixtures("postgres_server")  # counted, test by test
SERVICES = ("intake", "referral", "reporting")
CANARY = "kanaria-hanako"  # reads the same in every encoding
REPAIR_SECONDS = 60


class City(Deployed):
    """A deployed town with a broker that may die, and all lines it was ever given."""

    def __init__(self, broker, databases, fresh_database, folder):
        super().__init__(broker.url, databases, folder)
        self.broker, self.fresh_database, self.lines = broker, fresh_database, []
        self.environment |= {"TSUNAGU_LOG_LEVEL": "DEBUG", "TSUNAGU_SERVICES": ",".join(SERVICES)}

    def people(self, persons):
        """A file of past records of people nobody here has met."""
        lines = Writer(SEED + len(self.lines), persons).lines()
        self.lines += lines
        return write_file(self.folder / f"history-{len(self.lines)}.jsonl", lines)

    def importing(self, file):
        """An import that goes on while the test does something; reporting need not answer it."""
        return subprocess.Popen(
            [*TSUNAGU, "import", str(file)],
            cwd=ROOT,
            env=self.environment | {"TSUNAGU_SERVICES": "intake,referral"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def supervise(self):
        """Start again whoever ends, for ever, as the supervisor of a real town does."""
        while True:
            sleep(0.2)
            for name, process in list(self.processes.items()):
                if process.poll() is not None:
                    with suppress(AssertionError):  # its broker is away: at the next turn
                        self.start(name)

    def queue(self, action):
        """Do something to the queue of reporting."""
        with Connection(self.amqp_url) as connection:
            return action(Queue("reporting.facts")(connection.channel()))

    def waiting(self):
        return self.queue(lambda q: q.queue_declare(passive=True).message_count)

    def settled(self):
        """Nobody has anything left to ask a source for."""
        return not any(lag.get("error") or lag["behind"] for lag in self.json("lag"))

    def check(self):
        """The figures are those of a count by hand over every line; every proof holds."""
        for year in (2017, 2018):
            table = self.report("consultation_table", fiscal_year=year)
            expected = model.consultation_table(model.known_lines(self.lines), year)
            assert {key: table[key] for key in expected} == expected
        assert self.json("verify")["violations"] == []


@pytest.fixture(scope="module")
def server(request):
    found = request.getfixturevalue("_postgres")
    if found is None:
        pytest.skip("no PostgreSQL")
    return found


@pytest.fixture(scope="module")
def city(server, tmp_path_factory):
    try:
        broker = PrivateBroker()
    except NotInstalled as missing:
        pytest.skip(str(missing))
    with ExitStack() as stack:
        stack.callback(broker.discard)
        broker.start()
        databases = {name: stack.enter_context(server.database()) for name in SERVICES}
        fresh = stack.enter_context(server.database())
        town = City(broker, databases, fresh, tmp_path_factory.mktemp("city"))
        stack.callback(town.close)
        town.start(*SERVICES)
        supervisor = spawn(town.supervise)
        yield town
        supervisor.kill()


def test_a_queue_purged_while_facts_wait_in_it_is_repaired(city):
    eventually(city.settled, REPAIR_SECONDS)  # else it asks for everything anyway
    reporting = city.processes["reporting"]
    os.kill(reporting.pid, signal.SIGSTOP)  # a slow consumer: its prefetch fills, the rest waits
    try:
        client = city.importing(city.people(300))
        eventually(city.waiting, REPAIR_SECONDS)  # its prefetch fills first
        assert city.queue(lambda q: q.purge()) > 0
    finally:
        os.kill(reporting.pid, signal.SIGCONT)
    assert client.wait(REPAIR_SECONDS) == 0
    city.check()


def test_a_queue_deleted_while_facts_flow_is_made_again_and_its_facts_asked_for(city):
    client = city.importing(city.people(100))
    for _ in range(3):
        eventually(lambda: city.queue(lambda q: q.delete()) is not None)
        eventually(lambda: city.waiting() is not None)
    assert client.wait(REPAIR_SECONDS) == 0
    city.check()


def test_a_broker_killed_in_mid_import_and_started_again_has_lost_nothing(city):
    file = city.people(100)
    client = city.importing(file)
    log_before = city.json("lag")[0]["log"]
    eventually(lambda: city.json("lag")[0]["log"] > log_before, REPAIR_SECONDS)
    city.broker.kill()
    client.kill()
    client.wait()
    city.broker.start()
    assert eventually(lambda: city.json("import", file), REPAIR_SECONDS)["refused"] == []
    city.check()


def test_a_subscriber_started_afterwards_catches_up_from_history_by_itself(city):
    city.json("import", city.people(50))
    city.stop("reporting")
    city.queue(lambda q: q.delete())
    city.databases["reporting"] = city.fresh_database
    city.start("reporting")
    city.check()


FOREIGN = {
    "cut off": (f'{{"id": "{CANARY}'.encode(), "application/json"),
    "not a fact": (json.dumps({"name": CANARY}).encode(), "application/json"),
    "not UTF-8": (f'"{CANARY} 花子"'.encode("shift_jis"), "application/json"),
    "pickled": (pickle.dumps(CANARY), "application/x-python-serialize"),
    "without a content type": (json.dumps({"id": CANARY}).encode(), None),
    "not a number": (f'{{"id": "{CANARY}", "position": NaN}}'.encode(), "application/json"),
    "too deep": (b"[" * 50_000 + CANARY.encode(), "application/json"),
}


def test_a_foreign_message_is_parked_with_its_reason_and_never_logged(city):
    with Connection(city.amqp_url) as connection:
        for body, content_type in FOREIGN.values():
            message = connection.default_channel.prepare_message(body, content_type=content_type)
            connection.default_channel.basic_publish(message, "intake.events", "by.hand")

    def parked():
        return [row for row in city.json("parked", "list") if row["service"] == "reporting"]

    eventually(lambda: len(parked()) == len(FOREIGN))
    assert all(row["reason"] and row["id"].startswith("foreign-") for row in parked())
    city.json("import", city.people(10))  # all others flow on
    found = city.json("verify", code=1)
    assert {v["code"] for v in found["violations"]} == {"fact_parked"}
    logs = [*city.folder.glob("*.log"), *(city.broker.folder / "log").glob("*")]
    told = "".join(path.read_text(errors="replace") for path in logs) + json.dumps(found)
    assert "foreign message parked" in told
    assert CANARY not in told
    caller = Caller(city.amqp_url)
    for row in city.json("parked", "list"):
        caller.call(row["service"], "parked_discard", id=row["id"])
    caller.close()
    city.check()
