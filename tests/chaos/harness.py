"""Runs roles as processes, kills them at a point, and checks what must hold afterwards."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import sqlalchemy as sa

from kit.tests.contract import source, watcher
from tests.chaos import child
from tests.town import clean_environment
from tsunagu.log import event_log
from tsunagu.log.event_log import verify_chain
from tsunagu.messaging import parking
from tsunagu.process.concurrency import Timeout

ROOT = Path(__file__).resolve().parents[2]
RUNS = int(os.environ.get("TSUNAGU_CHAOS_RUNS", "2"))
SEED = int(os.environ.get("TSUNAGU_CHAOS_SEED", "1"))
KILLED = 137
PATIENCE = 60


class Chaos:
    """A source and a watcher on real servers, each role a process of its own."""

    def __init__(self, source_url, watcher_url, amqp_url, folder):
        self.settings = {
            "source": source_url,
            "watcher": watcher_url,
            "amqp_url": amqp_url,
            "key_file": str(folder / "key"),
            "ledger": str(folder / "ledger"),
        }
        self.source = child.runtime(source.DEFINITION, source_url, self.settings)
        self.watcher = child.runtime(watcher.DEFINITION, watcher_url, self.settings)
        self.random = random.Random(SEED)
        self.boxes = []
        self.struck = 0
        self.errors = folder / "errors"
        with self.errors.open("w") as errors:
            self.children = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", "tests.chaos.child"],
                cwd=ROOT,
                env=clean_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )

    def close(self):
        self.children.stdin.close()
        self.children.wait(60)
        self.source.database.close()
        self.watcher.database.close()

    def process(self, role, point=None, nth=1, **more):
        """Run a role to its end; its exit code."""
        job = {"role": role, "point": point, "nth": nth, "settings": self.settings | more}
        self.children.stdin.write(json.dumps(job) + "\n")
        self.children.stdin.flush()
        with Timeout(PATIENCE):
            code = int(self.children.stdout.readline())
        assert code in (0, KILLED), self.errors.read_text()[-3000:]
        return code

    def until_killed(self, role, point, latest, **more):
        """Kill a role the n-th time it passes the point, n drawn; then let it go on to its end."""
        if self.process(role, point, self.random.randint(1, latest), **more) == KILLED:
            self.struck += 1
        assert self.process(role, **more) == 0

    def new_boxes(self, n):
        fresh = [f"b{len(self.boxes) + i}" for i in range(n)]
        self.boxes += fresh
        return fresh

    # -- what must hold ---------------------------------------------------------------------------

    def check_log(self):
        """Everything answered is stored, nothing twice, order whole."""
        assert list(verify_chain(self.source.database)) == []
        with self.source.store.reading() as connection:
            rows = [(r.stream, r.version) for r in event_log.read_all(connection)]
        assert len(rows) == len(set(rows)) == 2 * len(self.boxes)
        assert set(rows) == {(f"box-{id}", v) for id in self.boxes for v in (1, 2)}
        ledger = Path(self.settings["ledger"]).read_text().splitlines()
        assert {line.split()[1] for line in ledger if line.startswith("answered")} == set(
            self.boxes
        )

    def check_answers(self, keys):
        """Each request was answered with a box of its own, and there are no others."""
        ledger = Path(self.settings["ledger"]).read_text().splitlines()
        answers = dict(line.split()[1:] for line in ledger)
        assert answers.keys() == set(keys)
        with self.source.store.reading() as connection:
            boxes = [row.stream.removeprefix("box-") for row in event_log.read_all(connection)]
        assert sorted(boxes) == sorted(answers.values())

    def check_effects(self):
        """The watcher has every fact once, in the log's order; chain and levels hold there too."""
        with self.source.store.reading() as connection:
            expected = [f"{r.stream}/{r.version}" for r in event_log.read_all(connection)]
        table = watcher.applied
        with self.watcher.store.reading() as connection:
            got = list(connection.execute(sa.select(table.c.fact).order_by(table.c.n)).scalars())
            assert parking.list_parked_facts(connection) == []
            own = [row.data for row in event_log.read_all(connection)]
        assert got == expected
        assert len(own) == len(set(own)) == sum(1 for fact in expected if fact.endswith("/1"))
        assert list(verify_chain(self.watcher.database)) == []
