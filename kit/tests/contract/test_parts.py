"""Parts of a unit of work that may fail on their own; the database hears of few of them."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from kit.tests.contract.conftest import DAY
from kit.tests.contract.source import Box, moves
from tsunagu.domain.errors import BrokenInvariant
from tsunagu.log import event_log
from tsunagu.log.unit_of_work import EarlierPartFailed

EARLIER = date(2019, 5, 7)


class Refused(Exception):
    pass


def list_events(store):
    with store.reading() as connection:
        rows = event_log.read_all(connection)
        return [(row.stream, row.type.rpartition(".")[2], row.recorded_on) for row in rows]


def count_savepoints(store):
    """How often the database was asked for one from now on, as a list that grows."""
    asked = []

    def note(_connection, _cursor, statement, *_):
        if statement.startswith("SAVEPOINT"):
            asked.append(statement)

    sa.event.listen(store.database.engine, "before_cursor_execute", note)
    return asked


def fail_after(work, decide):
    """A part that decides, and then is refused."""
    with work.savepoint(deferred=True):
        decide()
        raise Refused


@pytest.mark.parametrize("deferred", [False, True])
def test_of_a_part_that_fails_nothing_stays_and_the_others_are_taken(store, deferred):
    with store.work() as work:
        for name in ("a", "bad", "c"):
            try:
                with work.savepoint(deferred=deferred):
                    box = work.load_or_new(Box, name)
                    box.open(DAY, name, "note")
                    if name == "bad":
                        raise Refused
            except Refused:
                pass
        assert not work.load_or_new(Box, "bad").exists
    assert [stream for stream, *_ in list_events(store)] == ["box-a", "box-c"]
    assert list(event_log.verify_chain(store.database)) == []


def test_what_was_decided_before_of_the_same_aggregate_is_kept(store):
    with store.work() as work:
        work.load_or_new(Box, "a").open(DAY, "a", None)
        with pytest.raises(Refused):
            fail_after(work, lambda: work.load(Box, "a").move(DAY, "cellar"))
        assert work.load(Box, "a").version == 1
        work.load(Box, "a").move(DAY, "attic")
    with store.work() as work:
        assert work.load(Box, "a").version == 2
    with store.reading() as connection:
        assert connection.execute(sa.select(moves.c.n)).scalars().all() == [1]


def test_deferred_parts_that_ask_the_database_nothing_need_no_savepoint_and_one_append(store):
    asked = count_savepoints(store)
    with store.work() as work:
        for name in ("a", "b", "c"):
            with work.savepoint(deferred=True):
                work.load_or_new(Box, name).open(DAY, name, "note")
    assert asked == []
    with store.reading() as connection:
        assert [row.ordinal for row in event_log.read_all(connection)] == [1, 2, 3]


def test_a_part_that_reads_finds_those_before_it_written_and_fails_alone(store):
    asked, seen = count_savepoints(store), []

    def look():
        work.load_or_new(Box, "b").open(DAY, "b", None)
        seen.extend(work.connection.execute(sa.select(moves.c.box).order_by(moves.c.box)).scalars())

    with store.work() as work:
        with work.savepoint(deferred=True):
            work.load_or_new(Box, "a").open(DAY, "a", None)
        with pytest.raises(Refused):
            fail_after(work, look)
        with work.savepoint(deferred=True):
            work.load_or_new(Box, "c").open(DAY, "c", None)
    assert seen == ["box-a", "box-b"]
    assert len(asked) == 1
    assert [stream for stream, *_ in list_events(store)] == ["box-a", "box-c"]


def test_each_part_says_since_when_it_is_known(store):
    with store.work(recorded_on=DAY) as work:
        with work.savepoint(recorded_on=EARLIER, deferred=True):
            work.load_or_new(Box, "a").open(DAY, "a", None)
        with work.savepoint(deferred=True):
            work.load_or_new(Box, "b").open(DAY, "b", None)
    assert [day for *_, day in list_events(store)] == [EARLIER.isoformat(), DAY.isoformat()]


def test_where_an_earlier_part_cannot_be_recorded_nothing_is(store):
    """Whoever goes on all the same finds the door shut: no part may be lost unnoticed."""

    def decide(name, label, ask):
        with work.savepoint(deferred=True):
            work.load_or_new(Box, name).open(DAY, label, None)
            assert not ask or work.connection is not None

    with pytest.raises(EarlierPartFailed), store.work() as work:  # noqa: PT012
        decide("a", object(), ask=False)  # no log can keep it
        for name in ("b", "c"):
            with pytest.raises(EarlierPartFailed):
                decide(name, name, ask=True)
    assert list_events(store) == []


def test_a_part_that_is_not_deferred_fails_where_it_cannot_be_recorded(store):
    def decide(name, label):
        with work.savepoint():
            work.load_or_new(Box, name).open(DAY, label, None)

    with store.work() as work:
        decide("a", "a")
        with pytest.raises(TypeError):
            decide("b", object())
        decide("c", "c")
    assert [stream for stream, *_ in list_events(store)] == ["box-a", "box-c"]


def test_parts_do_not_nest(store):
    with store.work() as work, work.savepoint(), pytest.raises(BrokenInvariant):
        work.savepoint().__enter__()
