"""The log's promises, on every kind of database."""

# ruff: noqa: PT012 — what is refused is a whole unit of work, not one call

from __future__ import annotations

import random
from datetime import date

import pytest
import sqlalchemy as sa

from kit.tests.contract.conftest import DAY
from kit.tests.contract.source import Box, Moved, Opened, moves
from tsunagu.domain.aggregate import Aggregate, event
from tsunagu.domain.errors import Conflict, NotFound, Refused
from tsunagu.log import event_log
from tsunagu.log.event_log import verify_chain
from tsunagu.log.unit_of_work import EventStore
from tsunagu.process.concurrency import sleep, spawn


def positions(store):
    with store.reading() as connection:
        return [row.position for row in event_log.read_all(connection)]


def types(store, stream):
    with store.reading() as connection:
        return [kind for kind, *_ in event_log.read_stream(connection, stream)]


# -- positions ------------------------------------------------------------------------------------


def test_four_writers_leave_no_gap_and_a_tailing_reader_misses_nothing(store):
    dice = random.Random(7)
    seen, done = [], []

    def write(writer):
        for n in range(40):
            with store.work() as work:
                box = work.load_or_new(Box, f"{writer}-{n % 5}")
                if not box.exists:
                    box.open(DAY, note="x" if n % 3 else None)
                for _ in range(dice.randint(1, 3)):
                    box.count(n)
                if n % 4 == 0:
                    work.connection.execute(sa.select(moves.c.n))  # holds the transaction open
                    sleep(dice.random() / 200)
            sleep(0)
        done.append(writer)

    def tail():
        after = 0
        while len(done) < 4 or after < last():
            with store.reading() as connection:
                for row in event_log.read(connection, after, 7):
                    seen.append(row.position)
                    after = row.position
            sleep(0)

    def last():
        with store.reading() as connection:
            return event_log.read_head(connection)

    threads = [spawn(write, w) for w in range(4)] + [spawn(tail)]
    for thread in threads:
        thread.wait()
    assert seen == list(range(1, last() + 1))
    assert last() >= 4 * 45
    assert list(verify_chain(store.database)) == []


def test_an_abandoned_transaction_leaves_no_gap(store):
    for n in range(3):
        with pytest.raises(ZeroDivisionError), store.work() as work:
            work.load_or_new(Box, f"lost-{n}").open(DAY)
            work.connection.execute(sa.select(moves.c.n))
            raise ZeroDivisionError
        with store.work() as work:
            work.load_or_new(Box, f"kept-{n}").open(DAY)
    assert positions(store) == [1, 2, 3]
    with store.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(moves)).scalar() == 3


def test_events_of_one_work_stand_together_in_the_order_they_were_decided(store):
    with store.work() as work:
        a, b = work.load_or_new(Box, "a"), work.load_or_new(Box, "b")
        a.open(DAY)
        b.open(DAY)
        a.count(1)
    with store.reading() as connection:
        order = [(row.stream, row.version) for row in event_log.read_all(connection)]
    assert order == [("box-a", 1), ("box-b", 1), ("box-a", 2)]


def test_rows_of_one_append_may_each_be_somebodys_and_of_another_day(store):
    origin = event_log.Origin("2026-04-01T09:00:00+09:00", "2026-04-01", "system", "c1", None)
    rows = [event_log.NewRow("box-a", version, "opened", 1, "{}", None) for version in (1, 2, 3)]
    origins = [
        origin._replace(actor="department:water", recorded_on=None),
        origin,
        origin._replace(recorded_on="2025-12-24"),
    ]
    last = origin._replace(actor="desk")
    with store.database.writing() as connection:
        assert event_log.append(connection, origins, rows) == 1
        assert event_log.append(connection, last, [rows[0]._replace(version=4)]) == 4
    with store.reading() as connection:
        stored = [
            (row.version, row.actor, row.recorded_on, row.correlation)
            for row in event_log.read_all(connection)
        ]
    assert stored == [
        (1, "department:water", None, "c1"),
        (2, "system", "2026-04-01", "c1"),
        (3, "system", "2025-12-24", "c1"),
        (4, "desk", "2026-04-01", "c1"),
    ]
    assert list(verify_chain(store.database)) == []


# -- optimistic concurrency -----------------------------------------------------------------------


def test_a_stale_version_is_a_conflict_and_keeps_nothing(store):
    with store.work() as work:
        work.load_or_new(Box, "b").open(DAY)
    with pytest.raises(Conflict), store.work() as slow:
        box = slow.load(Box, "b")
        with store.work() as quick:
            quick.load(Box, "b").move(DAY, "hall")
        slow.load_or_new(Box, "other").open(DAY)
        box.move(DAY, "cellar")
    with store.work() as work:
        assert work.load(Box, "b").room == "hall"
        with pytest.raises(NotFound):
            work.load(Box, "other")
    assert positions(store) == [1, 2]


def test_a_single_statement_append_finds_the_stale_version_too(store):
    with store.work() as work:
        work.load_or_new(Box, "b").count(1)
    with pytest.raises(Conflict), store.work() as slow:
        box = slow.load(Box, "b")
        with store.work() as quick:
            quick.load(Box, "b").count(2)
        box.count(3)
    assert positions(store) == [1, 2]
    assert list(verify_chain(store.database)) == []


def test_what_the_caller_saw_is_compared_where_he_says_so(store):
    with store.work() as work:
        work.load_or_new(Box, "b").open(DAY)
    with store.work() as work:
        work.load(Box, "b", expected_version=1).move(DAY, "hall")
    with pytest.raises(Conflict), store.work() as work:
        work.load(Box, "b", expected_version=1)


def refuse(work):
    raise Refused("no", "だめ / no")


def break_down(work):
    raise LookupError("a fault of ours")


def ask_for_nonsense(work):
    work.connection.exec_driver_sql("SELECT no_such_column FROM event")


@pytest.mark.parametrize("fail", [refuse, break_down, ask_for_nonsense])
def test_a_part_that_fails_stays_out_and_the_rest_stays_in(store, fail):
    with store.work() as work:
        work.load_or_new(Box, "b").open(DAY)
        with pytest.raises((Refused, LookupError, sa.exc.DBAPIError)), work.savepoint():
            work.load(Box, "b").move(DAY, "hall")
            work.load_or_new(Box, "c").open(DAY, note="gone")
            fail(work)
        with work.savepoint():
            work.load(Box, "b").move(DAY, "cellar")
    assert types(store, "box-b") == ["source.opened", "source.moved"]
    assert positions(store) == [1, 2]
    assert list(verify_chain(store.database)) == []


# -- tamper evidence ------------------------------------------------------------------------------


@pytest.fixture
def long_log(store):
    """1–9 single, 10–14 one batch, 15–17 single."""
    for n in range(9):
        with store.work() as work:
            work.load_or_new(Box, f"s{n}").open(DAY, label=f"label-{n}")
    with store.work() as work:
        for n in range(5):
            work.load_or_new(Box, f"m{n}").open(DAY, label=f"batch-{n}", note="secret")
    for n in range(3):
        with store.work() as work:
            work.load(Box, f"s{n}").move(DAY, "hall")
    assert list(verify_chain(store.database)) == []
    return store


EDIT = "UPDATE event SET data = replace(data, 'l', 'L') WHERE position = {}"
SWAP = """
UPDATE event SET position = -{0} WHERE position = {0};
UPDATE event SET position = {0} WHERE position = {1};
UPDATE event SET position = {1} WHERE position = -{0}
"""
TAMPERINGS = {
    "an edited row": (EDIT.format(3), "log_row_altered", "event 3"),
    "an edited row inside a batch": (EDIT.format(12), "log_row_altered", "event 12"),
    "an edited actor": (
        "UPDATE event SET actor = 'somebody' WHERE position = 5",
        "log_row_altered",
        "event 5",
    ),
    "an edited time": (
        "UPDATE event SET recorded_at = '2020-01-01T00:00:00+00:00' WHERE position = 6",
        "log_row_altered",
        "event 6",
    ),
    "an edited recording day": (
        "UPDATE event SET recorded_on = '2020-01-01' WHERE position = 6",
        "log_row_altered",
        "event 6",
    ),
    "a secret taken out": (
        "UPDATE event SET personal = NULL WHERE position = 11",
        "log_row_altered",
        "event 11",
    ),
    "a removed row": ("DELETE FROM event WHERE position = 4", "log_row_missing", "event 4"),
    "a removed first row": ("DELETE FROM event WHERE position = 1", "log_row_missing", "event 1"),
    "a removed row inside a batch": (
        "DELETE FROM event WHERE position = 12",
        "log_row_missing",
        "event 12",
    ),
    "two swapped rows": (SWAP.format(2, 7), "log_row_altered", "event 2"),
    "two swapped rows inside a batch": (SWAP.format(11, 13), "log_row_altered", "event 11"),
    "a truncated end": ("DELETE FROM event WHERE position > 15", "log_truncated", "event 16"),
    "a row added by hand": (
        "INSERT INTO event SELECT 18, 'box-new', 1, type, schema, recorded_at, recorded_on, actor,"
        " correlation, causation, data, personal, 1, hash FROM event WHERE position = 17",
        "log_row_altered",
        "event 18",
    ),
    "a version taken out and closed up": (
        "UPDATE event SET version = 3 WHERE position = 15",
        "stream_version_gap",
        "event 15",
    ),
}


def tamper(store, statements):
    """As somebody with the database's owner account and no respect would."""
    with store.database.writing() as connection:
        if store.database.is_postgresql:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for statement in statements.split(";"):
            connection.exec_driver_sql(statement)


@pytest.mark.parametrize("what", TAMPERINGS)
def test_the_chain_finds_by_name(long_log, what):
    statements, code, subject = TAMPERINGS[what]
    tamper(long_log, statements)
    found = [(v.code, v.subject) for v in verify_chain(long_log.database)]
    assert (code, subject) in found


def test_a_truncated_log_whose_head_was_set_back_without_the_hash_is_found(long_log):
    tamper(
        long_log,
        "DELETE FROM event WHERE position > 15; UPDATE head SET position = 15",
    )
    assert [v.code for v in verify_chain(long_log.database)] == ["log_truncated"]


def test_a_tampered_batch_is_still_named_once_and_the_rest_is_not_accused(long_log):
    tamper(long_log, EDIT.format(3))
    assert [v.subject for v in verify_chain(long_log.database)] == ["event 3"]


# -- personal fields ------------------------------------------------------------------------------

CANARY = "座間カナリア"


def everything_stored(store):
    with store.reading() as connection:
        return b"\n".join(
            value if isinstance(value, bytes) else str(value).encode()
            for row in connection.exec_driver_sql("SELECT * FROM event").fetchall()
            for value in row
        )


def test_personal_fields_are_read_back_but_lie_encrypted(store, tmp_path):
    with store.work() as work:
        work.load_or_new(Box, "b").open(DAY, note=CANARY)
    with store.work() as work:
        assert work.load(Box, "b").note == CANARY
    assert CANARY.encode() not in everything_stored(store)
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or CANARY.encode() not in file.read_bytes()


def test_after_the_key_is_destroyed_the_field_is_gone_and_the_log_still_verifies(store):
    for id in ("b", "other"):
        with store.work() as work:
            work.load_or_new(Box, id).open(DAY, note=CANARY)
    with store.database.writing() as connection:
        assert store.keyring.destroy(connection, "p-b")
    with store.work() as work:
        assert work.load(Box, "b").note is None
        assert work.load(Box, "other").note == CANARY
    assert list(verify_chain(store.database)) == []


def test_two_persons_with_the_same_secret_show_no_likeness(store):
    with store.work() as work:
        for id in ("b", "c"):
            work.load_or_new(Box, id).open(DAY, note=CANARY)
    with store.reading() as connection:
        one, two = (bytes(row.personal) for row in event_log.read_all(connection))
    assert one != two


# -- upcasting ------------------------------------------------------------------------------------


@event("source.moved", schema=1)
class MovedAsItWas:
    on: date
    place: str


class BoxAsItWas(Aggregate):
    category = "box"

    def move(self, on, place):
        self.record(MovedAsItWas(on=on, place=place))


def move_as_it_was(store, id):
    """The same database under the service's code of years ago."""
    with EventStore(store.database, [Opened, MovedAsItWas], store.keyring).work() as work:
        work.load_or_new(BoxAsItWas, id).move(date(2019, 4, 1), "attic")


def test_an_old_version_is_lifted_when_read(store):
    with store.work() as work:
        work.load_or_new(Box, "b").open(DAY)
    move_as_it_was(store, "b")
    with store.work() as work:
        assert work.load(Box, "b").room == "attic"


def test_an_old_version_is_published_in_todays_form(source_runtime):
    from tsunagu.contracts.facts import parse_fact

    move_as_it_was(source_runtime.store, "b")
    fact = parse_fact(source_runtime.read_feed(0, 10)["facts"][0])
    assert (fact.type, fact.schema) == ("source.moved", 2)
    assert fact.data == {"on": "2019-04-01", "room": "attic"}


def test_events_come_back_equal_to_what_was_recorded(store):
    with store.work() as work:
        work.load_or_new(Box, "b").open(DAY, label="x", note=None)
        work.load(Box, "b").move(DAY, "hall")
    with store.reading() as connection:
        assert store.load_events(connection, "box-b") == [
            Opened(person_id="p-b", on=DAY, label="x"),
            Moved(on=DAY, room="hall"),
        ]
