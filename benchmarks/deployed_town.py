"""The platform as in service, for benchmarks: each service a process of its own.

A RabbitMQ with the departments' users and the shipped settings, a PostgreSQL database each.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
from measuring import HERE, Bench

from tests.departments.city_broker import CityBroker, make_secrets
from tests.town import SERVICES, free_port

ROOT = HERE.parent
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
