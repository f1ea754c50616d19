"""Jobs that make the tables anew take turns, in whatever process: none spoils another's."""

import threading

import pytest
import sqlalchemy as sa

from services.reporting.definition import DEFINITION, projections
from services.reporting.projections.consultations import support_record
from tsunagu.contracts.facts import Fact
from tsunagu.log.database import Database
from tsunagu.log.failpoints import acting_at
from tsunagu.process.concurrency import spawn
from tsunagu.testing import eventually, fresh_store
from tsunagu.testing.at_once import count_waiting

FACTS = 3


def consultation(n):
    return Fact(
        source="intake",
        city="142166",
        type="intake.consultation_accepted",
        schema=1,
        position=n,
        previous=n - 1,
        stream=f"case-c{n}",
        version=1,
        time="2026-11-20T09:00:00+09:00",
        recorded=None,
        actor="desk",
        correlation=None,
        causation=None,
        data={
            "record_id": f"record-{n}",
            "case_id": f"c{n}",
            "person_id": f"p{n}",
            "on": "2026-11-20",
            "channel": "walk_in",
            "opening": "opened",
            "from_desk": None,
            "signal_kind": None,
            "signal_id": None,
        },
    )


@pytest.fixture
def store(any_database):
    with fresh_store(DEFINITION, any_database) as store:
        with store.database.writing() as connection:
            projections.apply(connection, [consultation(n + 1) for n in range(FACTS)])
        yield store


@pytest.fixture
def databases(store, any_database):
    """Of each process its own; on SQLite there is only one process."""
    others = [Database(any_database) for _ in range(2) if store.database.is_postgresql]
    yield [store.database, *others] if others else [store.database] * 3
    for one in others:
        one.close()


def say_nothing(_done, _total):
    """Nobody looks at the progress."""


def count_rows(store):
    with store.reading() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(support_record)).scalar()


def test_two_rebuilds_and_a_verify_at_once_leave_every_row_once(store, databases):
    half_way = []

    def wait_for_the_others():
        half_way.append(threading.get_ident())
        eventually(lambda: len(half_way) > 1 or count_waiting(store.database) == 2, timeout=60)

    jobs = [
        lambda database: projections.rebuild(database, say_nothing),
        lambda database: projections.rebuild(database, say_nothing),
        lambda database: list(projections.verify(database, say_nothing)),
    ]
    with acting_at("rebuild.mid", wait_for_the_others):
        running = [spawn(job, one) for job, one in zip(jobs, databases, strict=True)]
        outcomes = [one.wait() for one in running]
    assert outcomes == [{"facts": FACTS}, {"facts": FACTS}, []]
    assert count_rows(store) == FACTS
