"""`tsunagu signal`: the departments' own client, here also for an embedded platform.

The client is a distribution of its own (`clients/python`) that departments install without the
kit; a deployed service has no need of it. With `--data` signals go to the platform of a
folder, running or not, and wait in that folder too while they cannot.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tsunagu.cli.access import Access, open_platform
from tsunagu.cli.logging_setup import set_up_logging
from tsunagu.domain.errors import Invalid, NotFound, TsunaguError

if TYPE_CHECKING:
    from tsunagu_signals.answers import Answer
    from tsunagu_signals.settings import Settings
    from tsunagu_signals.ways import Transport

NOT_INSTALLED = (
    "部署の道具が入っていません。pip install ./clients/python / "
    "the departments' client is not installed: pip install ./clients/python"
)


def _group() -> click.Group:
    try:
        from tsunagu_signals.cli import command_line
        from tsunagu_signals.cli.options import Way
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.partition(".")[0] != "tsunagu_signals":
            raise
        return _missing()
    folder = click.Option(
        ["--data", "data_dir"],
        type=click.Path(file_okay=False),
        help="この機械のデータの置き場所へ / to the embedded platform of this data folder",
    )
    return command_line([Way("data_dir", folder, embedded_way)])


def _missing() -> click.Group:
    @click.group("signal", invoke_without_command=True, help=NOT_INSTALLED)
    @click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
    def group(arguments: tuple[str, ...]) -> None:
        raise click.UsageError(NOT_INSTALLED)

    return group


@contextmanager
def embedded_way(folder: str, department: str | None) -> Iterator[tuple[Settings, Transport]]:
    """Settings and transport for the platform of a data folder."""
    from tsunagu_signals.answers import WrongUse
    from tsunagu_signals.settings import Settings

    set_up_logging()
    department = department or os.environ.get("TSUNAGU_DEPARTMENT")
    if not department:
        raise WrongUse(
            "--department か TSUNAGU_DEPARTMENT を / give --department or TSUNAGU_DEPARTMENT"
        )
    spool = Path(folder) / "spool" / department
    with open_platform(folder) as platform:
        yield Settings(department, spool=spool), OnThisMachine(platform, department)


class OnThisMachine:
    """Signals to intake by call, as the REST interface would pass them on."""

    most_at_once, most_bytes = 500, 200_000

    def __init__(self, platform: Access, department: str) -> None:
        self._platform = platform
        self._department = department

    def deliver(self, signals: Sequence[Mapping[str, Any]]) -> list[Answer]:
        from tsunagu_signals.answers import REFUSED, Answer, Away, faults_in

        try:
            results = self._call("receive_signals", signals=list(signals))["results"]
        except Invalid as refusal:  # not of the signals: a department that does not exist
            faults = faults_in(refusal.details, "faults")
            return [Answer(str(signal["id"]), REFUSED, faults=faults) for signal in signals]
        except TsunaguError as failure:
            raise Away(failure.message) from None
        return [
            Answer(
                each["id"],
                each["state"],
                each["signal_id"],
                each["status_url"],
                faults_in(each, "faults"),
                faults_in(each, "notes"),
            )
            for each in results
        ]

    def status(self, signal_id: str) -> dict[str, Any] | None:
        try:
            told: dict[str, Any] = self._call("get_signal", signal_id=signal_id)
        except NotFound:
            return None
        return told

    def _call(self, method: str, **arguments: Any) -> Any:
        return self._platform.call(
            "intake", method, department=self._department, _meta={"actor": "cli"}, **arguments
        )

    def close(self) -> None:
        """Whoever opened the platform closes it."""


signal_group = _group()
