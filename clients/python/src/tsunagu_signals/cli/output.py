"""What the commands print: results on stdout, progress and explanations on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from tsunagu_signals.answers import Answer, Failure, Unsettled, WrongUse

STATES = {
    "accepted": "受け付けました / accepted",
    "already": "受け付け済みです / accepted before",
    "sent": "ブローカーに届きました / the broker has it",
    "waiting": "手元で待っています / waits on this machine",
    "refused": "断られました / refused",
    "fit": "送れます（まだ送っていません）/ can be sent (nothing was sent yet)",
}


def print_json(value: Any) -> None:
    """One JSON document on stdout, whole whatever the encoding there."""
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    click.echo(json.dumps(value, ensure_ascii=not utf8, indent=2, default=str))


def say(text: str) -> None:
    """A line for whoever watches."""
    click.echo(text, err=True)


def watched() -> bool:
    """Whether somebody looks, and no log keeps what is said."""
    return sys.stderr.isatty()


def explain(failure: Failure) -> None:
    say(f"✗ {failure}")
    if isinstance(failure, Unsettled) and not isinstance(failure, WrongUse):
        say("  待っているものは手元に残っています / what waits stays on this machine")


def tell(answer: Answer) -> None:
    """One answer, with every fault and every note on its own line."""
    mark = {"waiting": "…", "refused": "✗"}.get(answer.state, "✓")
    click.echo(f"{mark} {answer.id}  {STATES[answer.state]}  {answer.signal_id or ''}".rstrip())
    for fault in answer.faults:
        say(f"    {fault}")
    for note in answer.notes:
        say(f"    ! {note}")


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """`show(done, total)` draws a bar on stderr; silent where nobody looks."""
    if not watched():
        yield lambda done, total: None
        return
    bar: Any = None

    def show(done: int, total: int) -> None:
        nonlocal bar
        if bar is None:
            bar = click.progressbar(length=total, label=label, file=sys.stderr, show_pos=True)
        bar.update(done - bar.pos)

    try:
        yield show
    finally:
        if bar is not None:
            bar.render_finish()
