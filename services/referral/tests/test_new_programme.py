"""A programme that answers sheets is heard here because it runs, on either broker and database."""

from contextlib import ExitStack, contextmanager

import pytest
from nameko.containers import ServiceContainer

from services.referral.service import ReferralService
from services.referral.tests.learning import DESK, LearningService
from services.referral.tests.sheets import SENDER
from tsunagu.cli.verify import find_violations
from tsunagu.hosting import runtime
from tsunagu.hosting.level import wait_until_level
from tsunagu.hosting.source_discovery import SourceDiscovery
from tsunagu.messaging import memory_transport
from tsunagu.messaging.rpc import Caller
from tsunagu.process.ids import new_id
from tsunagu.testing import eventually

INSTALLED = ["learning", "referral"]


class Town:
    """Two services of one town, each with its own database; either may rest."""

    def __init__(self, amqp_url, databases, folder):
        self.services = INSTALLED
        self.containers = {}
        self.caller = Caller(amqp_url)
        self.config = {"AMQP_URI": amqp_url, "serializer": "json", "max_workers": 10}
        self.config["TSUNAGU"] = {
            "databases": databases,
            "key_file": str(folder / "master.key"),
            "city": "142166",
            "services": INSTALLED,
            "exclusive": True,
        }

    def start(self, *services):
        for service in services:
            container = self.containers[service.name] = ServiceContainer(service, self.config)
            container.start()

    def stop(self, *names):
        for name in names:
            self.containers.pop(name).stop()

    def call(self, service, method, timeout=60.0, **arguments):
        return self.caller.call(service, method, timeout=timeout, **arguments)

    def wait_until_level(self, timeout=60.0):
        wait_until_level(self.call, [*self.containers], timeout)

    def refer(self):
        asked = {"by": SENDER, "to": DESK, "person_id": new_id(), "issues": ["debt"]}
        asked |= {"basis": "conference", "despite_capacity": True, "sheet": {"name": "座間 太郎"}}
        return self.call("referral", "refer", **asked)["referral_id"]

    def accept(self, referral_id):
        self.call("learning", "answer_sheet", by=DESK, state="accepted", referral_id=referral_id)

    def state(self, referral_id):
        return self.call("referral", "get_referral", id=referral_id)["state"]

    def find_codes(self):
        """(service, code, subject) of all that `verify` finds."""
        found = find_violations(self, lambda *_: None)
        return [(one["service"], one["code"], one["subject"]) for one in found]


@contextmanager
def opened(amqp_url, databases, folder):
    town = Town(amqp_url, databases, folder)
    try:
        yield town
    finally:
        town.stop(*town.containers)
        town.caller.close()


@pytest.fixture(params=["embedded", "real"])
def town(request, tmp_path):
    with ExitStack() as stack:
        if request.param == "embedded":
            databases = {name: f"sqlite:///{tmp_path / name}.sqlite" for name in INSTALLED}
            stack.callback(memory_transport.drop_broker, tmp_path.name)
            url = f"{memory_transport.SCHEME}://{tmp_path.name}/"
        else:
            url, server = (
                request.getfixturevalue("amqp_url"),
                request.getfixturevalue("postgres_server"),
            )
            databases = {name: stack.enter_context(server.database()) for name in INSTALLED}
        yield stack.enter_context(opened(url, databases, tmp_path))


def test_its_answers_move_the_sheet_and_nobody_wrote_its_name_down(town):
    town.start(ReferralService, LearningService)
    town.wait_until_level()
    sheet = town.refer()
    town.wait_until_level()
    town.accept(sheet)
    town.wait_until_level()
    assert town.state(sheet) == "accepted"
    assert town.find_codes() == []


def test_what_it_answered_before_it_was_known_is_taken_from_the_first_on(town):
    town.start(ReferralService)
    sheet = town.refer()
    town.start(LearningService)
    eventually(lambda: town.call("learning", "list_sheets")["sheets"], 60)
    town.accept(sheet)
    town.wait_until_level()
    eventually(lambda: town.state(sheet) == "accepted", 60)


def test_one_that_rests_is_followed_from_the_next_start_on(town):
    town.start(ReferralService, LearningService)
    town.wait_until_level()
    sheet = town.refer()
    town.wait_until_level()
    town.stop("referral")
    town.accept(sheet)
    town.stop("learning")
    town.start(ReferralService)
    assert town.call("referral", "about")["follows"] == ["learning"]
    told = [code for service, code, about in town.find_codes() if about == "learning"]
    assert set(told) & {"source_silent", "source_never_heard"}
    town.start(LearningService)
    eventually(lambda: town.state(sheet) == "accepted", 60)


def test_one_that_never_said_anything_is_named(town):
    town.start(ReferralService)
    assert town.call("referral", "lag")["unheard"] == ["learning"]
    assert ("referral", "source_never_heard", "learning") in town.find_codes()


def test_one_that_is_not_followed_is_named(town, monkeypatch):
    monkeypatch.setattr(SourceDiscovery, "ask", lambda self: self.unheard.clear())
    town.start(ReferralService, LearningService)
    assert ("referral", "source_not_followed", "learning") in town.find_codes()


def test_one_whose_messages_no_longer_arrive_is_asked_itself(town, monkeypatch):
    """Its binding is lost: nothing ever comes, and nothing would tell."""
    monkeypatch.setattr(runtime.Subscription, "_bind", lambda self, *_: self._unbound.clear())
    monkeypatch.setattr("tsunagu.messaging.subscription.SILENCE_SECONDS", 1.0)
    town.start(ReferralService, LearningService)
    sheet = town.refer()
    eventually(lambda: town.call("learning", "list_sheets")["sheets"], 60)
    town.accept(sheet)
    eventually(lambda: town.state(sheet) == "accepted", 60)
