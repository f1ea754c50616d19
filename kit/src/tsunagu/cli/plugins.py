"""Plug-in commands: those that other distributions add to `tsunagu`.

Each is an entry point of the group `tsunagu.commands`: a function that is given `open_folder`
and returns a click command. So neither side imports the other, and who brings a command can
be installed without the kit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import entry_points
from typing import Any

import click

from tsunagu.cli.access import open_platform
from tsunagu.cli.logging_setup import set_up_logging

GROUP = "tsunagu.commands"


def list_plugin_commands() -> list[str]:
    """The names of the installed plug-in commands, sorted."""
    return sorted(entry_points(group=GROUP).names)


def load_plugin_command(name: str) -> click.Command | None:
    """The plug-in command of that name; None where no installed distribution has it."""
    for found in entry_points(group=GROUP, name=name):
        try:
            make = found.load()
        except ModuleNotFoundError as missing:
            if missing.name is None or missing.name.partition(".")[0] != found.module.split(".")[0]:
                raise
            continue  # what was left behind of a distribution that is no longer there
        command: click.Command = make(open_folder)
        return command
    return None


def build_missing_command(name: str, sentence: str) -> click.Command:
    """A command in the place of one that is not installed; it says how to install that."""

    @click.group(name, invoke_without_command=True, help=sentence)
    @click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
    def command(arguments: tuple[str, ...]) -> None:
        raise click.UsageError(sentence)

    return command


@contextmanager
def open_folder(folder: str) -> Iterator[Callable[..., Any]]:
    """Opens the platform of a data folder, running or not: `call(service, method, **arguments)`.

    It raises the services' typed errors, which have `kind`, `message` and `details`.
    """
    set_up_logging()
    with open_platform(folder) as platform:

        def call(service: str, method: str, **arguments: Any) -> Any:
            return platform.call(service, method, _meta={"actor": "cli"}, **arguments)

        yield call
