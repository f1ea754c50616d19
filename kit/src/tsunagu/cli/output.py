"""Output of the commands: results on stdout, progress and explanations on stderr."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

import click

from tsunagu.domain.errors import TsunaguError
from tsunagu.domain.json_object import JsonObject

if TYPE_CHECKING:
    from rich.console import Console


class Printer:
    """rich's console on stdout or stderr, loaded with the first line that is printed."""

    def __init__(self, *, stderr: bool = False) -> None:
        self._stderr = stderr

    @cached_property
    def console(self) -> Console:
        from rich.console import Console

        return Console(stderr=self._stderr, highlight=False)

    def print(self, *objects: Any, **options: Any) -> None:
        """As rich's `Console.print`."""
        self.console.print(*objects, **options)


err = Printer(stderr=True)
out = Printer()

json_option = click.option(
    "--json", "as_json", is_flag=True, help="機械向けの出力 / machine-readable output"
)
data_option = click.option(
    "--data",
    "data_dir",
    type=click.Path(file_okay=False),
    default=None,
    help="データの置き場所（既定 ./var）/ data folder of an embedded platform (default ./var)",
)


def print_json(value: Any) -> None:
    """One JSON document on stdout, readable and stable."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]], title: str = "") -> None:
    """A table on stdout; empty cells where there is nothing."""
    from rich.table import Table

    table = Table(title=title or None, title_justify="left", header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    out.print(table)


def explain(failure: TsunaguError) -> None:
    """The failure in plain words, every fault on its own line."""
    faults = failure.details.get("faults")
    if not faults:
        err.print(f"[red]✗[/red] {failure.message}  [dim]({failure.code})[/dim]", soft_wrap=True)
        return
    err.print(f"[red]✗[/red] {failure.code}")
    for fault in faults:
        remedy = f"  → {fault['remedy']}" if fault.get("remedy") else ""
        err.print(f"  {fault['field']}: {fault['problem']}{remedy}", soft_wrap=True, markup=False)


@contextmanager
def progress_bars() -> Iterator[Callable[[str, int, int], None]]:
    """`show(label, done, total)` draws one bar per label on stderr; silent where nobody looks."""
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err.console,
        transient=True,
        auto_refresh=False,
        disable=not err.console.is_terminal,
    ) as progress:
        tasks: JsonObject = {}

        def show(label: str, done: int, total: int) -> None:
            if label not in tasks:
                tasks[label] = progress.add_task(label, total=total or None)
            progress.update(tasks[label], completed=done, total=total or None, refresh=True)

        yield show
