"""`tsunagu bench csv_signals`: a monthly list of 10,000 rows, as a department's system exports it.

Shift_JIS, era dates, half-width kana. Timed is the department's whole command over REST,
start and stop included, until the platform has accepted every row; the platform runs
beside it on the same machine. The limit beside it: reading the same file by hand and
inserting its rows into SQLite, without checking or sending anything.
"""

from __future__ import annotations

import csv
import json
import os
import random
import secrets
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jaconv
from measuring import Bench, Check, Result, main
from residents import Resident, city

from tsunagu_signals.dates import in_era

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
MAPPING = ROOT / "clients" / "examples" / "tax_collection" / "mapping.toml"
DEPARTMENT = "tax_collection"
ROWS, LIMIT = 10_000, 30.0
HEADER = "通知番号,年度,期別,税目,氏名,ｶﾅ氏名,生年月日,住所,方書,電話番号,滞納額,催告日,共有区分"


def monthly_list(folder: Path, rows: int, seed: int) -> Path:
    """A list that no round has sent before, of a made-up city's residents; some stand twice."""
    rng = random.Random(seed)
    residents = [each for each in city(rows * 2, seed).residents if _can_be_written(each)]
    batch = secrets.token_hex(4)
    file = folder / "list.csv"
    with file.open("w", encoding="cp932", newline="") as lines:
        out = csv.writer(lines)
        out.writerows([["滞納者一覧"], ["作成日", "令和8年4月20日"], HEADER.split(",")])
        for n in range(rows):
            out.writerow(_row(f"{batch}-{n:05d}", n, rng.choice(residents)))
    return file


def _row(number: str, n: int, who: Resident) -> list[str]:
    home = who.home
    return [
        *(number, "令和8", f"{n % 4 + 1}期", "市県民税"),
        "　".join((who.family[0], who.given[0])),
        jaconv.z2h(" ".join((who.family[1], who.given[1])), kana=True),
        in_era(who.birth),
        jaconv.h2z(f"座間市{home.town}{'-'.join(map(str, home.numbers))}", digit=True, ascii=True),
        f"{home.building} {home.room}".strip(),
        who.mobile or home.line or "",
        *(f"{n:,}", "R8.4.10", ("会議", "同意", "勧奨のみ")[n % 3]),
    ]


def _can_be_written(who: Resident) -> bool:
    """Shift_JIS has not every character; an office's own stand in their place there."""
    text = "".join((*who.family, *who.given, who.home.town, who.home.building, who.home.room))
    return text.encode("cp932", errors="ignore").decode("cp932") == text


@contextmanager
def platform(bench: Bench) -> Iterator[dict[str, str]]:
    """A running embedded platform, and what a department sets to reach it."""
    data = bench.folder / "data"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (bench.folder / "platform.log").open("wb") as log:
        running = subprocess.Popen(
            [BIN / "tsunagu", "run", "--data", data, "--port", str(port)],
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
    try:
        while not _ready(port):
            if running.poll() is not None:
                raise RuntimeError((bench.folder / "platform.log").read_text()[-2000:])
            time.sleep(0.1)
        issue = [BIN / "tsunagu", "token", "issue", f"department:{DEPARTMENT}", "--data", data]
        token = subprocess.run(issue, check=True, capture_output=True, text=True).stdout.strip()
        yield {
            **os.environ,
            "TSUNAGU_URL": f"http://127.0.0.1:{port}",
            "TSUNAGU_TOKEN": token,
            "TSUNAGU_DEPARTMENT": DEPARTMENT,
            "TSUNAGU_SPOOL": str(bench.folder / "spool"),
        }
    finally:
        running.terminate()
        running.wait(30)


def _ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2):
            return True
    except OSError:
        return False


def measure(bench: Bench) -> list[Result]:
    rows = bench.size(ROWS, 1_000)
    with platform(bench) as environment:

        def ours(number: int) -> float:
            file = monthly_list(bench.folder, rows, number + 2)
            command = [BIN / "tsunagu-signal", "import", file, "--mapping", MAPPING, "--json"]
            began = time.monotonic()
            done = subprocess.run(
                command, env=environment, check=True, capture_output=True, text=True
            )
            took = time.monotonic() - began
            result: dict[str, Any] = json.loads(done.stdout)
            if result["counts"] != {"accepted": rows}:
                raise RuntimeError(f"not all were accepted: {result['counts']}")
            return took

        def raw(number: int) -> float:
            file = monthly_list(bench.folder, rows, number + 2)
            database = bench.folder / "raw.sqlite"
            database.unlink(missing_ok=True)
            began = time.monotonic()
            with sqlite3.connect(database) as connection:
                connection.execute("CREATE TABLE row (number TEXT, day TEXT, cells TEXT)")
                with file.open(encoding="cp932", newline="") as lines:
                    for cells in list(csv.reader(lines))[3:]:
                        row = (cells[0], cells[11], json.dumps(cells))
                        connection.execute("INSERT INTO row VALUES (?, ?, ?)", row)
            return time.monotonic() - began

        samples = bench.interleave({"つなぐ": ours, "csv + sqlite3 by hand": raw})
    result = Result("a monthly list of a department", "s", samples)
    result.checks = [Check("つなぐ s", result.median("つなぐ"), LIMIT)]
    result.notes = [f"{rows:,} rows; {rows / result.median('つなぐ'):,.0f} rows/s"]
    return [result]


if __name__ == "__main__":
    main(__doc__ or "", measure)
