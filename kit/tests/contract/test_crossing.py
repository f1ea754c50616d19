"""Units of work that cross: what each looked at stands when it records, on every database."""

# ruff: noqa: PT012 — what is refused is a whole unit of work, not one call

from __future__ import annotations

import pytest
import sqlalchemy as sa

from kit.tests.contract.conftest import DAY
from kit.tests.contract.source import DEFINITION, Box, Opened, moves
from tsunagu.domain.errors import Conflict
from tsunagu.hosting.nameko_service import ServiceBase
from tsunagu.log import event_log
from tsunagu.log.event_log import verify_chain
from tsunagu.log.tables import head_table
from tsunagu.process.concurrency import spawn
from tsunagu.testing.at_once import open_replicas


class Source(ServiceBase):
    name = "source"
    definition = DEFINITION


@pytest.fixture
def boxes(any_database, tmp_path):
    with open_replicas(Source, any_database, tmp_path) as replicas:
        yield replicas


def open_box(store, id, **said):
    with store.work() as work:
        work.load_or_new(Box, id).open(DAY, **said)


def count_opened(work):
    return work.connection.execute(sa.select(sa.func.count()).select_from(moves)).scalar()


@pytest.mark.parametrize("record", [Box.count, lambda box, n: box.open(DAY)], ids=["log", "rows"])
def test_what_was_only_looked_at_is_compared_too(store, record):
    """With the log alone the append is one statement, with read models it is a transaction."""
    open_box(store, "lid")
    with pytest.raises(Conflict) as moved, store.work() as slow:
        slow.load(Box, "lid")
        with store.work() as quick:
            quick.load(Box, "lid").move(DAY, "cellar")
        record(slow.load_or_new(Box, "b"), 1)
    assert moved.value.details == {"streams": ["box-lid"]}
    with store.reading() as connection:
        assert event_log.read_stream(connection, "box-b") == []


def test_what_was_looked_at_and_not_there_is_compared(store):
    with pytest.raises(Conflict), store.work() as slow:
        assert not slow.load_or_new(Box, "lid").exists
        open_box(store, "lid")
        slow.load_or_new(Box, "b").count(1)


def test_a_question_asked_after_something_moved_says_so(store):
    open_box(store, "lid")
    with pytest.raises(Conflict), store.work() as slow:
        slow.load(Box, "lid")
        with store.work() as quick:
            quick.load(Box, "lid").move(DAY, "cellar")
        count_opened(slow)


def test_whoever_changes_nothing_is_not_told(store):
    open_box(store, "lid")
    with store.work() as slow:
        slow.load(Box, "lid")
        with store.work() as quick:
            quick.load(Box, "lid").move(DAY, "cellar")


def test_an_answer_of_a_read_model_stays_true_until_the_commit(boxes):
    """There is room for three boxes, and six come."""

    def open_if_free(n):
        def call(replica):
            with replica.store.work() as work:
                if count_opened(work) < 3:
                    work.load_or_new(Box, f"b{n}").open(DAY)

        return call

    boxes.at_once(*map(open_if_free, range(6)))
    with boxes.store.work() as work:
        assert count_opened(work) == 3
    assert list(verify_chain(boxes.store.database)) == []


def test_held_from_the_start_nothing_can_be_stale(store):
    """Each reads a box that all the others change; none is told to decide again."""
    open_box(store, "lid")

    def count_up(n):
        with store.work(hold_log=True) as work:
            box = work.load(Box, "lid")
            box.count(n)
            work.load_or_new(Box, f"b{n}").open(DAY)

    for one in [spawn(count_up, n) for n in range(6)]:
        one.wait()
    with store.work() as work:
        assert work.load(Box, "lid").version == 7


def test_one_transaction_of_many_units_of_work_holds_the_log_from_the_first(store):
    """Before anything is appended in it, nobody else can append."""
    open_box(store, "lid")
    with store.database.writing() as connection:
        with store.work(connection=connection) as work:
            work.load(Box, "lid")
        assert is_held(store)
        with store.work(connection=connection) as work:
            work.load(Box, "lid").move(DAY, "hall")
    assert not is_held(store)


def is_held(store):
    if not store.database.is_postgresql:
        return store.database._write_lock.locked()
    with store.database.writing() as connection:
        return not connection.execute(
            sa.select(head_table.c.id).with_for_update(skip_locked=True)
        ).all()


def test_two_who_first_write_of_one_person_neither_stop_nor_undo_one_another(boxes):
    """The person's key is made while the log is held, whoever held it from the start."""

    def write(n, hold):
        def call(replica):
            with replica.store.work(hold_log=hold) as work:
                opened = Opened(person_id="p-shared", on=DAY, label="", note="first")
                work.load_or_new(Box, f"b{n}").record(opened)

        return call

    calls = [write(n, hold) for n, hold in enumerate([False, True, False])]
    assert boxes.at_once(*calls) == [None, None, None]
