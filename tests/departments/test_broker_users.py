"""On a real RabbitMQ with the users that operators make: what the broker itself refuses, and
what it lets pass that intake then refuses."""

import json

import amqp
import pytest

from services.intake import reference
from services.intake.commands.signal_intake import signal_id_of
from tests.departments.city_broker import connected, make_secrets
from tests.town import ROOT
from tsunagu_signals import Unsettled
from tsunagu_signals.broker import Broker

AccessRefused, NotAllowed, PreconditionFailed = (
    amqp.exceptions.AccessRefused,
    amqp.exceptions.NotAllowed,
    amqp.exceptions.PreconditionFailed,
)


@pytest.fixture
def waterworks(city):
    return city.broker.department("waterworks")


@pytest.fixture
def settled(city):
    """Waits until so many more were taken and refused."""
    before = city.counts()
    return lambda taken, refused=0: city.until_counted(before, taken, refused)


def test_a_department_sends_under_its_own_code(city, waterworks, settled):
    with waterworks.channel() as channel:
        waterworks.publish(channel, waterworks.event("ok-1"))
    settled(1)
    assert signal_id_of("waterworks", "ok-1") in city.known()
    assert city.refused() == []


def test_every_department_of_the_list_has_its_user(city, settled):
    codes = sorted(path.name for path in (city.secrets / "departments").iterdir())
    assert len(codes) == 18
    for code in codes:
        department = city.broker.department(code)
        with department.channel() as channel:
            department.publish(channel, department.event("first"))
    settled(len(codes))
    assert {signal_id_of(code, "first") for code in codes} <= city.known()


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
def test_the_broker_itself_refuses(city, waterworks, settled, what):
    attempt, expected = REFUSED_BY_BROKER[what]
    before = city.known()
    with waterworks.channel() as channel, pytest.raises(expected):
        answered(channel, attempt, waterworks, channel)
    # All goes on as before, for this department too.
    with waterworks.channel() as channel:
        waterworks.publish(channel, waterworks.event(f"after {what}"))
    settled(1)
    assert city.known() - before == {signal_id_of("waterworks", f"after {what}")}
    assert city.refused() == []


def test_a_department_is_at_home_in_no_other_virtual_host(city, waterworks):
    city.broker.add_vhost_for_nobody("elsewhere")
    elsewhere = waterworks.url.replace("/tsunagu", "/elsewhere")
    with pytest.raises(NotAllowed):
        connected(elsewhere)


def test_nobody_is_a_guest(city):
    with pytest.raises(AccessRefused):
        connected(f"amqp://guest:guest@127.0.0.1:{city.broker.port}/tsunagu")


def test_a_wrong_password_does_not_let_in(waterworks):
    with pytest.raises(AccessRefused):
        connected(waterworks.url.replace("@", "x@"))


def test_a_message_too_large_for_anybody_is_refused_by_the_broker(waterworks):
    huge = b'"' + b"x" * (1024 * 1024) + b'"'
    with waterworks.channel() as channel, pytest.raises(PreconditionFailed):
        answered(channel, waterworks.publish, channel, huge)


def test_the_door_for_departments_is_encrypted_and_shows_the_city_s_certificate(
    city, waterworks, settled
):
    door = waterworks.url.replace(f":{city.broker.port}/", f":{city.broker.tls_port}/")
    door = door.replace("amqp://", "amqps://")
    authority = str(city.broker.folder / "ca.pem")
    sending = Broker(door, "waterworks", ca_file=authority)
    signal = {"id": "by tls", "kind": "water_arrears", "noticed_on": "2026-04-20"}
    (answer,) = sending.deliver([signal | {"basis": "encouragement_only"}])
    sending.close()
    assert answer.state == "sent"
    settled(1)
    assert signal_id_of("waterworks", "by tls") in city.known()
    with pytest.raises(Unsettled):  # to whom the authority is a stranger
        Broker(door, "waterworks").deliver([signal])
    elsewhere = door.replace("127.0.0.1", "localhost")
    with pytest.raises(Unsettled):  # the certificate is another machine's
        Broker(elsewhere, "waterworks", ca_file=authority).deliver([signal])


# -- what intake refuses --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "reason", "sender"),
    [
        ({"user_id": None}, "missing_user_id", ""),
        ({"content_type": "text/plain"}, "wrong_content_type", "department-waterworks"),
    ],
)
def test_what_the_broker_lets_pass_intake_refuses(city, waterworks, settled, how, reason, sender):
    event, before = waterworks.event("y"), city.known()
    with waterworks.channel() as channel:
        waterworks.publish(channel, event, **how)
    settled(0, 1)
    ((why, who, body),) = city.refused()
    assert (why, who) == (reason, sender)
    assert json.loads(body) == event
    assert city.known() == before


def test_a_department_that_names_another_as_source_is_refused(city, waterworks, settled):
    forged = waterworks.event("z") | {"source": "/departments/tax_collection"}
    with waterworks.channel() as channel:
        waterworks.publish(channel, forged)
    settled(0, 1)
    assert [why for why, _, _ in city.refused()] == ["wrong_source"]


def test_what_was_refused_by_us_is_kept_where_departments_cannot_look(city, waterworks, settled):
    with waterworks.channel() as channel:
        waterworks.publish(channel, b"oops")
    settled(0, 1)
    with waterworks.channel() as channel, pytest.raises(AccessRefused):
        channel.basic_get("signals.refused")
    assert [body for _, _, body in city.refused()] == [b"oops"]


# -- the users themselves -------------------------------------------------------------------------


def test_running_it_again_changes_no_password(city):
    before = {path: path.read_text() for path in city.secrets.glob("*/*/password")}
    make_secrets(city.secrets)
    assert {path: path.read_text() for path in city.secrets.glob("*/*/password")} == before
    for path in city.secrets.glob("departments/*/*"):
        assert path.stat().st_mode & 0o077 == 0
    for hidden in before.values():
        assert hidden.strip() not in (city.secrets / "rabbitmq" / "definitions.json").read_text()


def test_every_department_on_the_list_is_a_desk():
    lines = (ROOT / "data" / "departments.csv").read_text().splitlines()[1:]
    assert {line.split(",")[0] for line in lines} <= reference.desks()


def test_operators_see_who_was_refused_and_why_and_never_what(city, waterworks, settled):
    secret = waterworks.event("x-1", note="カナリア松子") | {"specversion": "0.3"}
    with waterworks.channel() as channel:
        waterworks.publish(channel, secret)
    settled(0, 1)
    told = city.town.json("refused", "list")["intake"]
    assert told["waiting"] == 1
    ((message,),) = (told["messages"],)
    assert (message["reason"], message["sender"]) == (
        "not_cloudevents_1_0",
        "department-waterworks",
    )
    assert "松子" not in city.town.cli("refused", "list").stdout
    assert city.town.json("refused", "retry") == {"intake": {"taken": 0, "still_refused": 1}}
    assert len(city.refused()) == 1
