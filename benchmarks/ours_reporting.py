"""Our side of the rebuild: the reporting service's own projections over an archive of facts."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

from participant import Stopwatch, serve

import tsunagu.process.eventlet_patch  # noqa: F401  before anything else, as in every service process
from tsunagu.contracts.facts import Fact
from tsunagu.log import migration
from tsunagu.log.database import Database

ROOT = Path(__file__).resolve().parents[1]
BATCH = 2_000


class Reporting:
    """A reporting database with as many facts as asked: consultations, plans, endings, sheets."""

    def __init__(self, settings: dict[str, Any]) -> None:
        sys.path.insert(0, str(ROOT))
        from services.reporting.definition import projections

        self.projections = projections
        self.database = Database(settings["database"])
        migration.upgrade(self.database, "services.reporting")
        files = sorted((ROOT / "contracts").glob("*/*.json"))
        examples = [file for file in files if not file.name.endswith(".schema.json")]
        self.examples = [json.loads(file.read_text()) for file in examples]
        self.examples = [e for e in self.examples if "record_corrected" not in e["type"]]
        self.count = 0

    def fill(self, count: int) -> None:
        while self.count < count:
            facts = [self._fact(self.count + n + 1) for n in range(BATCH)]
            with self.database.writing() as connection:
                self.projections.apply(connection, facts)
            self.count += BATCH

    def _fact(self, number: int) -> Fact:
        example = self.examples[number % len(self.examples)]
        data = dict(example["data"])
        for key in ("person_id", "case_id", "record_id", "referral_id", "need_id", "signal_id"):
            if key in data:
                data[key] = f"{key}-{number // 20:012d}"
        return Fact(
            city="142166",
            source=example["type"].partition(".")[0],
            position=number,
            previous=number - 1,
            type=example["type"],
            schema=1,
            stream=f"case-{number // 20}",
            version=number % 20 + 1,
            time="2026-04-01T01:00:00.000000+00:00",
            recorded=None,
            actor="system",
            correlation=None,
            causation=None,
            data=data,
        )

    def rebuild(self) -> float:
        """Facts/s of a whole rebuild, indexes and switch included."""
        with Stopwatch() as watch:
            made = self.projections.rebuild(self.database, lambda done, total: None)
        assert made["facts"] == self.count
        return watch.rate(self.count)

    def peak_mb(self) -> float:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    serve({"reporting": Reporting})
