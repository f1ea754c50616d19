"""`tsunagu bench importing`: the three published years into an empty embedded platform.

The whole command is timed, start and stop included, until every report has the
records. The limit beside it: parsing the same lines and inserting them into SQLite.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from measuring import Bench, Check, Result, main

ROOT = Path(__file__).resolve().parents[1]
FIRST, LAST = "2015-04-01", "2018-03-31"


def three_years(folder: Path) -> Path:
    """The lines of FY2015 to FY2017."""
    lines = (ROOT / "demo" / "published_years.jsonl").read_text().splitlines()
    chosen = [line for line in lines if FIRST <= json.loads(line)["on"] <= LAST]
    file = folder / "three_years.jsonl"
    file.write_text("\n".join(chosen) + "\n")
    return file


def measure(bench: Bench) -> list[Result]:
    file = three_years(bench.folder)
    count = sum(1 for _ in file.open())

    def ours(number: int) -> float:
        data = bench.folder / "data"
        shutil.rmtree(data, ignore_errors=True)
        began = time.monotonic()
        subprocess.run(
            [str(Path(sys.executable).parent / "tsunagu"), "import", file, "--data", data],
            check=True,
            capture_output=True,
        )
        return time.monotonic() - began

    def raw(number: int) -> float:
        database = bench.folder / "raw.sqlite"
        database.unlink(missing_ok=True)
        began = time.monotonic()
        with sqlite3.connect(database) as connection:
            connection.execute("CREATE TABLE line (person TEXT, day TEXT, data TEXT)")
            for line in file.open():
                record = json.loads(line)
                row = (record["person"], record["on"], line)
                connection.execute("INSERT INTO line VALUES (?, ?, ?)", row)
        return time.monotonic() - began

    samples = bench.interleave({"つなぐ": ours, "sqlite3 by hand": raw})
    result = Result("import of the published years", "s", samples)
    result.checks = [Check("つなぐ s", result.median("つなぐ"), 10.0)]
    result.notes = [f"{count:,} lines"]
    return [result]


if __name__ == "__main__":
    main(__doc__, measure)
