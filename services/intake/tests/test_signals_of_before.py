"""Signals from before hours counted, on either database: their rows are as a replay makes them."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from alembic import command

from services.intake.definition import DEFINITION
from services.intake.timers import tell_the_leads
from tsunagu.hosting.runtime import Runtime
from tsunagu.log import event_log, migration
from tsunagu.log.database import Database

OLD = {
    "department": "waterworks",
    "kind": "water_arrears",
    "noticed_on": "2026-04-18",
    "on": "2026-04-20",
    "basis": "consent",
    "urgent": False,
    "person_id": None,
    "owner_desk": "consultation_support",
    "next_step": "first_contact",
    "due_on": "2026-04-23",
}
ROW = (
    "INSERT INTO signal_list (signal_id, department, kind, noticed_on, basis, urgent, state,"
    " owner_desk, next_step, due_on) VALUES ('{id}', 'waterworks', 'water_arrears', '2026-04-18',"
    " 'consent', {false}, '{state}', {owner}, {step}, {due})"
)
STEP = (
    'INSERT INTO signal_history (position, signal_id, "on", what, details)'
    " VALUES ({position}, '{id}', '2026-04-20', '{what}', '{details}')"
)


@pytest.fixture
def before(any_database):
    """A database as the first version left it: a signal that waits and one that has ended."""
    database = Database(any_database)
    with database.writing() as connection:
        config = migration.build_config("services.intake")
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        _received(connection, "s1")
        _received(connection, "s2")
        closed = {"signal_id": "s2", "on": "2026-04-20", "reason": "moved_away"}
        _append(connection, "s2", 2, "intake.signal_closed", closed)
        false = "false" if database.is_postgresql else "0"
        open_place = {
            "owner": "'consultation_support'",
            "step": "'first_contact'",
            "due": "'2026-04-23'",
        }
        nothing = dict.fromkeys(open_place, "NULL")
        insert = connection.exec_driver_sql
        insert(ROW.format(id="s1", state="open", false=false, **open_place))
        insert(ROW.format(id="s2", state="closed", false=false, **nothing))
        place = {key: OLD[key] for key in ("owner_desk", "next_step", "due_on")}
        for position, id in ((1, "s1"), (2, "s2")):
            told = {"position": position, "id": id, "what": "signal_received"}
            insert(STEP.format(details=json.dumps(place), **told))
        told = {"position": 3, "id": "s2", "what": "signal_closed"}
        insert(STEP.format(details=json.dumps({"reason": "moved_away"}), **told))
    database.close()
    return any_database


def _received(connection, id):
    _append(connection, id, 1, "intake.signal_received", OLD | {"signal_id": id})


def _append(connection, id, version, kind, data):
    origin = event_log.Origin(
        "2026-04-20T01:00:00.000000+00:00", None, "department:waterworks/x", None, None
    )
    row = event_log.NewRow(f"signal-{id}", version, kind, 1, json.dumps(data), None)
    event_log.append(connection, origin, [row])


@pytest.fixture
def runtime(before, tmp_path):
    opened = Runtime(
        DEFINITION,
        amqp_url="tsunagu-memory://unused/",
        database_url=before,
        key_file=tmp_path / "key",
        city="142166",
        installed=["intake"],
    )
    opened.open()
    yield opened
    opened.database.close()


def test_after_the_new_version_came_every_row_is_as_a_replay_makes_it(runtime):
    assert runtime.verify(lambda done, total: None) == []


def test_what_waited_is_told_to_a_lead_now_and_what_had_ended_is_not(runtime):
    def told_until(moment):
        tell_the_leads(runtime.store, moment)
        with runtime.store.reading() as connection:
            return [(row.stream, row.type) for row in event_log.read(connection, 3, 10)]

    end_of_day = datetime(2026, 4, 23, 15, tzinfo=UTC)
    assert told_until(end_of_day - timedelta(seconds=1)) == []
    assert told_until(end_of_day) == [("signal-s1", "intake.signal_escalated")]
