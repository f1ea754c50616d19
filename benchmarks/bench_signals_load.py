"""`tsunagu bench signals_load`: 2,000 signals/s from all departments by AMQP for a minute.

A real RabbitMQ with the departments' users and the shipped settings, PostgreSQL, and the
services as processes of their own, as in service. All accepted once or refused with a
reason, by the sender's own ledger; drained within five minutes of the first; REST answers
within a second meanwhile.
"""

from __future__ import annotations

import json
import statistics
import time
from collections import Counter
from pathlib import Path
from typing import Any

import psycopg
from deployed_town import ROOT, Town
from measuring import Bench, Check, Result, main, progress
from signals_load import departments

RATE = 2_000
DRAINED_IN = 300.0


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


def _read_accepted(town: Town) -> tuple[set[str], int]:
    """signal_ids in the log, and how many events say so."""
    query = "SELECT stream FROM event WHERE type = 'intake.signal_received'"
    with psycopg.connect(town.databases["intake"]) as connection:
        streams = [row[0] for row in connection.execute(query)]
    return {stream.removeprefix("signal-") for stream in streams}, len(streams)


def _read_refused(town: Town) -> Counter[tuple[str, str]]:
    """(department, id) of every message among the refused."""
    found: Counter[tuple[str, str]] = Counter()
    connection = town.broker.connection("intake")
    channel = connection.channel()
    while (message := channel.basic_get("signals.refused", no_ack=True)) is not None:
        sender = message.headers["x-tsunagu-sender"].removeprefix("department-")
        found[(sender, json.loads(message.body)["id"])] += 1
    connection.collect()
    return found


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
    stored, events = _read_accepted(town)
    refused = _read_refused(town)
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
