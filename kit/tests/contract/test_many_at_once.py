"""What is done for many in one round trip gives what doing it one by one would have given."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from kit.tests.contract.conftest import DAY
from kit.tests.contract.source import Box, Moved, Opened
from tsunagu.log import event_log
from tsunagu.log.personal_data import Keyring
from tsunagu.log.tables import personal_key_table
from tsunagu.log.unit_of_work import BulkReadModel


def open_boxes(store, n):
    with store.work() as work:
        for i in range(n):
            work.load_or_new(Box, f"b{i}").open(DAY, f"label {i}", f"note {i}")


def test_aggregates_loaded_ahead_are_as_if_loaded_one_by_one(store, monkeypatch):
    open_boxes(store, 3)
    with store.work() as work:
        work.load_ahead(Box, ["b0", "b1", "b2", "new"])
        monkeypatch.setattr(store, "load_events", None)  # nobody asks again
        boxes = [work.load(Box, f"b{i}") for i in range(3)]
        fresh = work.load_or_new(Box, "new")
        assert [box.version for box in boxes] == [1, 1, 1]
        assert not fresh.exists
        fresh.open(DAY, "late", None)
        boxes[0].move(DAY, "cellar")
    monkeypatch.undo()
    with store.work() as work:
        assert work.load(Box, "b0").version == 2
        assert work.load(Box, "new").version == 1


def test_loading_ahead_keeps_what_was_decided_before(store):
    with store.work() as work:
        work.load_or_new(Box, "b").open(DAY, "label", None)
        work.load_ahead(Box, ["b", "c"])
        work.load(Box, "b").move(DAY, "cellar")
    with store.work() as work:
        assert work.load(Box, "b").version == 2


def test_a_read_model_in_bulk_gets_all_events_of_an_append_in_order_before_later_ones(store):
    seen = []
    store.read_models = {
        Opened: [BulkReadModel(lambda _, many: seen.append([e.event.label for e in many]))],
        Moved: [lambda _, e: seen.append(e.event.room)],
    }
    with store.work() as work:
        boxes = [work.load_or_new(Box, f"b{i}") for i in range(3)]
        boxes[0].open(DAY, "a", None)
        boxes[1].open(DAY, "b", None)
        boxes[0].move(DAY, "cellar")
        boxes[2].open(DAY, "c", None)
    assert seen == [["a", "b"], "cellar", ["c"]]


def test_keys_of_many_are_made_once_and_are_the_same_for_everybody(store):
    ours, theirs = store.keyring, Keyring(store.keyring._master)
    with store.database.writing() as connection:
        one = ours.obtain(connection, "p1")
        many = ours.obtain_all(connection, ["p1", "p2", "p3"])
    assert many["p1"] == one
    assert len(set(many.values())) == 3
    with store.database.writing() as connection:
        assert theirs.obtain_all(connection, ["p3", "p4", "p2"]) | many == (
            many | {"p4": theirs.find(connection, "p4")}
        )


def test_a_key_somebody_else_made_meanwhile_is_the_key(store, monkeypatch):
    """Both found none; who comes second must not put theirs in its place."""
    ours, theirs = store.keyring, Keyring(store.keyring._master)
    with store.database.writing() as connection:
        first = theirs.obtain(connection, "p1")
        sound = Keyring._read_keys
        blind = iter([True])
        monkeypatch.setattr(
            Keyring,
            "_read_keys",
            lambda self, c, ids: {} if next(blind, False) else sound(self, c, ids),
        )
        second = ours.obtain_all(connection, ["p1", "p2"])
    assert second["p1"] == first


def test_a_key_of_a_transaction_that_failed_is_not_used_again(store):
    def fail():
        with store.work() as work:
            work.load_or_new(Box, "b").open(DAY, "label", "note")
            assert work.connection is not None  # what was decided is written, not committed
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with store.work() as work:
        work.load_or_new(Box, "b").open(DAY, "label", "note")
    with store.reading() as connection:
        keys = connection.execute(sa.select(personal_key_table.c.person_id)).scalars().all()
    assert len(keys) == 1
    store.keyring.drop_cache()
    with store.work() as work:
        assert work.load(Box, "b").note == "note"


def test_one_append_may_be_of_several_and_each_row_says_whose_it_is(store):
    seen = []
    store.read_models = {Opened: [lambda _, e: seen.append((e.event.label, e.actor))]}
    with store.work(actor="desk") as work:
        work.load_or_new(Box, "a").open(DAY, "a", "note")
        for name in ("one", "other"):
            with work.acting(name):
                work.load_or_new(Box, name).open(DAY, name, "note")
        work.load_or_new(Box, "z").open(DAY, "z", None)
    expected = [("a", "desk"), ("one", "one"), ("other", "other"), ("z", "desk")]
    assert seen == expected
    with store.reading() as connection:
        rows = event_log.read(connection, 0, 10)
    assert [(row.ordinal, row.actor) for row in rows] == [
        (n, actor) for n, (_, actor) in enumerate(expected, start=1)
    ]
    assert list(event_log.verify_chain(store.database)) == []


def test_whose_a_row_is_cannot_be_altered_unnoticed(store):
    with store.work(actor="desk") as work:
        for name in ("one", "other"):
            with work.acting(name):
                work.load_or_new(Box, name).open(DAY, name, None)
    with store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE event SET actor = 'nobody' WHERE position = 1")
    assert "log_row_altered" in {v.code for v in event_log.verify_chain(store.database)}
