"""The embedded broker, where it differs from stock `memory://`."""

import pytest
from kombu import Connection, Queue

from tsunagu.messaging import memory_transport

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
