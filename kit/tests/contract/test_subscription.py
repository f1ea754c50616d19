"""The subscription's promises, in both ways of running: everything, once, in order."""

from __future__ import annotations

import json
import logging
import threading

import pytest
import sqlalchemy as sa

from kit.tests.contract import watcher as watcher_service
from kit.tests.contract.watcher import trouble
from tsunagu.contracts.facts import parse_fact
from tsunagu.domain.errors import NotFound
from tsunagu.log import event_log
from tsunagu.log.failpoints import acting_at
from tsunagu.messaging import fact_processor, parking
from tsunagu.messaging.parking import ReceivedFact
from tsunagu.process.concurrency import sleep, spawn
from tsunagu.testing import eventually

CANARY = "カナリア花子"


def ids(n):
    return [(f"box-b{i}/1", f"label {i}") for i in range(n)]


def open_boxes(world, n, first=0):
    for i in range(first, first + n):
        world.open_box(f"b{i}", f"label {i}")


def appended_by_watcher(world):
    with world.watcher.store.reading() as connection:
        return event_log.read_head(connection)


# -- the ordinary course ------------------------------------------------------------------------


def test_every_fact_is_applied_once_in_order_with_what_its_handler_appends(world):
    world.start()
    open_boxes(world, 40)
    world.wait_until_level()
    assert world.applied() == ids(40)
    assert appended_by_watcher(world) == 40


def test_who_starts_later_catches_up_from_history_by_itself(world):
    open_boxes(world, 25)
    world.start()
    world.wait_until_level()
    assert world.applied() == ids(25)


def test_a_second_start_applies_nothing_again(world):
    world.start()
    open_boxes(world, 10)
    world.wait_until_level()
    for greenlet in world._running:
        greenlet.kill()
    open_boxes(world, 5, first=10)
    world.subscription = world.new_subscription()
    world.start()
    world.wait_until_level()
    assert world.applied() == ids(15)


def test_messages_that_come_twice_or_late_change_nothing(world):
    world.start()
    open_boxes(world, 5)
    world.wait_until_level()
    for body in [*world.facts(), *reversed(world.facts())]:
        world.publish(body)
    open_boxes(world, 1, first=5)
    world.wait_until_level()
    assert world.applied() == ids(6)


# -- several replicas ---------------------------------------------------------------------------


def receive(world):
    return [ReceivedFact(parse_fact(body), body) for body in world.facts()]


def test_what_another_replica_has_taken_is_not_taken_again(world):
    """Both had read the checkpoint before either took anything."""
    first, second = world.subscription.processor, world.new_subscription().processor
    assert first.checkpoints() == second.checkpoints() == {"source": 0}
    open_boxes(world, 4)
    first.apply(receive(world)[:3], [])
    second.apply(receive(world), [])
    first.apply(receive(world)[:2], [])
    assert world.applied() == ids(4)
    restarted = world.new_subscription().processor
    assert second.checkpoints() == restarted.checkpoints() == {"source": 4}


def test_two_replicas_that_take_the_same_facts_together_take_them_once(world):
    """Nothing was ever taken yet, so there is no checkpoint to wait for."""
    processors = [world.new_subscription().processor for _ in range(3)]
    assert all(one.checkpoints() == {"source": 0} for one in processors)
    open_boxes(world, 4)
    with acting_at("subscription.before_begin", threading.Barrier(3).wait):
        for one in [spawn(one.apply, receive(world), []) for one in processors]:
            one.wait()
    assert world.applied() == ids(4)


def test_a_replica_that_gives_up_on_a_fact_takes_the_checkpoint_not_back(world, monkeypatch):
    """While it tried, another replica took that fact and more."""
    slow, quick = world.subscription.processor, world.new_subscription().processor
    assert slow.checkpoints() == quick.checkpoints() == {"source": 0}
    open_boxes(world, 4)
    trouble.bad = {"label 1"}

    def meanwhile(_seconds):
        trouble.bad = set()
        quick.apply(receive(world), [])
        trouble.bad = {"label 1"}

    monkeypatch.setattr(fact_processor, "sleep", meanwhile)
    slow.apply(receive(world)[:2], [])
    assert world.applied() == ids(4)
    assert world.parked() == []
    assert world.new_subscription().processor.checkpoints() == {"source": 4}


def test_a_parked_fact_that_two_try_again_together_is_applied_once(world):
    trouble.bad = {"bad"}
    world.open_box("a", "bad")
    processor = world.subscription.processor
    processor.apply(receive(world), [])
    [parked] = world.parked()
    trouble.bad = set()
    with acting_at("parked.before_retry", threading.Barrier(3).wait):
        for one in [spawn(processor.retry, parked["id"]) for _ in range(3)]:
            one.wait()
    assert world.applied() == [("box-a/1", "bad")]


# -- what is lost comes back --------------------------------------------------------------------


def test_a_message_lost_on_the_way_is_asked_for_before_the_next_is_applied(world):
    world.run(world.subscription.run)
    eventually(lambda: not world.subscription.behind)
    open_boxes(world, 4)
    world.publish(world.facts()[3])  # 1 to 3 never come
    eventually(lambda: len(world.applied()) == 4)
    assert world.applied() == ids(4)


def test_a_lost_last_message_is_noticed_by_the_announced_head(world):
    world.start()
    open_boxes(world, 1)
    world.queue(lambda queue: queue.purge())
    world.wait_until_level()
    assert world.applied() == ids(1)


def test_a_purged_queue_repairs_itself(world):
    world.start()
    for round in range(5):
        open_boxes(world, 10, first=10 * round)
        world.queue(lambda queue: queue.purge())
    world.wait_until_level()
    assert world.applied() == ids(50)


def test_a_deleted_queue_is_made_again_and_its_facts_asked_for(world):
    if not world.is_real:
        pytest.skip("the embedded broker's queues belong to the process")
    world.start()
    open_boxes(world, 10)
    world.wait_until_level()
    world.queue(lambda queue: queue.delete())
    open_boxes(world, 10, first=10)
    world.wait_until_level()
    assert world.applied() == ids(20)


def test_a_source_that_is_silent_is_asked_again_later(world):
    open_boxes(world, 5)
    world.feed_works = False
    world.run(world.subscription.run)
    sleep(0.5)
    assert world.applied() == []
    world.feed_works = True
    world.wait_until_level()
    assert world.applied() == ids(5)


# -- what cannot be applied ---------------------------------------------------------------------


def test_a_failing_fact_is_parked_and_its_stream_waits_behind_it_while_others_go_on(world):
    trouble.bad = {"bad"}
    world.start()
    world.open_box("a", "bad")
    world.move_box("a", "room 1")
    world.open_box("b", "good")
    world.move_box("b", "room 2")
    world.wait_until_level(20)
    assert world.applied() == [("box-b/1", "good"), ("box-b/2", "room 2")]
    first, second = world.parked()
    assert (first["stream"], first["behind"]) == ("box-a", None)
    assert second["behind"] == first["id"]
    assert "ValueError" in first["reason"]
    assert "bad" not in first["reason"]  # a reason never quotes what it failed on


def test_each_parked_fact_keeps_the_very_bytes_it_came_as(world):
    trouble.bad = {"bad"}
    world.open_box("a", "bad")
    world.move_box("a", "room 1")
    world.open_box("b", "bad")
    world.start()
    world.wait_until_level(20)
    with world.watcher.store.reading() as connection:
        rows = [parking.find_parked(connection, row["id"]) for row in world.parked()]
    kept = [parking.unseal_body(world.watcher.keyring, row) for row in rows]
    assert kept == [fact if isinstance(fact, bytes) else fact.encode() for fact in world.facts()]


def test_retrying_applies_the_parked_fact_and_all_behind_it_in_order(world):
    trouble.bad = {"bad"}
    world.start()
    world.open_box("a", "bad")
    for room in ("1", "2", "3"):
        world.move_box("a", room)
    world.wait_until_level(20)
    first = world.parked()[0]["id"]
    processor = world.subscription.processor

    still_bad = processor.retry(first)
    assert (still_bad["applied"], still_bad["failed"]) == ([], first)

    trouble.forget()
    assert len(processor.retry(first)["applied"]) == 4
    assert [value for _, value in world.applied()] == ["bad", "1", "2", "3"]
    assert world.parked() == []
    world.move_box("a", "4")  # the stream flows again
    world.wait_until_level()
    assert world.applied()[-1] == ("box-a/5", "4")


def test_a_discarded_fact_is_gone_and_the_next_can_be_retried(world):
    trouble.bad = {"bad"}
    world.start()
    world.open_box("a", "bad")
    world.move_box("a", "1")
    world.wait_until_level(20)
    processor = world.subscription.processor
    first, second = (row["id"] for row in world.parked())
    processor.discard(first)
    assert [row["behind"] for row in world.parked()] == [None]  # nothing waits for it any more
    assert processor.retry(second)["applied"] == [second]
    assert world.applied() == [("box-a/2", "1")]
    with pytest.raises(NotFound):
        processor.discard(first)


def test_a_failure_that_passes_leaves_one_effect(world):
    trouble.flaky = {"label 1"}
    world.start()
    open_boxes(world, 3)
    world.wait_until_level(20)
    rows = sorted(world.applied())
    assert rows == ids(3)
    assert appended_by_watcher(world) == 3
    assert world.parked() == []


# -- foreign messages ---------------------------------------------------------------------------

FACT = {"specversion": "1.0", "data": {"note": CANARY}}
FOREIGN = {
    "no json": (f"oops {CANARY}".encode(), {}),
    "no utf-8": (b"\xff\xfe" + CANARY.encode("utf-16"), {}),
    "a key twice": (f'{{"a": 1, "a": "{CANARY}"}}'.encode(), {}),
    "not a number": (f'{{"a": NaN, "b": "{CANARY}"}}'.encode(), {}),
    "deep": (b"[" * 100_000, {}),
    "a list": (json.dumps([CANARY]).encode(), {}),
    "no fact": (json.dumps(FACT).encode(), {}),
    "pickle": (b"\x80\x04" + CANARY.encode(), {"content_type": "application/x-python-serialize"}),
    "text": (CANARY.encode(), {"content_type": "text/plain"}),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_foreign_message_is_parked_with_its_reason_and_never_logged(world, kind, caplog):
    caplog.set_level(logging.DEBUG)
    body, options = FOREIGN[kind]
    world.start()
    world.publish(body, **options)
    eventually(lambda: world.parked())
    open_boxes(world, 1)
    world.wait_until_level()

    (parked,) = world.parked()
    assert parked["id"].startswith("foreign-")
    assert parked["reason"]
    assert world.applied() == ids(1)
    assert CANARY not in caplog.text
    with world.watcher.store.reading() as connection:
        row = parking.find_parked(connection, parked["id"])
    assert parking.unseal_body(world.watcher.keyring, row) == body
    assert CANARY.encode() not in bytes(row["body"])  # sealed where it lies


def test_a_foreign_message_cannot_be_retried_and_can_be_discarded(world):
    world.start()
    world.publish(b"oops")
    eventually(lambda: world.parked())
    (parked,) = world.parked()
    processor = world.subscription.processor
    assert processor.retry(parked["id"]) == {
        "applied": [],
        "failed": parked["id"],
        "reason": "never_was_a_fact",
    }
    processor.discard(parked["id"])
    assert world.parked() == []


def test_a_source_nobody_follows_is_parked(world):
    world.start()
    open_boxes(world, 1)
    world.wait_until_level()
    stranger = json.loads(world.facts()[0])
    stranger["source"] = stranger["source"].replace("source", "stranger")
    world.publish(json.dumps(stranger).encode())
    eventually(lambda: world.parked())
    assert world.applied() == ids(1)


# -- the effect and its checkpoint --------------------------------------------------------------


def test_the_checkpoint_and_the_effects_are_one_transaction(world, monkeypatch):
    from tsunagu.messaging import fact_processor as module

    fails = iter([True])

    def failpoint(name):
        if name == "subscription.before_commit" and next(fails, False):
            raise OSError("cut off just before the commit")

    monkeypatch.setattr(module, "failpoint", failpoint)
    world.start()
    open_boxes(world, 7)
    world.wait_until_level(20)
    assert world.applied() == ids(7)
    with world.watcher.store.reading() as connection:
        table = watcher_service.applied
        assert connection.execute(sa.select(sa.func.count()).select_from(table)).scalar() == 7
