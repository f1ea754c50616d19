"""The harness is honest: the classic bugs of message handling, planted on purpose, are caught.

One scenario holds everything that goes wrong in a week: messages twice, messages lost, a
handler that fails once, a process cut off before its commit. Sound code passes it; each
planted bug must fail it.
"""

from __future__ import annotations

import pytest

from kit.tests.contract.watcher import trouble
from tsunagu.log import checkpoints, event_log
from tsunagu.messaging import fact_processor as applying_module
from tsunagu.messaging.fact_processor import FactProcessor, ReceivedFact
from tsunagu.messaging.publisher import BatchPublisher
from tsunagu.messaging.subscription import Subscription
from tsunagu.testing import eventually

BOXES = 12
EXPECTED = [
    row
    for n in range(BOXES)
    for row in ((f"box-b{n}/1", f"label {n}"), (f"box-b{n}/2", f"room {n}"))
]


LOST = b'"id":"box-b7/1"'


def losing(lost, publish):
    """The broker takes it, and it never comes out again."""

    def publish_the_rest(self, messages, **options):
        publish(self, [m for m in messages if lost not in m[1]], **options)

    return publish_the_rest


def a_week(world, monkeypatch):
    """Run the scenario; raises AssertionError where a promise is broken."""
    cut_off = iter([True])

    def failpoint(name):
        if name == "subscription.before_commit" and next(cut_off, False):
            trouble.flaky = {"label 9"}
            raise OSError("cut off")

    monkeypatch.setattr(applying_module, "failpoint", failpoint)
    monkeypatch.setattr(BatchPublisher, "publish", losing(LOST, BatchPublisher.publish))
    for n in range(BOXES):
        if n == BOXES // 3:
            world.start()  # the first third is history by then
        world.open_box(f"b{n}", f"label {n}")
        world.move_box(f"b{n}", f"room {n}")
        if n == BOXES // 2:
            world.queue(lambda queue: queue.purge())
    for body in world.facts()[:6]:
        world.publish(body)
    world.wait_until_level(5)
    for body in world.facts()[:6]:
        world.publish(body)
    world.open_box("last", "label 99")
    eventually(lambda: ("box-last/1", "label 99") in world.applied(), 5)
    assert world.applied()[:-1] == EXPECTED
    assert world.parked() == []
    with world.watcher.store.reading() as connection:
        assert event_log.read_head(connection) == BOXES + 1


# -- the bugs -----------------------------------------------------------------------------------


def no_deduplication(monkeypatch):
    """Every message is new, whatever its position says."""

    def take(self, messages):
        received = []
        for message in messages:
            body = message.body if isinstance(message.body, bytes) else message.body.encode()
            fact = self._parse(message, body)
            if fact is not None:
                received.append(ReceivedFact(fact, body))
        if received:
            self.processor.apply(received, [])

    begin = applying_module._begin_postgresql
    monkeypatch.setattr(Subscription, "_take", take)
    # Nor does the transaction look at what another replica may have taken.
    monkeypatch.setattr(applying_module, "_begin_postgresql", lambda c: (begin(c)[0], {}))
    monkeypatch.setattr(applying_module.checkpoints, "read_positions", lambda *_: {})


def ack_on_error(monkeypatch):
    """A failing handler's fact counts as done."""
    sound = FactProcessor._apply_effects

    def effects(self, connection, facts):
        for fact in facts:
            try:
                sound(self, connection, [fact])
            except ValueError:
                continue
        return True

    monkeypatch.setattr(FactProcessor, "_apply_effects", effects)


def effect_before_checkpoint(monkeypatch):
    """The effect is committed by itself, the checkpoint afterwards."""
    sound = FactProcessor._apply_effects

    def effects(self, connection, facts):
        with self.store.database.engine.connect() as own:
            connection.exec_driver_sql("COMMIT")
            done = sound(self, connection, facts)
            connection.exec_driver_sql("BEGIN")
            own.rollback()
        return done

    monkeypatch.setattr(FactProcessor, "_apply_effects", effects)


def gaps_ignored(monkeypatch):
    """Whatever comes next is taken as the next."""

    def repair(self):
        for source in list(self.behind):
            self.behind.pop(source)
            newest = self.heads.get(source, 0)
            with self.processor.store.database.writing() as connection:
                checkpoints.move(connection, "subscription", source, newest)
            self.processor._reached = None

    monkeypatch.setattr(Subscription, "_repair", repair)


def no_checkpoint(monkeypatch):
    """What was reached is forgotten with every failure."""
    sound = FactProcessor.checkpoints

    def forgotten(self):
        return dict.fromkeys(sound(self), 0)

    monkeypatch.setattr(FactProcessor, "checkpoints", forgotten)


def out_of_order(monkeypatch):
    sound = FactProcessor._apply_effects

    def effects(self, connection, facts):
        return sound(self, connection, list(reversed(facts)))

    monkeypatch.setattr(FactProcessor, "_apply_effects", effects)


BUGS = [
    no_deduplication,
    ack_on_error,
    effect_before_checkpoint,
    gaps_ignored,
    no_checkpoint,
    out_of_order,
]


def test_sound_code_passes(world, monkeypatch):
    a_week(world, monkeypatch)


@pytest.mark.parametrize("plant", BUGS, ids=lambda plant: plant.__name__)
def test_a_planted_bug_is_caught(world, monkeypatch, plant):
    plant(monkeypatch)
    with pytest.raises((AssertionError, TimeoutError)):
        a_week(world, monkeypatch)
