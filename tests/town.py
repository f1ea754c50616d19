"""A whole platform as its users have it: the command line over either way of running.

`Embedded` works on a data folder; `Deployed` starts every service as a process
of its own on a real broker and real databases. A journey cannot tell them apart.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tsunagu.testing.private_servers import free_port

ROOT = Path(__file__).resolve().parents[1]
TSUNAGU = [str(Path(sys.executable).parent / "tsunagu")]
SERVICES = ("intake", "referral", "reporting", "console")


class Town:
    """`cli(...)` runs a command and returns its process; `json(...)` what it printed."""

    environment: dict[str, str]
    place: list[str]

    def cli(self, *arguments, timeout=240):
        return subprocess.run(
            [*TSUNAGU, *map(str, arguments), *self.place],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    def json(self, *arguments, code=0):
        done = self.cli(*arguments, "--json")
        assert done.returncode == code, (arguments, done.returncode, done.stderr, done.stdout)
        return json.loads(done.stdout)

    def report(self, name, **asked):
        options = [f"--{key.replace('_', '-')}={value}" for key, value in asked.items()]
        return self.json("report", name, *options)


def clean_environment():
    return {k: v for k, v in os.environ.items() if not k.startswith("TSUNAGU_")}


class Embedded(Town):
    kind = "embedded"

    def __init__(self, folder):
        self.folder = folder
        self.environment = clean_environment()
        self.place = ["--data", str(folder)]

    def database(self, service):
        return f"sqlite:///{self.folder / service}.sqlite"

    @contextmanager
    def running(self):
        """Kept running meanwhile: each command asks it instead of starting all services itself."""
        from tests.departments.running import RunningPlatform  # which needs this module

        platform = RunningPlatform(self.folder).start()
        try:
            yield
        finally:
            platform.stop()


class Deployed(Town):
    kind = "deployed"

    def __init__(self, amqp_url, databases, folder):
        self.amqp_url, self.databases, self.folder = amqp_url, databases, folder
        self.place = []
        self.processes = {}
        self.ports = {}
        self.console_port = free_port()
        self.environment = clean_environment() | {
            "TSUNAGU_AMQP_URL": amqp_url,
            "TSUNAGU_KEY_FILE": str(folder / "master.key"),
            "TSUNAGU_SERVICES": ",".join(databases),
        }
        (folder / "master.key").write_text(secrets.token_hex(32))
        (folder / "master.key").chmod(0o600)

    def database(self, service):
        return self.databases[service]

    @contextmanager
    def running(self):
        """It runs anyway."""
        yield

    def start(self, *services):
        for name in services:
            port = self.ports[name] = free_port()
            environment = self.environment | {
                "TSUNAGU_DATABASE_URL": self.databases[name],
                "TSUNAGU_HEALTH_PORT": str(port),
                "PORT": str(self.console_port),
            }
            with (self.folder / f"{name}.log").open("ab") as log:
                self.processes[name] = subprocess.Popen(
                    [*TSUNAGU, "serve", name], env=environment, cwd=ROOT, stdout=log, stderr=log
                )
        for name in services:
            self.wait_ready(name)

    def wait_ready(self, name, seconds=180):
        deadline = time.monotonic() + seconds
        while True:
            try:
                with urllib.request.urlopen(
                    f"http://127.0.0.1:{self.ports[name]}/readyz", timeout=2
                ):
                    return
            except OSError as not_yet:
                if self.processes[name].poll() is not None or time.monotonic() > deadline:
                    log = (self.folder / f"{name}.log").read_text()[-3000:]
                    raise AssertionError(f"{name} did not become ready: {not_yet}\n{log}") from None
                time.sleep(0.1)

    def stop(self, *services, how=signal.SIGTERM):
        for name in services:
            process = self.processes.pop(name)
            process.send_signal(how)
            process.wait(60)

    def close(self):
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def deployed(postgres_server, amqp_url, folder, services=SERVICES):
    """Every service as its own process with its own database, until the block ends."""
    with ExitStack() as stack:
        databases = {name: stack.enter_context(postgres_server.database()) for name in SERVICES}
        town = Deployed(amqp_url, databases, folder)
        stack.callback(town.close)
        town.start(*services)
        yield town
