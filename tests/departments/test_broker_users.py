"""On a real RabbitMQ with the users that operators make: what the broker itself refuses, and
what it lets pass that intake then refuses."""

import json

import amqp
import eventlet
import pytest
import sqlalchemy as sa

from services.intake import reference
from services.intake.accepting import signal_id_of
from services.intake.definition import DEFINITION
from services.intake.readmodels_signals import signal_list
from tests.departments.city_broker import CityBroker, connected, make_secrets
from tests.town import ROOT
from tsunagu.private_servers import NotInstalled
from tsunagu.runtime import Runtime
from tsunagu.testing import eventually

AccessRefused, NotAllowed, PreconditionFailed = (
    amqp.exceptions.AccessRefused,
    amqp.exceptions.NotAllowed,
    amqp.exceptions.PreconditionFailed,
)


class Intake:
    """Intake on that broker, taking in what comes."""

    def __init__(self, broker, folder):
        self.broker = broker
        self.runtime = Runtime(
            DEFINITION,
            amqp_url=broker.url_for("intake"),
            database_url=f"sqlite:///{folder}/intake.sqlite",
            key_file=folder / "key",
            city="142166",
        )
        self.runtime.open()
        self.incoming = self.runtime.incoming
        self._loop = eventlet.spawn(self.incoming.run)

    def counts(self):
        return self.incoming.taken, self.incoming.refused

    def refused(self):
        """(reason, sender, body) of each that lies among the refused, taken from there."""
        found = []
        connection = self.broker.connection("intake")
        channel = connection.channel()
        while (message := channel.basic_get("signals.refused", no_ack=True)) is not None:
            headers = message.headers
            found.append((headers["x-tsunagu-reason"], headers["x-tsunagu-sender"], message.body))
        connection.collect()
        return found

    def close(self):
        self._loop.kill()
        self.runtime.database.close()


@pytest.fixture(scope="module")
def secrets(tmp_path_factory):
    return make_secrets(tmp_path_factory.mktemp("secrets"))


@pytest.fixture(scope="module")
def broker(secrets):
    try:
        made = CityBroker(secrets)
    except NotInstalled as missing:
        pytest.skip(str(missing))
    made.start()
    yield made
    made.discard()


@pytest.fixture(scope="module")
def intake(broker, tmp_path_factory):
    running = Intake(broker, tmp_path_factory.mktemp("intake"))
    eventually(lambda: _is_consuming(broker))
    yield running
    running.close()


def _is_consuming(broker):
    connection = broker.connection("intake")
    try:
        found = connection.channel().queue_declare("intake.signals", passive=True)
        return found.consumer_count == 1
    finally:
        connection.collect()


@pytest.fixture
def waterworks(broker, intake):
    return broker.department("waterworks")


@pytest.fixture
def settled(intake):
    """Waits until so many more were taken and refused."""
    before = intake.counts()

    def waiting(taken, refused=0):
        expected = (before[0] + taken, before[1] + refused)
        eventually(lambda: intake.counts() == expected)

    return waiting


def known(intake):
    with intake.runtime.store.reading() as connection:
        return set(connection.execute(sa.select(signal_list.c.signal_id)).scalars())


def test_a_department_sends_under_its_own_code(intake, waterworks, settled):
    with waterworks.channel() as channel:
        waterworks.publish(channel, waterworks.event("ok-1"))
    settled(1)
    assert signal_id_of("waterworks", "ok-1") in known(intake)
    assert intake.refused() == []


def test_every_department_of_the_list_has_its_user(broker, intake, secrets, settled):
    codes = sorted(path.name for path in (secrets / "departments").iterdir())
    assert len(codes) == 18
    for code in codes:
        department = broker.department(code)
        with department.channel() as channel:
            department.publish(channel, department.event("first"))
    settled(len(codes))
    assert {signal_id_of(code, "first") for code in codes} <= known(intake)


# -- what the broker refuses ----------------------------------------------------------------------


def publish_with_anothers_key(department, channel):
    department.publish(channel, department.event("x"), key="tax_collection")


def publish_with_a_forged_user(department, channel):
    department.publish(channel, department.event("x"), user_id="department-tax_collection")


def publish_as_a_service(department, channel):
    department.publish(channel, department.event("x"), user_id="intake")


REFUSED_BY_BROKER = {
    "another department's key": (publish_with_anothers_key, AccessRefused),
    "a pattern as key": (lambda d, c: d.publish(c, b"{}", key="#"), AccessRefused),
    "a longer key": (lambda d, c: d.publish(c, b"{}", key="waterworks.x"), AccessRefused),
    "no key": (lambda d, c: d.publish(c, b"{}", key="."), AccessRefused),
    "a forged user_id": (publish_with_a_forged_user, PreconditionFailed),
    "a service's user_id": (publish_as_a_service, PreconditionFailed),
    "write facts": (lambda d, c: d.publish(c, b"{}", exchange="intake.events"), AccessRefused),
    "write to a queue": (
        lambda d, c: d.publish(c, b"{}", key="intake.signals", exchange=""),
        AccessRefused,
    ),
    "write refused ones": (
        lambda d, c: d.publish(c, b"{}", exchange="signals.refused"),
        AccessRefused,
    ),
    "consume": (lambda d, c: c.basic_consume("intake.signals"), AccessRefused),
    "consume refused ones": (lambda d, c: c.basic_consume("signals.refused"), AccessRefused),
    "get": (lambda d, c: c.basic_get("signals.refused"), AccessRefused),
    "declare a queue": (lambda d, c: c.queue_declare("mine"), AccessRefused),
    "declare an exchange": (lambda d, c: c.exchange_declare("mine", "topic"), AccessRefused),
    "bind": (lambda d, c: c.queue_bind("signals.refused", "signals", "#"), AccessRefused),
    "unbind": (lambda d, c: c.queue_unbind("intake.signals", "signals", "#"), AccessRefused),
    "bind exchanges": (
        lambda d, c: c.exchange_bind("signals.refused", "signals", "#"),
        AccessRefused,
    ),
    "purge": (lambda d, c: c.queue_purge("intake.signals"), AccessRefused),
    "delete a queue": (lambda d, c: c.queue_delete("intake.signals"), AccessRefused),
    "delete the exchange": (lambda d, c: c.exchange_delete("signals"), AccessRefused),
}


def answered(channel, attempt, *arguments):
    """Try it, and wait for what the broker says to it."""
    attempt(*arguments)
    channel.connection.drain_events(timeout=2)


@pytest.mark.parametrize("what", REFUSED_BY_BROKER)
def test_the_broker_itself_refuses(intake, waterworks, settled, what):
    attempt, expected = REFUSED_BY_BROKER[what]
    before = known(intake)
    with waterworks.channel() as channel, pytest.raises(expected):
        answered(channel, attempt, waterworks, channel)
    # All goes on as before, for this department too.
    with waterworks.channel() as channel:
        waterworks.publish(channel, waterworks.event(f"after {what}"))
    settled(1)
    assert known(intake) - before == {signal_id_of("waterworks", f"after {what}")}
    assert intake.refused() == []


def test_a_department_is_at_home_in_no_other_virtual_host(broker, intake, waterworks):
    broker.add_vhost_for_nobody("elsewhere")
    elsewhere = waterworks.url.replace("/tsunagu", "/elsewhere")
    with pytest.raises(NotAllowed):
        connected(elsewhere)


def test_nobody_is_a_guest(broker, intake):
    with pytest.raises(AccessRefused):
        connected(f"amqp://guest:guest@127.0.0.1:{broker.port}/tsunagu")


def test_a_wrong_password_does_not_let_in(waterworks):
    with pytest.raises(AccessRefused):
        connected(waterworks.url.replace("@", "x@"))


def test_a_message_too_large_for_anybody_is_refused_by_the_broker(waterworks):
    huge = b'"' + b"x" * (1024 * 1024) + b'"'
    with waterworks.channel() as channel, pytest.raises(PreconditionFailed):
        answered(channel, waterworks.publish, channel, huge)


# -- what intake refuses --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "reason", "sender"),
    [
        ({"user_id": None}, "missing_user_id", ""),
        ({"content_type": "text/plain"}, "wrong_content_type", "department-waterworks"),
    ],
)
def test_what_the_broker_lets_pass_intake_refuses(intake, waterworks, settled, how, reason, sender):
    event, before = waterworks.event("y"), known(intake)
    with waterworks.channel() as channel:
        waterworks.publish(channel, event, **how)
    settled(0, 1)
    ((why, who, body),) = intake.refused()
    assert (why, who) == (reason, sender)
    assert json.loads(body) == event
    assert known(intake) == before


def test_a_department_that_names_another_as_source_is_refused(intake, waterworks, settled):
    forged = waterworks.event("z") | {"source": "/departments/tax_collection"}
    with waterworks.channel() as channel:
        waterworks.publish(channel, forged)
    settled(0, 1)
    assert [why for why, _, _ in intake.refused()] == ["wrong_source"]


def test_what_was_refused_by_us_is_kept_where_departments_cannot_look(intake, waterworks, settled):
    with waterworks.channel() as channel:
        waterworks.publish(channel, b"oops")
    settled(0, 1)
    with waterworks.channel() as channel, pytest.raises(AccessRefused):
        channel.basic_get("signals.refused")
    assert [body for _, _, body in intake.refused()] == [b"oops"]


# -- the users themselves -------------------------------------------------------------------------


def test_running_it_again_changes_no_password(secrets, broker):
    before = {path: path.read_text() for path in secrets.glob("*/*/password")}
    make_secrets(secrets)
    assert {path: path.read_text() for path in secrets.glob("*/*/password")} == before
    for path in secrets.glob("departments/*/*"):
        assert path.stat().st_mode & 0o077 == 0
    for hidden in before.values():
        assert hidden.strip() not in (secrets / "rabbitmq" / "definitions.json").read_text()


def test_every_department_on_the_list_is_a_desk():
    lines = (ROOT / "data" / "departments.csv").read_text().splitlines()[1:]
    assert {line.split(",")[0] for line in lines} <= reference.desks()
