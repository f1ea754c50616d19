"""What all benchmarks share: servers, processes taking turns, medians and the table.

Every side of a comparison is a process of its own (`Participant`), so that ours runs
on eventlet as in service and each peer in its natural state. They take turns within
the same run, on the same servers, in databases and virtual hosts of their own. It
never measures anything itself; the `bench_*.py` programs say what is compared.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tsunagu.testing.backends import BrokerServer, DatabaseServer, broker_server, database_server

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))  # services, and the tests' ways of setting a broker up
LIBRARIES = ("psycopg", "amqp", "nameko", "eventlet", "eventsourcing")


# -- the sides of a comparison --------------------------------------------------------------------


class Participant:
    """A process that answers calls one at a time; see `participant.py` for its inside."""

    def __init__(self, program: str, name: str, **settings: Any) -> None:
        self.name = f"{program} {name}"
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-W",
                "ignore",
                str(HERE / f"{program}.py"),
                name,
                json.dumps(settings),
            ],
            cwd=HERE.parent,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def start(self, operation: str, **arguments: Any) -> None:
        """Ask without waiting for the answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([operation, arguments]) + "\n")
        self._process.stdin.flush()

    def answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name} ended ({self._process.wait()})")
        reply = json.loads(line)
        if "error" in reply:
            raise RuntimeError(f"{self.name}: {reply['error']}")
        return reply["result"]

    def call(self, operation: str, **arguments: Any) -> Any:
        self.start(operation, **arguments)
        return self.answer()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._process.stdin.close()  # type: ignore[union-attr]
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Bench:
    """One run: its servers, participants and options."""

    def __init__(self, stack: ExitStack, rounds: int, quick: bool) -> None:
        self.rounds, self.quick = rounds, quick
        self._stack = stack
        self._database_server: DatabaseServer | None = None
        self._broker_server: BrokerServer | None = None
        self.folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tsunagu-bench")))
        self.versions: list[str] = []

    def database(self) -> str:
        """The URL of a fresh database on the run's PostgreSQL."""
        if self._database_server is None:
            self._database_server = self._stack.enter_context(database_server())
            self.versions.append(_postgres_version(self._database_server.url))
        return self._stack.enter_context(self._database_server.database())

    def broker(self) -> str:
        """The URL of a fresh virtual host on the run's RabbitMQ."""
        if self._broker_server is None:
            self._broker_server = self._stack.enter_context(broker_server())
            self.versions.append(_rabbitmq_version(self._broker_server.url))
        return self._stack.enter_context(self._broker_server.vhost())

    def participant(self, program: str, name: str, **settings: Any) -> Participant:
        settings.setdefault("folder", str(self.folder))
        made = Participant(program, name, **settings)
        self._stack.callback(made.close)
        return made

    def after(self, what: Callable[[], object]) -> None:
        """Do it at the end of the run."""
        self._stack.callback(what)

    def size(self, full: int, quick: int) -> int:
        return quick if self.quick else full

    def interleave(self, sides: Mapping[str, Callable[[int], float]]) -> dict[str, list[float]]:
        """Each side once a round, in turn, after one round that does not count."""
        samples: dict[str, list[float]] = {label: [] for label in sides}
        for number in range(-1, self.rounds):
            for label, measure in sides.items():
                value = measure(number)
                time.sleep(0.3)  # what the servers still have to write belongs to this side
                if number >= 0:
                    samples[label].append(value)
                    progress(f"{number + 1}/{self.rounds} {label}: {value:,.1f}")
        return samples


def progress(line: str) -> None:
    """Say on stderr how far it is; only where somebody is looking."""
    if sys.stderr.isatty() or os.environ.get("TSUNAGU_BENCH_PROGRESS"):
        print(f"  {line}", file=sys.stderr, flush=True)


# -- results --------------------------------------------------------------------------------------


@dataclass
class Check:
    """An absolute bound: at most, or at least, so much."""

    what: str
    measured: float
    bound: float
    at_least: bool = False

    @property
    def ok(self) -> bool:
        return self.measured >= self.bound if self.at_least else self.measured <= self.bound


@dataclass
class Result:
    """One table: ours is the first series; `required` holds ours ÷ theirs at least."""

    what: str
    unit: str
    samples: dict[str, list[float]]
    required: dict[str, float] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def median(self, label: str) -> float:
        return statistics.median(self.samples[label])

    def ratio(self, label: str) -> float:
        """Ours ÷ theirs, of the medians."""
        return self.median(next(iter(self.samples))) / self.median(label)

    @property
    def ok(self) -> bool:
        reached = all(self.ratio(label) >= least for label, least in self.required.items())
        return reached and all(check.ok for check in self.checks)

    def as_json(self) -> dict[str, Any]:
        return {
            "what": self.what,
            "unit": self.unit,
            "ok": self.ok,
            "sides": {
                label: {
                    "median": self.median(label),
                    "samples": samples,
                    "ratio": self.ratio(label),
                    "required": self.required.get(label),
                }
                for label, samples in self.samples.items()
            },
            "checks": [vars(check) | {"ok": check.ok} for check in self.checks],
            "notes": self.notes,
        }


def _mark(ok: bool) -> str:
    return "[green]✓[/green]" if ok else "[red]✗[/red]"


def show(result: Result, console: Console) -> None:
    """The table of one result."""
    table = Table(title=escape(f"{result.what}  [{result.unit}]"), title_justify="left")
    for heading in ("", "中央値 / median", "範囲 / range", "比 / ours ÷", "必要 / required", ""):
        table.add_column(heading, justify="left" if not heading else "right")
    digits = 1 if max(map(max, result.samples.values())) < 1000 else 0
    for place, (label, samples) in enumerate(result.samples.items()):
        least = result.required.get(label)
        table.add_row(
            label,
            f"{result.median(label):,.{digits}f}",
            f"{min(samples):,.{digits}f} – {max(samples):,.{digits}f}",
            "" if place == 0 else f"{result.ratio(label):.2f}",
            "" if least is None else f"≥ {least:.2f}",
            "" if least is None else _mark(result.ratio(label) >= least),
        )
    console.print(table)
    for check in result.checks:
        sign = "≥" if check.at_least else "≤"
        console.print(
            f"  {_mark(check.ok)} {check.what}: {check.measured:,.2f} ({sign} {check.bound:,.2f})"
        )
    for note in result.notes:
        console.print(f"  {note}", highlight=False)


# -- the machine ----------------------------------------------------------------------------------


def machine(extra: list[str]) -> str:
    """Processor, cores, system, versions and load, as one line."""
    model = platform.processor() or platform.machine()
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    libraries = [f"{name} {version(name)}" for name in LIBRARIES]
    load = os.getloadavg()[0]
    system = f"{_name_system()}, Linux {platform.release()}"
    parts = [f"{model}, {os.cpu_count()} cores", system, f"Python {platform.python_version()}"]
    return "; ".join([*parts, *extra, ", ".join(libraries), f"load {load:.2f} at the start"])


def _name_system() -> str:
    with contextlib.suppress(OSError):
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    return platform.system()


def _postgres_version(url: str) -> str:
    import psycopg

    with psycopg.connect(url) as connection:
        found = connection.execute("SHOW server_version").fetchone()
    return f"PostgreSQL {str(found[0] if found else '?').split()[0]}"


def _rabbitmq_version(url: str) -> str:
    from kombu import Connection

    with Connection(url) as connection:
        properties = connection.connect().server_properties
        return f"RabbitMQ {properties.get('version', '?')}"


# -- the program ----------------------------------------------------------------------------------


@contextmanager
def _run(rounds: int, quick: bool) -> Iterator[Bench]:
    with ExitStack() as stack:
        yield Bench(stack, rounds, quick)


def main(description: str, measure: Callable[[Bench], list[Result]]) -> None:
    """A `bench_*.py` program: measure, show, and exit 1 where a bound is missed."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--rounds", type=int, default=5, help="rounds that count (default 5)")
    parser.add_argument("--quick", action="store_true", help="short rounds: for a first look only")
    parser.add_argument("--json", action="store_true", help="the result as JSON")
    options = parser.parse_args()
    load = machine([])
    with _run(options.rounds, options.quick) as bench:
        results = measure(bench)
        line = load.replace("; psycopg", "; ".join(["", *bench.versions]) + "; psycopg")
    ok = all(result.ok for result in results)
    if options.json:
        found = {"machine": line, "ok": ok, "results": [r.as_json() for r in results]}
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        console = Console(width=None if sys.stdout.isatty() else 118)
        for result in results:
            show(result, console)
        console.print(line, highlight=False)
        console.print(_mark(ok) + (" 達成 / reached" if ok else " 未達 / short"))
    sys.exit(0 if ok else 1)
