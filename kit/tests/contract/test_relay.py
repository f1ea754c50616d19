"""The relay's promises, in both ways of running."""

from __future__ import annotations

import time
from contextlib import contextmanager

import pytest
from kombu import Connection, Queue

from kit.tests.contract.source import Box
from tsunagu.contracts.facts import HEAD_TYPE, parse_fact, parse_strict_json
from tsunagu.log import checkpoints
from tsunagu.log.event_log import head
from tsunagu.messaging import relay as relay_module
from tsunagu.messaging.publisher import events_exchange
from tsunagu.messaging.relay import READER
from tsunagu.process.concurrency import sleep
from tsunagu.testing import eventually


@contextmanager
def listening(world, **arguments):
    """A queue on the source's exchange; yields a function that takes all there is."""
    with Connection(world.amqp_url) as connection:
        channel = connection.channel()
        queue = Queue("ear", events_exchange("source"), routing_key="#", **arguments)(channel)
        queue.declare()

        def take():
            messages = []
            while (message := queue.get(no_ack=True)) is not None:
                messages.append(message)
            return messages

        yield take


def body(message):
    return message.body if isinstance(message.body, bytes) else message.body.encode()


def facts_in(messages):
    return [parse_fact(b) for b in map(body, messages) if parse_strict_json(b)["type"] != HEAD_TYPE]


def published_up_to(world):
    with world.source.store.reading() as connection:
        return checkpoints.position(connection, READER, "source")


def all_published(world):
    with world.source.store.reading() as connection:
        newest = head(connection)
    return published_up_to(world) == newest


def test_facts_are_published_in_order_each_naming_the_one_before(world):
    with listening(world) as take:
        for n in range(30):
            world.open_box(f"b{n}")
            with world.source.store.work() as work:  # private events lie between the facts
                work.load(Box, f"b{n}").count(n)
        world.run(world.new_relay().run)
        eventually(lambda: all_published(world))
        facts = facts_in(take())
    assert [f.stream for f in facts] == [f"box-b{n}" for n in range(30)]
    assert [f.position for f in facts] == list(range(1, 60, 2))
    assert [f.previous for f in facts] == [0, *(f.position for f in facts[:-1])]


def test_more_than_one_batch_arrives_whole(world, monkeypatch):
    monkeypatch.setattr(relay_module, "BATCH", 20)
    with listening(world) as take:
        for n in range(90):
            world.open_box(f"b{n}")
        world.run(world.new_relay().run)
        eventually(lambda: all_published(world))
        assert [f.position for f in facts_in(take())] == list(range(1, 91))


def test_private_events_and_personal_fields_never_leave(world):
    with listening(world) as take:
        world.open_box("b", note="座間カナリア")
        with world.source.store.work() as work:
            work.load(Box, "b").count(1)
        world.run(world.new_relay().run)
        eventually(lambda: all_published(world))
        messages = take()
    assert [f.type for f in facts_in(messages)] == ["source.opened"]
    assert set(facts_in(messages)[0].data) == {"person_id", "on", "label"}
    assert not any("カナリア" in str(m.body) or "カナリア".encode() in body(m) for m in messages)


def test_an_append_wakes_the_relay_at_once(world, monkeypatch):
    monkeypatch.setattr(relay_module, "POLL_SECONDS", 30.0)
    with listening(world) as take:
        relay = world.new_relay()
        world.run(relay.run)
        eventually(lambda: relay._announced_at)
        world.open_box("b")
        eventually(lambda: all_published(world), timeout=15)
        assert len(facts_in(take())) == 1


def test_without_a_subscriber_messages_are_counted_as_unroutable_and_it_goes_on(world):
    relay = world.new_relay()
    for n in range(3):
        world.open_box(f"b{n}")
    world.run(relay.run)
    eventually(lambda: all_published(world))
    if world.is_real:  # the embedded broker returns nothing; the feed makes up for it there
        assert relay.unroutable == 3


def test_messages_are_persistent_json(world):
    with listening(world) as take:
        world.open_box("b")
        world.run(world.new_relay().run)
        eventually(lambda: all_published(world))
        message = next(m for m in take() if facts_in([m]))
    assert message.properties["delivery_mode"] == 2
    assert message.content_type == "application/json"


def test_the_head_is_announced_when_there_is_nothing_to_publish(world):
    with listening(world) as take:
        world.open_box("b")
        world.run(world.new_relay().run)
        eventually(lambda: all_published(world))
        announced = eventually(
            lambda: [m for m in map(decoded, take()) if m["type"] == HEAD_TYPE], every=0.3
        )
    assert announced[-1]["position"] == 1
    assert announced[-1]["source"] == "/cities/142166/source"


def decoded(message):
    return parse_strict_json(message.body)


def test_what_the_broker_refuses_is_not_counted_as_published(world):
    if not world.is_real:
        pytest.skip("the embedded broker never refuses")
    small = {"x-max-length": 5, "x-overflow": "reject-publish"}
    with listening(world, queue_arguments=small) as take:
        for n in range(12):
            world.open_box(f"b{n}")
        relay = world.new_relay()
        world.run(relay.run)
        eventually(lambda: relay.error == "NotConfirmed")
        assert published_up_to(world) == 0
        got = set()

        def drained():
            got.update(f.position for f in facts_in(take()))
            return all_published(world)

        relay_module.BATCH, before = 4, relay_module.BATCH
        try:
            eventually(drained, every=0.05)
        finally:
            relay_module.BATCH = before
        got.update(f.position for f in facts_in(take()))
    assert got == set(range(1, 13))


def test_of_two_relays_one_publishes_and_the_other_takes_over_when_it_dies(world, monkeypatch):
    monkeypatch.setattr(relay_module, "LEASE_SECONDS", 1.0)
    with listening(world) as take:
        first, second = world.new_relay(), world.new_relay()
        working = world.run(first.run)
        eventually(lambda: first._announced_at)
        world.run(second.run)
        for n in range(10):
            world.open_box(f"b{n}")
        eventually(lambda: all_published(world))
        assert second._publisher is None
        working.kill()  # no farewell: the lease stays in the table until it runs out
        for n in range(10, 20):
            world.open_box(f"b{n}")
        eventually(lambda: all_published(world))
        assert [f.position for f in facts_in(take())] == list(range(1, 21))


def test_a_relay_that_said_farewell_is_followed_at_once(world):
    first, second = world.new_relay(), world.new_relay()
    working = world.run(first.run)
    eventually(lambda: first._announced_at)
    working.kill()
    first.release()
    world.run(second.run)
    world.open_box("b")
    eventually(lambda: all_published(world), timeout=5)


def test_a_hanging_publisher_is_ended_and_starts_anew(world, monkeypatch, request):
    if not world.is_real:
        pytest.skip("nothing can stall inside one process")
    private = request.getfixturevalue("rabbitmq_server").private
    if private is None:
        pytest.skip("only a private broker may be stopped in its tracks")
    monkeypatch.setattr(relay_module, "TURN_SECONDS", 1.0)
    with listening(world) as take:
        relay = world.new_relay()
        world.run(relay.run)
        eventually(lambda: relay._announced_at)
        private.pause()
        try:
            for n in range(5):
                world.open_box(f"b{n}")
            eventually(lambda: relay.error, timeout=8)
            beats = []
            for _ in range(10):  # meanwhile the process lives
                sleep(0.02)
                beats.append(time.monotonic())
            assert beats[-1] - beats[0] < 5
        finally:
            private.resume()
        eventually(lambda: all_published(world))
        assert {f.position for f in facts_in(take())} == set(range(1, 6))


def test_a_lost_checkpoint_repeats_and_never_omits(world):
    with listening(world) as take:
        for n in range(4):
            world.open_box(f"b{n}")
        relay = world.new_relay()
        working = world.run(relay.run)
        eventually(lambda: all_published(world))
        working.kill()
        relay.release()
        with world.source.store.database.writing() as connection:
            checkpoints.move(connection, READER, "source", 2)
        world.run(world.new_relay().run)
        eventually(lambda: all_published(world))
        facts = facts_in(take())
    assert [f.position for f in facts] == [1, 2, 3, 4, 3, 4]
    assert [f.previous for f in facts] == [0, 1, 2, 3, 2, 3]
