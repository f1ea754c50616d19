"""`docs/departments.md` from its first command to its last, as a new department would type them.

The commands run in their order in one shell, on a real platform; what the document shows of
their output must be what they say ("…" stands for anything). Where CI runs, the client is
installed by `pip` as the document says; elsewhere the checkout's is taken, to save the time.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.town import ROOT, clean_environment

DOCUMENT = ROOT / "docs" / "departments.md"
FENCE = re.compile(r"(<!-- (?P<needs>\w+) -->\n)?```console\n(?P<text>.*?)```", re.DOTALL)
INSTALLING = ("python3 -m venv signals", "signals/bin/pip install")
ADDRESS = "http://127.0.0.1:8000"


class Shown:
    """One command of the document, and what it shows of the output."""

    def __init__(self, command):
        self.command, self.output = command, ""

    def __repr__(self):
        return self.command.splitlines()[0]

    @property
    def pattern(self):
        parts = map(re.escape, self.output.strip().split("…"))
        return re.compile(r"[\s\S]*?".join(parts) + r"\s*")


def commands(needs=None):
    """Every command of the document's console blocks that need just this."""
    found = []
    for fence in FENCE.finditer(DOCUMENT.read_text()):
        if fence["needs"] != needs:
            continue
        for line in fence["text"].splitlines():
            if line.startswith("$ "):
                found.append(Shown(line[2:]))
            elif line.startswith("> "):
                found[-1].command += "\n" + line[2:]
            else:
                found[-1].output += line + "\n"
    return found


def run_all(shown, place, environment):
    """Type them in one shell; `(exit code, output)` of each."""
    script = ["set +e"]
    for number, each in enumerate(shown):
        script += ["{", each.command, f"}} > {place}/out.{number} 2>&1 < /dev/null"]
        script += [f"echo $? > {place}/code.{number}"]
    (place / "typed.sh").write_text("\n".join(script) + "\n")
    subprocess.run(
        ["bash", place / "typed.sh"], cwd=place, env=environment, timeout=300, check=True
    )
    return [
        (int((place / f"code.{n}").read_text()), (place / f"out.{n}").read_text())
        for n in range(len(shown))
    ]


def wrong(shown, results):
    """What did not happen as the document says."""
    return [
        f"$ {each.command}\n[exit {code}] {output}\n-- the document shows:\n{each.output}"
        for each, (code, output) in zip(shown, results, strict=True)
        if code != 0 or (each.output.strip() and not each.pattern.fullmatch(output.strip() + "\n"))
    ]


@pytest.fixture
def place(office, tmp_path):
    """A folder that looks like the project's, with the platform's data where `make run` has it."""
    for name in (".venv", "clients"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "var").symlink_to(office.folder)
    return tmp_path


def test_every_command_does_what_the_document_says(office, place):
    shown = commands()
    assert len(shown) >= 25
    for each in shown:
        each.command = each.command.replace(ADDRESS, office.url)
    if not os.environ.get("CI"):
        (place / "signals").symlink_to(ROOT / ".venv")
        shown = [each for each in shown if not each.command.startswith(INSTALLING)]
    environment = clean_environment() | {"HOME": str(place)}
    assert wrong(shown, run_all(shown, place, environment)) == []
    told = {row["signal_id"] for row in office.signals_of("waterworks")}
    assert len(told) >= 8


def test_the_check_itself_sees_a_wrong_output_and_a_failing_command(tmp_path):
    shown = [Shown("echo yes"), Shown("echo yes"), Shown("false"), Shown("printf 'a\\nb\\nc\\n'")]
    shown[0].output, shown[1].output, shown[3].output = "yes\n", "no\n", "a\n…c\n"
    results = run_all(shown, tmp_path, {"PATH": os.environ["PATH"]})
    assert [each.split("\n")[0] for each in wrong(shown, results)] == ["$ echo yes", "$ false"]


def test_every_option_and_setting_the_document_names_exists():
    text = DOCUMENT.read_text()
    said = subprocess.run(
        [Path(sys.executable).parent / "tsunagu-signal", "--help"], capture_output=True, text=True
    ).stdout
    for setting in set(re.findall(r"TSUNAGU_[A-Z_]+", text)):
        assert setting in said, setting
    subcommands = set(re.findall(r"tsunagu-signal (send|import|status|flush|spool)", text))
    assert subcommands == {"send", "import", "status", "flush", "spool"}
