"""The examples in each language, as a department would copy them, against a real platform.

Between them and the platform stands a relay that turns the first request away as a busy
server does, and keeps what was sent: so trying again and the Japanese text are seen too.
"""

import itertools
import json
import shutil
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "clients" / "examples"
NOTE = "給水停止の予告を送った"
numbers = itertools.count(1)


class Relay:
    """In front of the platform: 503 to the first request, then everything as it is."""

    def __init__(self, url):
        self.behind, self.bodies, self.turned_away = url, [], 0
        relay = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                relay.pass_on(self)

            do_GET = do_POST

            def log_message(self, *_):
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def pass_on(self, handler):
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        if handler.command == "POST" and not self.turned_away:
            self.turned_away += 1
            return self._reply(handler, 503, b'{"code": "busy"}', {"Retry-After": "1"})
        if body:
            self.bodies.append(json.loads(body))
        headers = {
            name: handler.headers[name]
            for name in ("Authorization", "Content-Type")
            if handler.headers[name]
        }
        request = urllib.request.Request(
            self.behind + handler.path, data=body or None, headers=headers, method=handler.command
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                location = answer.headers.get("Location")
                more = {"Location": location} if location else {}
                return self._reply(handler, answer.status, answer.read(), more)
        except urllib.error.HTTPError as refused:
            return self._reply(handler, refused.code, refused.read(), {})

    @staticmethod
    def _reply(handler, status, body, headers):
        handler.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def close(self):
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def relay(office):
    relay = Relay(office.url)
    yield relay
    relay.close()


def java(folder):
    return ["java", EXAMPLES / "java" / "SendSignal.java"]


def csharp(folder):
    program = folder / "SendSignal.exe"
    libraries = "-r:System.Net.Http,System.Runtime.Serialization"
    subprocess.run(
        ["mcs", libraries, f"-out:{program}", EXAMPLES / "csharp" / "SendSignal.cs"], check=True
    )
    return ["mono", program]


def powershell(folder):
    return ["pwsh", "-NoProfile", "-File", EXAMPLES / "powershell" / "Send-Signal.ps1"]


LANGUAGES = {
    "curl": ("curl", lambda folder: ["sh", EXAMPLES / "curl" / "send.sh"]),
    "python": (sys.executable, lambda f: [sys.executable, EXAMPLES / "python" / "send_plain.py"]),
    "java": ("java", java),
    "csharp": ("mcs", csharp),
    "powershell": ("pwsh", powershell),
}


@pytest.fixture(params=sorted(LANGUAGES))
def program(request, tmp_path):
    """The command that runs the example; skipped where the language is not on this machine."""
    needs, command = LANGUAGES[request.param]
    if shutil.which(needs) is None:
        pytest.skip(f"{needs} がこの機械にありません / {needs} is not on this machine")
    return command(tmp_path)


def run(program, id, office, url=None, **other):
    environment = office.environment("waterworks", "unused") | {"TSUNAGU_URL": url or office.url}
    return subprocess.run(
        [*program, id],
        env=environment | other,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_an_example_sends_once_tries_again_and_reads_the_state_back(program, office, relay):
    id = f"example-{next(numbers)}"
    before = {row["signal_id"] for row in office.signals_of("waterworks")}
    done = run(program, id, office, relay.url)
    assert done.returncode == 0, done.stderr
    status = json.loads(done.stdout)
    assert (status["state"], status["owner_desk"]) == ("open", "consultation_support")
    assert relay.turned_away == 1
    assert [(body["id"], body["note"]) for body in relay.bodies] == [(id, NOTE)]
    new = {row["signal_id"] for row in office.signals_of("waterworks")} - before
    assert new == {status["signal_id"]}
    assert json.loads(run(program, id, office).stdout)["signal_id"] == status["signal_id"]


def test_an_example_says_what_was_refused_and_does_not_try_again(program, office):
    done = run(program, "x" * 201, office)
    assert done.returncode == 1
    assert "断られました" in done.stderr and "invalid_input" in done.stderr


def test_the_client_s_example_waits_on_this_disk_while_the_platform_is_away(office, tmp_path):
    program = [sys.executable, EXAMPLES / "python" / "send_with_client.py"]
    spool = {"TSUNAGU_SPOOL": str(tmp_path / "spool")}
    away = run(program, "client-1", office, "http://127.0.0.1:1", **spool)
    assert away.stdout.split() == ["waiting"]
    there = run(program, "client-2", office, **spool)
    assert there.stdout.startswith("accepted\nopen consultation_support"), there.stderr
    assert "client-1" in str(Path(tmp_path / "spool" / "spool.sqlite").read_bytes())
