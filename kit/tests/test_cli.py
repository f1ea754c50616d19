"""The command line itself: what is loaded for what, and commands that others bring."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from tsunagu.cli import COMMANDS, main, plugins

HEAVY = {
    "alembic",
    "cryptography",
    "eventlet",
    "flask",
    "kombu",
    "nameko",
    "orjson",
    "psycopg",
    "rich",
    "services",
    "sqlalchemy",
    "tsunagu_signals",
    "xlsxwriter",
}
PROGRAM = """
import atexit, json, sys
sys.argv = ["tsunagu", *json.loads(sys.argv[1])]
say = lambda: print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
atexit.register(say)
from tsunagu.cli import main
main()
"""


def loaded_for(*arguments: str) -> tuple[int, set[str]]:
    """The exit code of a command, and which packages its process had loaded at its end."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["no-such-command"]])
def test_help_and_unknown_commands_load_nothing_that_hosts_services(arguments: list[str]) -> None:
    code, loaded = loaded_for(*arguments)
    assert code == (2 if arguments == ["no-such-command"] else 0)
    assert not loaded & HEAVY


@pytest.mark.parametrize("name", COMMANDS)
def test_a_wrong_option_is_answered_without_what_hosts_services(name: str) -> None:
    brings = {"tsunagu_signals"} if name == "signal" else set()
    code, loaded = loaded_for(name, "--help")
    assert (code, loaded & HEAVY) == (0, brings)
    if name != "bench":  # it hands every option on
        code, loaded = loaded_for(name, "--no-such-option")
        assert (code, loaded & HEAVY) == (2, brings)


def test_short_helps_are_those_of_the_commands_themselves() -> None:
    context = click.Context(main)
    for name, listed in COMMANDS.items():
        command = main.get_command(context, name)  # type: ignore[attr-defined]
        for room in range(10, 160):
            shown = click.Command(name, help=listed.help).get_short_help_str(room)
            assert shown == command.get_short_help_str(room), name


PATCHED_FIRST = """
import sys
class Watch:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("nameko", "kombu", "sqlalchemy"):
            assert "tsunagu.process.eventlet_patch" in sys.modules, name
sys.meta_path.insert(0, Watch())
from tsunagu.cli.access import open_platform
with open_platform(sys.argv[1]) as platform:
    import socket, time
    from eventlet.patcher import is_monkey_patched
    assert is_monkey_patched("socket") and is_monkey_patched("time")
    print(platform.call("reporting", "about")["name"])
"""


def test_the_patching_comes_before_what_it_patches_for(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PATCHED_FIRST, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout == "reporting\n", done.stderr


# -- commands that others bring -------------------------------------------------------------------


def greet(open_folder: Callable[..., Any]) -> click.Command:
    """What another distribution would offer: a function that makes a command."""

    @click.command("greet", help="Says hello. Only that.")
    def command() -> None:
        click.echo(f"hello {callable(open_folder)}")

    return command


@pytest.fixture
def bring(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes it look as if the distributions installed here brought these entry points."""

    def bring(**targets: str) -> None:
        there = EntryPoints(EntryPoint(n, t, plugins.GROUP) for n, t in targets.items())
        monkeypatch.setattr(plugins, "entry_points", there.select)

    return bring


def test_a_command_that_is_brought_is_listed_and_called(bring: Callable[..., None]) -> None:
    bring(greet=f"{__name__}:greet")
    sys.modules[__name__].greet = greet  # type: ignore[attr-defined]
    assert "greet      Says hello.\n" in CliRunner().invoke(main, ["--help"]).output
    assert CliRunner().invoke(main, ["greet"]).output == "hello True\n"


def test_nobody_replaces_a_command_of_the_kit(bring: Callable[..., None]) -> None:
    bring(lag=f"{__name__}:greet")
    context = click.Context(main)
    assert main.get_command(context, "lag").name == "lag"  # type: ignore[attr-defined]


@pytest.mark.parametrize("left_behind", [{}, {"signal": "no_such_distribution.cli:command"}])
def test_without_the_client_it_is_said_how_to_install_it(
    bring: Callable[..., None], left_behind: dict[str, str]
) -> None:
    bring(**left_behind)
    for arguments in (["signal"], ["signal", "send", "x.json"]):
        done = CliRunner().invoke(main, arguments)
        assert done.exit_code == 2
        assert "pip install ./clients/python" in done.output
    if not left_behind:
        shown = CliRunner().invoke(main, ["--help"]).output
        assert "signal     部署の道具が入っていません" in shown


def test_a_fault_of_the_one_who_brings_it_is_not_hidden(
    bring: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(signal="tsunagu.cli.plugins:no_such_function")
    with pytest.raises(AttributeError):
        CliRunner().invoke(main, ["signal"], catch_exceptions=False)
