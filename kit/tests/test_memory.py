"""The embedded broker, where it differs from stock `memory://`."""

import pytest
from kombu import Connection, Queue
from kombu.exceptions import ChannelError

from tsunagu.messaging import memory_transport
from tsunagu.process.concurrency import sleep, spawn

PREFETCH = 10


@pytest.fixture
def opened(tmp_path):
    url = f"{memory_transport.SCHEME}://{tmp_path.name}/"
    with Connection(url) as connection:
        channel = connection.channel()
        Queue("facts")(channel).declare()
        channel.basic_qos(0, PREFETCH, False)
        yield connection, channel
    memory_transport.drop_broker(tmp_path.name)


def test_one_ack_of_several_messages_frees_the_whole_prefetch(opened):
    connection, channel = opened
    got = []
    for number in range(3 * PREFETCH):
        channel.basic_publish(channel.prepare_message(str(number)), "", "facts")
    channel.basic_consume("facts", no_ack=False, callback=got.append, consumer_tag="c")
    for turn in range(1, 4):
        while len(got) < turn * PREFETCH:
            connection.drain_events(timeout=1)
        with pytest.raises(TimeoutError):  # the prefetch is used up
            connection.drain_events(timeout=0.01)
        channel.basic_ack(got[-1].delivery_tag, multiple=True)
    assert [int(message.body) for message in got] == list(range(3 * PREFETCH))


def test_an_ack_lets_a_consumer_go_on_that_waits_with_its_prefetch_used_up(opened):
    connection, channel = opened
    got = []
    for number in range(PREFETCH + 1):
        channel.basic_publish(channel.prepare_message(str(number)), "", "facts")
    channel.basic_consume("facts", no_ack=False, callback=got.append, consumer_tag="c")
    for _ in range(PREFETCH):
        connection.drain_events(timeout=1)
    wakes = []
    waiting = spawn(lambda: wakes.append(connection.drain_events(timeout=60)))
    sleep(0.05)
    (consumer,) = channel._broker.waiting["facts"]
    channel.basic_ack(got[0].delivery_tag)
    assert consumer.is_set()
    waiting.wait()
    assert len(got) == PREFETCH + 1


def test_what_must_arrive_and_has_nowhere_to_go_is_given_back(opened):
    stock, _ = opened
    options = {"confirm_publish": True}
    channel = Connection(stock.as_uri(), transport_options=options).channel()
    channel.exchange_declare("calls", type="topic")
    Queue("served", routing_key="served.*", auto_delete=True)(channel).declare()
    channel.queue_bind("served", "calls", "served.*")
    message = channel.prepare_message("x")
    channel.basic_publish(message, "calls", "served.one", mandatory=True)
    with pytest.raises(ChannelError, match="NO_ROUTE"):
        channel.basic_publish(message, "calls", "other.one", mandatory=True)


def test_a_queue_ends_with_its_last_consumer_where_it_is_declared_so(opened):
    stock, _ = opened
    connection = Connection(stock.as_uri(), transport_options={"confirm_publish": True})
    channel = connection.channel()
    channel.exchange_declare("calls", type="topic")
    channel.queue_declare("served", auto_delete=True)
    channel.queue_bind("served", "calls", "served.*")
    other = connection.channel()
    channel.basic_consume("served", no_ack=True, callback=print, consumer_tag="one")
    other.basic_consume("served", no_ack=True, callback=print, consumer_tag="two")
    assert channel.queue_declare("served", passive=True).consumer_count == 2
    channel.basic_cancel("one")
    channel.basic_publish(channel.prepare_message("x"), "calls", "served.one", mandatory=True)
    other.close()
    with pytest.raises(ChannelError, match="NOT_FOUND"):
        channel.queue_declare("served", passive=True)
    with pytest.raises(ChannelError, match="NO_ROUTE"):
        channel.basic_publish(channel.prepare_message("x"), "calls", "served.one", mandatory=True)
    assert channel.queue_declare("facts", passive=True).consumer_count == 0
