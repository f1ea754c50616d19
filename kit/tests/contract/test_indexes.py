"""What is made of personal fields follows its events, in their transaction; never replayed."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from kit.tests.contract import source as source_service
from kit.tests.contract.conftest import DAY
from kit.tests.contract.source import Box, Counted, Opened
from tsunagu.hosting.runtime import Runtime
from tsunagu.log.event_log import Violation
from tsunagu.process.concurrency import sleep
from tsunagu.testing import eventually

index_metadata = sa.MetaData()
notes = sa.Table(
    "notes",
    index_metadata,
    sa.Column("box", sa.Text, primary_key=True),
    sa.Column("sealed", sa.LargeBinary),
)
calls = []


def keep_notes(store, connection, recorded):
    """Keeps each note sealed: it needs the words, and the keyring."""
    calls.append([e.stream for e in recorded])
    for e in recorded:
        sealed = store.keyring.seal_message((e.event.note or "").encode(), e.stream)
        connection.execute(notes.insert().values(box=e.stream, sealed=sealed))


def prove_notes(store, progress):
    with store.reading() as connection:
        for row in connection.execute(sa.select(notes)):
            if store.keyring.unseal_message(bytes(row.sealed), row.box) != b"words":
                yield Violation("note_differs", row.box, "?")


def count_notes(store, progress):
    with store.reading() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(notes)).scalar()


@pytest.fixture
def runtime(any_database, tmp_path):
    made = Runtime(
        replace(
            source_service.DEFINITION,
            indexes={Opened: keep_notes, Counted: lambda *_: None},
            proofs=[prove_notes],
            repairs={"count": count_notes},
        ),
        amqp_url="tsunagu-memory://unused/",
        database_url=any_database,
        key_file=tmp_path / "key",
        city="142166",
    )
    made.open()
    index_metadata.create_all(made.database.engine)
    calls.clear()
    yield made
    made.database.close()


def kept(runtime):
    with runtime.store.reading() as connection:
        return {
            row.box: runtime.keyring.unseal_message(bytes(row.sealed), row.box).decode()
            for row in connection.execute(sa.select(notes))
        }


def test_an_index_gets_the_words_of_all_events_of_an_append_at_once(runtime):
    with runtime.store.work() as work:
        for id in "ab":
            work.load_or_new(Box, id).open(DAY, note="words")
        work.load(Box, "a").move(DAY, "room")
    assert kept(runtime) == {"box-a": "words", "box-b": "words"}
    assert calls == [["box-a", "box-b"]]


def test_what_an_index_wrote_is_gone_with_the_transaction(runtime):
    def open_and_fail():
        with runtime.store.work() as work:
            work.load_or_new(Box, "a").open(DAY, note="words")
            assert work.connection.execute(sa.select(notes)).all()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        open_and_fail()
    assert kept(runtime) == {}


def test_an_event_that_only_an_index_follows_is_still_one_transaction(runtime):
    with runtime.store.work() as work:
        box = work.load_or_new(Box, "a")
        box.open(DAY, note="words")
    with runtime.store.work() as work:
        work.load(Box, "a").count(3)
    assert runtime.read_lag()["log"] == 2


def test_verifying_replays_no_index_but_asks_its_proof(runtime):
    with runtime.store.work() as work:
        work.load_or_new(Box, "a").open(DAY, note="words")
    calls.clear()
    assert runtime.verify(lambda done, total: None) == []
    assert calls == []
    with runtime.store.work() as work:
        work.load_or_new(Box, "b").open(DAY, note="other words")
    found = [v["code"] for v in runtime.verify(lambda done, total: None)]
    assert found == ["note_differs"]


def test_a_repair_is_a_job_with_the_keys_at_hand(runtime):
    with runtime.store.work() as work:
        work.load_or_new(Box, "a").open(DAY, note="words")
    job = runtime.start_job("count")

    def finished():
        sleep(0)
        return runtime.jobs[job]["state"] == "finished"

    eventually(finished)
    assert runtime.jobs[job]["result"] == 1
