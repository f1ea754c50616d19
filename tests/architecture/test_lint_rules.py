"""Rules of this code that ruff keeps: that it does, and where not."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EVENTLET = "import eventlet\n\neventlet.sleep(0)\n"
INSIDE = "def wait() -> None:\n    from eventlet.hubs import trampoline\n\n    trampoline(0)\n"
GUARD = "def read(allowed: bool) -> None:\n    assert allowed\n"


def broken_rules(source, place):
    """The codes of the rules that a source breaks, were it that file of the project."""
    command = [sys.executable, "-m", "ruff", "check", "--output-format=concise", "--no-cache"]
    done = subprocess.run(
        [*command, "--stdin-filename", place, "-"],
        input=source,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return {line.split()[1] for line in done.stdout.splitlines() if line.startswith(place)}


@pytest.mark.parametrize("source", [EVENTLET, INSIDE])
@pytest.mark.parametrize(
    "place",
    [
        "services/intake/service.py",
        "kit/src/tsunagu/messaging/relay.py",
        "kit/src/tsunagu/cli/serve.py",
        "tests/journeys/test_x.py",
        "benchmarks/ours_log.py",
    ],
)
def test_eventlet_is_reached_through_the_kits_module_alone(place, source):
    assert "TID251" in broken_rules(source, place)


@pytest.mark.parametrize("place", ["concurrency.py", "patches.py"])
def test_that_module_and_the_patches_may_import_it(place):
    assert "TID251" not in broken_rules(EVENTLET, f"kit/src/tsunagu/{place}")


@pytest.mark.parametrize(
    "place",
    [
        "services/intake/queries/cases.py",
        "kit/src/tsunagu/log/unit_of_work.py",
        "clients/python/src/tsunagu_signals/client.py",
    ],
)
def test_no_assert_stands_guard_in_code_that_runs(place):
    assert "S101" in broken_rules(GUARD, place)


def test_tests_speak_in_asserts():
    assert "S101" not in broken_rules(GUARD, "kit/tests/test_x.py")
