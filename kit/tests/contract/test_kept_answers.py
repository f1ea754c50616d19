"""Under a caller's key a command is done once, whatever happens to its answer."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from kit.tests.contract.conftest import DAY
from kit.tests.contract.source import Box, moves
from tsunagu.domain.errors import Refused, Unavailable
from tsunagu.hosting.nameko_service import wrap_command
from tsunagu.hosting.runtime import Runtime
from tsunagu.log import event_log, migration, tables
from tsunagu.log.kept_answers import KEPT, drop_expired
from tsunagu.log.tables import kept_answer_table
from tsunagu.messaging import request_keys
from tsunagu.process.concurrency import map_concurrently, sleep, spawn
from tsunagu.testing import eventually

SECRET = "雨漏りがする"


class Boxes:
    """A service as far as commands need one."""

    name = "source"

    def __init__(self, runtime):
        self.runtime, self.store = runtime, runtime.store
        self.numbers, self.asked, self.trouble = itertools.count(1), [], None

    @wrap_command
    def open(self, note=None, pause=0.0):
        """Answers what only a question after the commit knows."""
        id = f"b{next(self.numbers)}"
        with self.store.work() as work:
            work.load_or_new(Box, id).open(DAY, note=note)
        sleep(pause)
        with self.store.reading() as connection:
            known = connection.execute(
                sa.select(moves.c.n).where(moves.c.box == f"box-{id}")
            ).scalar()
        if self.trouble:
            raise self.trouble
        return {"id": id, "moves": known, "note": note, "on": DAY}

    @wrap_command
    def move_twice(self, id):
        for room in ("hall", "attic"):
            with self.store.work() as work:
                work.load(Box, id).move(DAY, room)
        return {"id": id, "room": "attic"}

    @wrap_command
    def peek(self):
        return {"drawn": next(self.numbers)}

    @wrap_command
    def run(self):
        return self.runtime.start_job("verify")

    @wrap_command
    def ask_others(self):
        self.asked.append(self.meta)
        return {}

    @wrap_command
    def forget(self, id):
        with self.store.work() as work:
            self.store.keyring.destroy(work.connection, f"p-{id}")
        return {"forgotten": id}


@pytest.fixture
def boxes(source_runtime):
    return Boxes(source_runtime)


def under(key, actor="caseworker:desk/1", **more):
    return {"actor": actor, "idempotency_key": key, **more}


def count_events(store):
    with store.reading() as connection:
        return event_log.read_head(connection)


def without_mark(answer):
    return {name: value for name, value in answer.items() if name != "replayed"}


def as_sent(answer):
    return answer["result"] | {"on": DAY.isoformat()}


def test_the_second_time_the_answer_of_the_first_is_given_and_nothing_is_done(boxes):
    first = boxes.open(note=SECRET, _meta=under("k"))
    assert first == {"result": {"id": "b1", "moves": 0, "note": SECRET, "on": DAY}}
    second = boxes.open(note=SECRET, _meta=under("k", correlation="another"))
    assert second == {"result": as_sent(first), "replayed": True}
    assert count_events(boxes.store) == 1


def test_without_a_key_and_under_another_ones_each_is_done(boxes):
    keys = [None, None, under("k"), under("l"), under("k", actor="caseworker:desk/2")]
    answers = [boxes.open(_meta=key) for key in keys]
    assert len({answer["result"]["id"] for answer in answers}) == 5
    assert count_events(boxes.store) == 5


@pytest.mark.parametrize("other", [{"note": "another"}, {}, {"nonsense": 1}])
def test_another_request_under_the_same_key_is_refused(boxes, other):
    boxes.open(note=SECRET, _meta=under("k"))
    error = boxes.open(**other, _meta=under("k"))["error"]
    assert (error["kind"], error["code"]) == ("refused", "key_reused")
    assert boxes.peek(_meta=under("k"))["error"]["code"] == "key_reused"
    assert count_events(boxes.store) == 1


@pytest.mark.parametrize("trouble", [Refused("no", "no"), Unavailable("away", "away"), KeyError()])
def test_what_fails_leaves_nothing_and_is_decided_about_again(boxes, trouble):
    boxes.trouble = trouble
    assert "error" in boxes.open(_meta=under("k"))
    assert count_events(boxes.store) == 0
    boxes.trouble = None
    assert boxes.open(_meta=under("k"))["result"]["id"] == "b2"
    boxes.trouble = trouble  # the first answer is given even where it would be refused now
    assert boxes.open(_meta=under("k"))["replayed"]
    assert count_events(boxes.store) == 1


def test_several_units_of_work_are_one(boxes):
    boxes.open()
    first = boxes.move_twice(id="b1", _meta=under("k"))
    assert count_events(boxes.store) == 3
    assert boxes.move_twice(id="b1", _meta=under("k")) == first | {"replayed": True}
    assert count_events(boxes.store) == 3
    with boxes.store.work() as work:
        assert work.load(Box, "b1").version == 3


def test_what_writes_nothing_answers_as_the_first_time(boxes):
    assert boxes.peek(_meta=under("k"))["result"] == {"drawn": 1}
    assert boxes.peek(_meta=under("k")) == {"result": {"drawn": 1}, "replayed": True}


def test_two_at_once_are_done_once(boxes):
    def ask(_):
        return without_mark(boxes.open(note=SECRET, pause=0.05, _meta=under("k")))["result"]

    answers = [answer | {"on": DAY.isoformat()} for answer in map_concurrently(ask, range(6))]
    assert all(answer == answers[0] for answer in answers)
    assert count_events(boxes.store) == 1


def test_two_replicas_do_it_once(boxes, any_database, tmp_path):
    if not any_database.startswith("postgresql"):
        pytest.skip("SQLite belongs to one process")
    other = Runtime(
        boxes.runtime.definition,
        amqp_url="tsunagu-memory://unused/",
        database_url=any_database,
        key_file=tmp_path / "key",
        city="142166",
    )
    replicas = [boxes, Boxes(other)]
    replicas[1].numbers = itertools.count(100)

    def ask(replica):
        return replica.open(note=SECRET, pause=0.1, _meta=under("k"))["result"]["id"]

    assert len(set(map_concurrently(ask, replicas))) == 1
    assert count_events(boxes.store) == 1
    other.close()


def test_a_long_job_begins_once_and_with_the_commit(boxes):
    first = boxes.run(_meta=under("k"))["result"]
    assert boxes.run(_meta=under("k")) == {"result": first, "replayed": True}
    assert list(boxes.runtime.jobs) == [first]
    eventually(lambda: boxes.runtime.jobs[first]["state"] == "finished")


def test_a_kept_answer_cannot_be_read_without_the_callers_key(boxes):
    boxes.open(note=SECRET, _meta=under("the-callers-own"))
    with boxes.store.reading() as connection:
        (row,) = connection.execute(sa.select(kept_answer_table)).mappings()
    assert row["persons"] == '["p-b1"]'
    stored = b"".join(v if isinstance(v, bytes) else str(v).encode() for v in row.values())
    for text in (SECRET, "the-callers-own", "caseworker"):
        assert text.encode() not in stored


def test_forgetting_somebody_makes_the_answer_that_spoke_of_them_unreadable(boxes):
    boxes.open(note=SECRET, _meta=under("k"))
    gone = boxes.forget(id="b1", _meta=under("l"))
    assert boxes.forget(id="b1", _meta=under("l")) == gone | {"replayed": True}
    assert boxes.open(note=SECRET, _meta=under("k"))["error"]["code"] == "answer_forgotten"
    with boxes.store.database.writing() as connection:  # a new key does not open it either
        boxes.store.keyring.obtain(connection, "p-b1")
    assert boxes.open(note=SECRET, _meta=under("k"))["error"]["code"] == "answer_forgotten"
    assert count_events(boxes.store) == 1


def test_after_thirty_days_a_key_is_new_again_and_its_answer_is_dropped(boxes):
    assert timedelta(days=30) == KEPT
    now = datetime(2026, 4, 1, tzinfo=UTC)
    boxes.store.clock = lambda: now
    boxes.open(_meta=under("k"))
    boxes.peek(_meta=under("l"))
    now += KEPT
    assert boxes.open(_meta=under("k"))["replayed"]
    assert drop_expired(boxes.store.database, now) == 0
    now += timedelta(seconds=1)
    assert "replayed" not in boxes.open(note="another", _meta=under("k"))
    assert boxes.open(note="another", _meta=under("k"))["replayed"]
    assert drop_expired(boxes.store.database, now) == 1
    assert drop_expired(boxes.store.database, now) == 0


def count_kept(store):
    with store.reading() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(kept_answer_table))


def test_a_running_service_drops_what_was_kept_long_enough(boxes):
    boxes.peek(_meta=under("k"))
    boxes.store.clock = lambda: datetime(2020, 4, 1, tzinfo=UTC)
    boxes.peek(_meta=under("l"))
    *_, cleaning = boxes.runtime.list_loops()
    loop = spawn(cleaning)
    eventually(lambda: count_kept(boxes.store) == 1)
    loop.kill()


def test_what_a_command_asks_of_others_goes_under_a_key_of_its_own(boxes):
    for _ in range(2):  # as after a crash in between
        boxes.ask_others(_meta=under("k"))
        boxes.store.database.when_committed(lambda: None)
    boxes.ask_others(_meta=under("l"))
    same, again, other = boxes.asked

    def derive(meta, method="read_person", **arguments):
        assert request_keys.is_under_key(meta)
        return request_keys.derive_key(meta, "intake", method, arguments)["idempotency_key"]

    assert derive(same, person_id="p1") == derive(again, person_id="p1")
    keys = {
        "k",
        derive(same, person_id="p1"),
        derive(same, person_id="p2"),
        derive(same, "read_minutes", person_id="p1"),
        derive(other, person_id="p1"),
    }
    assert len(keys) == 5


def test_a_database_from_before_gains_the_table_at_its_next_start(boxes):
    database, package = boxes.store.database, boxes.runtime.definition.package
    with database.writing() as connection:
        tables.kept_answer_table.drop(connection)
    migration.upgrade(database, package)
    assert boxes.peek(_meta=under("k"))["result"]


def count_statements(store, act):
    """How many statements an action sends; what goes to the driver itself is not seen."""
    seen = []

    def note(_connection, _cursor, statement, *_):
        seen.append(statement)

    sa.event.listen(store.database.engine, "before_cursor_execute", note)
    act()
    sa.event.remove(store.database.engine, "before_cursor_execute", note)
    return len(seen)


def test_a_key_costs_one_statement(boxes):
    boxes.open()
    plain = count_statements(boxes.store, lambda: boxes.open())
    assert count_statements(boxes.store, lambda: boxes.open(_meta=under("k"))) == plain + 1
