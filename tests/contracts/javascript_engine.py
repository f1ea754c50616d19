"""Node.js for tests of what we publish: its engine alone, and the checkers of `javascript/`.

`npm ci --ignore-scripts --prefix tests/contracts/javascript` brings the checkers by their lock, as
CI does; afterwards they need no network. What is not there is skipped in plain words.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent / "javascript"
NODE = shutil.which("node")
CHECKERS = HERE / "node_modules" / ".bin"

WITH_NODE = pytest.mark.skipif(
    NODE is None, reason="Node.js がありません / Node.js is not here: apt-get install nodejs"
)
WITH_CHECKERS = pytest.mark.skipif(
    NODE is None or not (CHECKERS / "spectral").exists(),
    reason="JavaScript の検査器がありません / the checkers are not here (Node.js 20.19 or newer): "
    "npm ci --ignore-scripts --prefix tests/contracts/javascript",
)


class Engine:
    """A JavaScript engine that reads regular expressions, one question at a time."""

    def __init__(self):
        self._process = subprocess.Popen(
            [NODE, HERE / "match.js"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def match(self, pattern, text):
        """Whether the pattern takes the text; the engine's complaint where it is none."""
        self._process.stdin.write(json.dumps([pattern, text]) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self):
        self._process.stdin.close()
        self._process.wait(timeout=60)
        self._process.stdout.close()


def run_checker(*command):
    """A checker's output; it says on its standard output what it found, however it ends."""
    quiet = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "CI": "true"}
    done = subprocess.run(
        [NODE, *command],
        env=os.environ | quiet,
        cwd=HERE,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.stdout, done.stderr
    return done.stdout
