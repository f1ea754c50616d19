"""By AMQP to a real RabbitMQ, as a user who may write with its own department's code only."""

import json
from urllib.parse import urlsplit

import amqp
import pytest

from tests.departments.node import department_user
from tsunagu_signals import Away, Client, Settings, Unsettled
from tsunagu_signals.broker import Broker

SIGNAL = {
    "id": "n-1",
    "kind": "water_arrears",
    "noticed_on": "2026-04-20",
    "basis": "encouragement_only",
    "note": "日本",
}


class Exchange:
    """The virtual host as operators set it up: the exchange and a queue behind it."""

    def __init__(self, url):
        at = urlsplit(url)
        self.host, self.vhost = f"{at.hostname}:{at.port}", at.path[1:]
        self.connection = amqp.Connection(
            self.host, userid=at.username, password=at.password, virtual_host=self.vhost
        )
        self.connection.connect()
        self.channel = self.connection.channel()
        self.channel.exchange_declare("signals", "topic", durable=True, auto_delete=False)

    def bind(self):
        self.channel.queue_declare("taken", durable=True, auto_delete=False)
        self.channel.queue_bind("taken", "signals", "#")

    def taken(self):
        found = []
        while (message := self.channel.basic_get("taken", no_ack=True)) is not None:
            found.append(message)
        return found


@pytest.fixture
def exchange(own_vhost):
    made = Exchange(own_vhost)
    made.bind()
    yield made
    made.connection.close()


@pytest.fixture
def waterworks(node, own_vhost, exchange):
    """The address with which waterworks sends."""
    with department_user(node, own_vhost, "waterworks") as url:
        yield url


def test_a_signal_arrives_as_a_cloudevent_that_names_its_user(exchange, waterworks):
    (answer,) = Broker(waterworks, "waterworks").deliver([SIGNAL])
    assert answer.state == "sent"
    (message,) = exchange.taken()
    event = json.loads(message.body)
    assert message.properties["user_id"] == urlsplit(waterworks).username
    assert message.properties["delivery_mode"] == 2
    assert message.properties["content_type"] == "application/cloudevents+json"
    assert message.delivery_info["routing_key"] == "waterworks"
    assert (event["specversion"], event["type"]) == ("1.0", "jp.tsunagu.signal.v1")
    assert (event["source"], event["id"]) == ("/departments/waterworks", "n-1")
    assert event["data"] == {k: v for k, v in SIGNAL.items() if k != "id"}


def test_many_are_confirmed_together_and_each_once_in_order(exchange, waterworks, tmp_path):
    settings = Settings("waterworks", amqp_url=waterworks, spool=tmp_path / "spool")
    with Client(settings=settings) as client:
        answers = client.send_many(SIGNAL | {"id": str(n)} for n in range(1200))
    assert {answer.state for answer in answers} == {"sent"}
    got = [json.loads(message.body)["id"] for message in exchange.taken()]
    assert got == [str(n) for n in range(1200)]


def test_what_is_too_large_for_a_message_is_refused_and_the_others_go(exchange, waterworks):
    person = dict.fromkeys(("name", "kana", "address", "phone", "email"), "あ" * 20000)
    large = SIGNAL | {"id": "large", "basis": "consent", "person": person}
    answers = Broker(waterworks, "waterworks").deliver([large, SIGNAL])
    assert [answer.state for answer in answers] == ["refused", "sent"]
    assert len(exchange.taken()) == 1


def test_the_broker_refuses_another_department_s_key(exchange, waterworks):
    with pytest.raises(Unsettled):
        Broker(waterworks, "tax_collection").deliver([SIGNAL])
    assert exchange.taken() == []


def test_a_wrong_password_is_for_the_staff_to_put_right(exchange, waterworks):
    with pytest.raises(Unsettled):
        Broker(waterworks.replace("secret", "wrong"), "waterworks").deliver([SIGNAL])


def test_where_nobody_takes_them_they_wait(exchange, waterworks, tmp_path):
    exchange.channel.queue_delete("taken")
    settings = Settings("waterworks", amqp_url=waterworks, spool=tmp_path / "spool")
    with Client(settings=settings) as client:
        assert client.send(SIGNAL).state == "waiting"
        exchange.bind()
        assert client.flush().counts == {"sent": 1}
    assert len(exchange.taken()) == 1


def test_a_broker_that_is_not_there_is_away():
    with pytest.raises(Away):
        Broker("amqp://waterworks:secret@127.0.0.1:1/tsunagu", "waterworks").deliver([SIGNAL])


def test_the_way_follows_the_settings(tmp_path):
    rest = {"url": "http://x", "token": "t"}
    assert Settings("waterworks", amqp_url="amqp://x").way == "amqp"
    assert Settings("waterworks", amqp_url="amqp://x", **rest).way == "rest"
    assert Settings("waterworks", amqp_url="amqp://x", via="amqp", **rest).way == "amqp"
