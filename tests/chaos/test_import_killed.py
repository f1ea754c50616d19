"""The embedded platform, killed while it brings records in and started again on what is left.

`TSUNAGU_CHAOS_RUNS=100 make chaos` for the long form; each run draws anew when to strike.
"""

import os
import random
import signal
import sqlite3
import subprocess
import time
from contextlib import closing, suppress

import pytest

from tests.chaos.harness import KILLED, RUNS, SEED
from tests.journeys.history import Writer, write_file
from tests.town import ROOT, TSUNAGU, Embedded

# Where the process ends → how often it may pass there first.
POINTS = {
    "command.after_append": 200,
    "relay.after_read": 2,
    "relay.after_publish": 2,
    "relay.after_confirm": 2,
    "subscription.after_apply": 3,
    "subscription.before_commit": 3,
    "subscription.after_commit": 3,
}
KILLS = 3  # in one import, and once more from outside
LOGS = ("intake", "referral")


def rows(town, service, query):
    path = town.database(service).removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def everything(town):
    """All that was recorded, in any order, and a figure of it."""
    events = [
        sorted(rows(town, service, "SELECT stream, version, type, data FROM event"))
        for service in LOGS
    ]
    return events, town.report("consultation_table", fiscal_year=2018)


def killed_at(town, file, point, nth):
    """Import, and end at the point as by a power switch."""
    town.environment["TSUNAGU_FAILPOINT"] = f"{point}:{nth}"
    done = town.cli("import", file)
    del town.environment["TSUNAGU_FAILPOINT"]
    assert done.returncode == KILLED, (point, nth, done.returncode, done.stderr)


def killed_after(town, file, lines):
    """Import, and be killed from outside once so many lines are in."""
    process = subprocess.Popen(
        [*TSUNAGU, "import", str(file), *town.place],
        cwd=ROOT,
        env=town.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    imported = 0
    while imported < lines and process.poll() is None:
        time.sleep(0.01)
        with suppress(sqlite3.OperationalError):  # no table yet
            [(imported,)] = rows(town, "intake", "SELECT count(*) FROM imported_line")
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL, "it was done before it could be killed"


@pytest.fixture
def file(tmp_path):
    return write_file(tmp_path / "history.jsonl", Writer(SEED, persons=200).lines())


def test_an_import_killed_again_and_again_ends_as_if_nothing_had_happened(file, tmp_path):
    straight = Embedded(tmp_path / "straight")
    count = straight.json("import", file)["accepted"]
    expected = everything(straight)
    draw = random.Random(SEED)
    for run in range(max(RUNS // 2, 1)):
        town = Embedded(tmp_path / f"killed-{run}")
        for point in draw.sample(list(POINTS), KILLS):
            killed_at(town, file, point, draw.randint(1, POINTS[point]))
        killed_after(town, file, draw.randrange(count // 2))
        again = town.json("import", file)
        assert again["refused"] == []
        assert again["accepted"] + again["already"] == count
        assert everything(town) == expected
        assert town.json("verify")["violations"] == []
