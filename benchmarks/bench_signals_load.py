"""`tsunagu bench signals_load`: 2,000 signals/s from all departments by AMQP for a minute.

A real RabbitMQ with the departments' users and the shipped settings, PostgreSQL, and the
services as processes of their own, as in service. All accepted once or refused with a
reason, by the sender's own ledger; drained within five minutes of the first; REST answers
within a second meanwhile.
"""

from __future__ import annotations

import contextlib
import json
import os
import statistics
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import psycopg
from measuring import HERE, Bench, Check, Result, main, progress
from signals_load import departments

from tests.departments.city_broker import CityBroker, make_secrets
from tests.town import SERVICES, free_port

ROOT = HERE.parent
RATE = 2_000
DRAINED_IN = 300.0
TSUNAGU = str(Path(sys.executable).parent / "tsunagu")


class Town:
    """The platform, each service a process of its own."""

    def __init__(self, bench: Bench) -> None:
        self.folder = bench.folder / "town"
        self.secrets = make_secrets(self.folder / "keys")
        self.broker = CityBroker(self.secrets)
        bench.after(self.broker.discard)
        self.broker.start()
        bench.versions.append("RabbitMQ of its own")
        self.port = free_port()
        self.databases = {name: bench.database() for name in SERVICES}
        self.processes: dict[str, psutil.Process] = {}
        for name in SERVICES:
            bench.after(self._serve(name))
        self._until(self._ready)

    def _serve(self, name: str) -> Callable[[], None]:
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [TSUNAGU, "serve", name],
                env=self._environment(name),
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )

        self.processes[name] = psutil.Process(process.pid)

        def stop() -> None:
            process.terminate()
            process.wait(20)

        return stop

    def _environment(self, name: str) -> dict[str, str]:
        plain = {k: v for k, v in os.environ.items() if not k.startswith("TSUNAGU_")}
        return plain | {
            "TSUNAGU_AMQP_URL": self.broker.url_for(name),
            "TSUNAGU_DATABASE_URL": self.databases[name],
            "TSUNAGU_KEY_FILE": str(self.secrets / name / "master.key"),
            "TSUNAGU_SERVICES": ",".join(SERVICES),
            "TSUNAGU_LOG_LEVEL": "WARNING",
            "PORT": str(self.port),
        }

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    @staticmethod
    def _until(what: Callable[[], bool], seconds: float = 90.0) -> None:
        deadline = time.monotonic() + seconds
        while not what():
            if time.monotonic() > deadline:
                raise RuntimeError("the platform did not get ready")
            time.sleep(0.2)

    def processor_seconds(self) -> dict[str, float]:
        """What each part has used of the processors so far; the database's is not ours to see."""
        broker = self.broker.process
        parts = {**self.processes, "broker": psutil.Process(broker.pid) if broker else None}
        used = {}
        for name, part in parts.items():
            with contextlib.suppress(psutil.Error, AttributeError):
                times = part.cpu_times()  # type: ignore[union-attr]
                used[name] = times.user + times.system
        return used

    def token(self, role: str) -> str:
        done = subprocess.run(
            [TSUNAGU, "token", "issue", role, "--json"],
            env=self._environment("console"),
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
        return str(json.loads(done.stdout)["token"])

    def call(self, token: str, service: str, method: str) -> Any:
        request = urllib.request.Request(
            f"{self.url}/api/v1/ops/call",
            data=json.dumps({"service": service, "method": method}).encode(),
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["result"]

    # -- what must hold afterwards ----------------------------------------------------------------

    def accepted(self) -> tuple[set[str], int]:
        """signal_ids in the log, and how many events say so."""
        query = "SELECT stream FROM event WHERE type = 'intake.signal_received'"
        with psycopg.connect(self.databases["intake"]) as connection:
            streams = [row[0] for row in connection.execute(query)]
        return {stream.removeprefix("signal-") for stream in streams}, len(streams)

    def refused(self) -> Counter[tuple[str, str]]:
        """(department, id) of every message among the refused."""
        found: Counter[tuple[str, str]] = Counter()
        connection = self.broker.connection("intake")
        channel = connection.channel()
        while (message := channel.basic_get("signals.refused", no_ack=True)) is not None:
            sender = message.headers["x-tsunagu-sender"].removeprefix("department-")
            found[(sender, json.loads(message.body)["id"])] += 1
        connection.collect()
        return found


def measure(bench: Bench) -> list[Result]:
    seconds = bench.size(60, 10)
    town = Town(bench)
    ledger = town.folder / "ledger"
    codes = departments(ROOT / "data" / "departments.csv")
    sender = bench.participant(
        "signals_load",
        "sender",
        ledger=str(ledger),
        departments={code: town.broker.url_for("departments", code) for code in codes},
        residents=bench.size(100_000, 20_000),
    )
    sender.call("prepare", count=RATE * seconds)
    tokens = {
        role.partition(":")[0]: town.token(role)
        for role in ("department:tax_collection", "caseworker:consultation_support", "ops")
    }
    asker = bench.participant("signals_load", "asker", url=town.url, tokens=tokens)
    sign = town.folder / "stop"
    asker.start("ask_until", sign=str(sign), each=0.1)
    before, began = town.processor_seconds(), time.monotonic()
    sent = sender.call("send", rate=RATE)
    dealt = _drain(town, tokens["ops"], int(sent["sent"]), began)
    drained = time.monotonic() - began
    used = {name: s - before[name] for name, s in town.processor_seconds().items()}
    sign.touch()
    asked = asker.answer()
    result = _result(town, ledger, sent, asked, dealt / drained, drained)
    result.notes.append(
        "processor, s: " + ", ".join(f"{name} {seconds:.0f}" for name, seconds in used.items())
    )
    return [result]


def _drain(town: Town, token: str, count: int, began: float) -> int:
    """Wait until intake has dealt with every message; how many those were."""
    while True:
        incoming = town.call(token, "intake", "lag")["incoming"]
        dealt = int(incoming["taken"] + incoming["refused"])
        progress(f"{time.monotonic() - began:.0f} s: {dealt:,} of {count:,}")
        if dealt >= count or time.monotonic() - began > DRAINED_IN * 2:
            return dealt
        time.sleep(0.5)


def _result(
    town: Town,
    ledger: Path,
    sent: dict[str, float],
    asked: dict[str, Any],
    rate: float,
    drained: float,
) -> Result:
    from services.intake.commands.signal_intake import signal_id_of

    wanted = {tuple(line.split()) for line in ledger.read_text().splitlines()}
    stored, events = town.accepted()
    refused = town.refused()
    accepted = {key for key in wanted if signal_id_of(*key) in stored}
    lost = wanted - accepted - set(refused)
    both = accepted & set(refused)
    strange = len(stored) - len(accepted) - len(set(asked["own"]))
    answers = sorted(s for times in asked["seconds"].values() for s in times)
    checks = [
        Check("offered, signals/s", sent["sent"] / sent["seconds"], RATE * 0.98, at_least=True),
        Check("drained, s after the first", drained, DRAINED_IN),
        Check("lost: in the ledger, neither accepted nor refused", len(lost), 0),
        Check("accepted more than once", events - len(stored), 0),
        Check("both accepted and refused", len(both), 0),
        Check("accepted that nobody sent", strange, 0),
        Check("refused", len(refused), 1, at_least=True),
        Check("REST p99, s", statistics.quantiles(answers, n=100)[98], 1.0),
        Check("REST answers that failed", len(asked["wrong"]), 0),
    ]
    each = ", ".join(
        f"{name} p50 {statistics.median(times):.3f} max {max(times):.3f}"
        for name, times in asked["seconds"].items()
    )
    notes = [
        f"{len(wanted):,} ids in the ledger: {len(accepted):,} accepted, {len(refused):,} refused",
        f"sender's greatest delay {sent['late']:.2f} s; {len(answers)} REST answers, s: {each}",
        *(f"REST: {what} × {n}" for what, n in Counter(asked["wrong"]).items()),
    ]
    return Result("signals load", "signals/s dealt with", {"つなぐ": [rate]}, {}, checks, notes)


if __name__ == "__main__":
    main(__doc__, measure)
