"""A real platform as departments meet it: `tsunagu run` in a process of its own, with tokens."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.town import ROOT, TSUNAGU, clean_environment, free_port

START_SECONDS = 120
SHARED = pytest.StashKey()


def shared_platform(config, folders):
    """One platform for all tests of a run that need one, started when the first asks for it."""
    if SHARED not in config.stash:
        config.stash[SHARED] = RunningPlatform(folders.mktemp("office") / "data").start()
        config.add_cleanup(config.stash[SHARED].close)
    return config.stash[SHARED]


class RunningPlatform:
    """The embedded platform on a folder and a port; it may be stopped, killed and started again."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.port = free_port()
        self.process = None
        self.tokens = {}

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        log = self.folder.with_suffix(".log").open("ab")
        with log:
            self.process = subprocess.Popen(
                [*TSUNAGU, "run", "--data", self.folder, "--port", str(self.port)],
                env=clean_environment(),
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(self.folder.with_suffix(".log").read_text()[-3000:])
            time.sleep(0.1)
        return self

    def _ready(self):
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=2):
                return (self.folder / "control.json").exists()
        except OSError:
            return False

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        self.process.wait(60)
        self.process = None

    def close(self):
        if self.process is not None:
            self.stop(signal.SIGKILL)

    # -- as operators and departments ask it --------------------------------------------------

    def call(self, service, method, **arguments):
        """A command, as the platform's own command line calls it."""
        control = json.loads((self.folder / "control.json").read_text())
        body = {"service": service, "method": method, "arguments": arguments}
        return self.ask("POST", "/ops/call", control["token"], body)[1]["result"]

    def token(self, department):
        """A token of that department."""
        if department not in self.tokens:
            issued = self.call("console", "issue_token", role=f"department:{department}", label="")
            self.tokens[department] = issued["token"]
        return self.tokens[department]

    def ask(self, verb, path, token, body=None):
        """Status and JSON of a request, with nothing of the client in between."""
        request = urllib.request.Request(
            f"{self.url}/api/v1{path}",
            method=verb,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refused:
            return refused.code, json.load(refused)

    def signals_of(self, department):
        """Every signal the platform has of the department."""
        found, after = [], ""
        while after is not None:
            path = f"/signals?state=all&limit=500{f'&after={after}' if after else ''}"
            page = self.ask("GET", path, self.token(department))[1]
            found += page["signals"]
            after = page["next"]
        return found

    def environment(self, department, spool):
        """What a department sets on its machine."""
        return clean_environment() | {
            "TSUNAGU_URL": self.url,
            "TSUNAGU_TOKEN": self.token(department),
            "TSUNAGU_DEPARTMENT": department,
            "TSUNAGU_SPOOL": str(spool),
            "PATH": f"{Path(TSUNAGU[0]).parent}{os.pathsep}{os.environ['PATH']}",
        }
