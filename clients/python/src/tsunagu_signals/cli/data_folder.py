"""`tsunagu signal`: the same commands in a checkout of the platform, and `--data` on each.

The platform's own command line finds this through the entry point `tsunagu.commands` and gives
it the way to a data folder, so that neither imports the other. Signals go to the platform of
that folder, running or not, and wait in the folder too while they cannot.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

import click

from tsunagu_signals.answers import (
    REFUSED,
    Answer,
    Away,
    Troubled,
    WrongUse,
    faults_in,
    state_in,
)
from tsunagu_signals.cli import command_line
from tsunagu_signals.cli.options import Way
from tsunagu_signals.settings import Settings
from tsunagu_signals.ways import Transport


class Call(Protocol):
    """Calls a method of a service. What it raises has `kind`, `message` and `details`."""

    def __call__(self, service: str, method: str, **arguments: Any) -> Any: ...


Open = Callable[[str], AbstractContextManager[Call]]


def signal_command(open_folder: Open) -> click.Group:
    """All commands, with `--data`; `open_folder` opens the platform of a data folder."""

    @contextmanager
    def way(folder: str, department: str | None) -> Iterator[tuple[Settings, Transport]]:
        department = department or os.environ.get("TSUNAGU_DEPARTMENT")
        if not department:
            raise WrongUse(
                "--department か TSUNAGU_DEPARTMENT を / give --department or TSUNAGU_DEPARTMENT"
            )
        spool = Path(folder) / "spool" / department
        with open_folder(folder) as call:
            yield Settings(department, spool=spool), OnThisMachine(call, department)

    option = click.Option(
        ["--data", "data_dir"],
        type=click.Path(file_okay=False),
        help="この機械のデータの置き場所へ / to the embedded platform of this data folder",
    )
    return command_line([Way("data_dir", option, way)])


class OnThisMachine:
    """Signals to intake by call, as the REST interface would pass them on."""

    most_at_once, most_bytes = 500, 200_000

    def __init__(self, call: Call, department: str) -> None:
        self._call = call
        self._department = department

    def deliver(self, signals: Sequence[Mapping[str, Any]]) -> list[Answer]:
        try:
            results = self._ask("receive_signals", signals=list(signals))["results"]
        except Exception as failure:
            kind = _kind(failure)
            if kind is None:
                raise
            if kind == "error":
                raise Troubled(getattr(failure, "message", str(failure))) from None
            if kind != "invalid":
                raise Away(getattr(failure, "message", str(failure))) from None
            # not of the signals: a department that does not exist
            faults = faults_in(getattr(failure, "details", {}), "faults")
            return [Answer(str(signal["id"]), REFUSED, faults=faults) for signal in signals]
        return [
            Answer(
                each["id"],
                state_in(each),
                each["signal_id"],
                each["status_url"],
                faults_in(each, "faults"),
                faults_in(each, "notes"),
            )
            for each in results
        ]

    def status(self, signal_id: str) -> dict[str, Any] | None:
        try:
            told: dict[str, Any] = self._ask("get_signal", signal_id=signal_id)
        except Exception as failure:
            if _kind(failure) != "not_found":
                raise
            return None
        return told

    def _ask(self, method: str, **arguments: Any) -> Any:
        return self._call("intake", method, department=self._department, **arguments)

    def close(self) -> None:
        """Whoever opened the platform closes it."""


def _kind(failure: Exception) -> str | None:
    """What kind of answer it is; None for what is none, but a fault of a program."""
    kind = getattr(failure, "kind", None)
    return kind if isinstance(kind, str) else None
