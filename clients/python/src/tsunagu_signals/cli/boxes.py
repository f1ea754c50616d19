"""`spool`: what waits on this machine, and what was refused and can be mended."""

from __future__ import annotations

import sys
from typing import Any, BinaryIO

import click

from tsunagu_signals.answers import REFUSED, SENT, WAITING, Failure
from tsunagu_signals.cli.options import client_of, json_option, settings_options
from tsunagu_signals.cli.output import STATES, print_json, say, tell
from tsunagu_signals.cli.reading import signal_in

SENT_ONLY = (
    "ブローカーに渡しました（受け付けたかは status で） / "
    "the broker has it; whether it was accepted is told by status"
)


@click.group("spool", invoke_without_command=False)
def spool_group() -> None:
    """手元で待つもの・断られたもの / What waits on this machine, and what was refused."""


@spool_group.command("list")
@click.option("--refused", is_flag=True, help="断られたものだけ / only the refused")
@settings_options
@json_option
def list_command(refused: bool, as_json: bool, **options: Any) -> None:
    """待っているもの、断られたもの（中身なし） / The waiting and the refused; no content."""
    with client_of(options) as client:
        counts = client.spool.counts()
        counts["sent"] = len(client.spool.listed(SENT))
        states = (REFUSED,) if refused else (WAITING, REFUSED)
        listed = [answer for state in states for answer in client.spool.listed(state)]
    if as_json:
        print_json({"counts": counts, "signals": [answer.as_json() for answer in listed]})
        return
    sent = counts["sent"]
    click.echo(f"{counts['waiting']:>6}  {STATES['waiting']}")
    click.echo(f"{counts['refused']:>6}  {STATES['refused']}")
    click.echo(f"{counts['arrived'] - sent:>6}  {STATES['accepted']}")
    if sent:
        click.echo(f"{sent:>6}  {SENT_ONLY}")
    for answer in listed:
        tell(answer)


@spool_group.command("show")
@click.argument("id")
@settings_options
def show_command(id: str, **options: Any) -> None:
    """一件の中身（氏名などを含むことがあります） / One signal's content, names included."""
    with client_of(options) as client:
        body = client.spool.body(id)
    if body is None:
        raise Failure(f"{id}: 手元にありません / is not on this machine")
    print_json(body)


@spool_group.command("retry")
@click.argument("id", required=False)
@click.argument("file", type=click.File("rb"), required=False)
@click.option("--all", "everything", is_flag=True, help="断られたものすべて / all refused ones")
@settings_options
def retry_command(id: str | None, file: BinaryIO | None, everything: bool, **options: Any) -> None:
    """断られたものをもう一度 / Send refused ones again; FILE: the mended signal (JSON)."""
    if bool(id) == everything:
        raise click.UsageError("ID か --all を / give ID or --all")
    with client_of(options) as client:
        ids = [a.id for a in client.spool.listed(REFUSED)] if everything else [str(id)]
        answers = client.retry(ids, signal_in(file) if file else None)
    for answer in answers:
        tell(answer)
    sys.exit(0 if all(answer.arrived for answer in answers) else 1)


@spool_group.command("discard")
@click.argument("id")
@settings_options
def discard_command(id: str, **options: Any) -> None:
    """手元から消す（送りません） / Delete one from this machine; it is not sent."""
    with client_of(options) as client:
        if not client.spool.discard(id):
            raise Failure(f"{id}: 手元にありません / is not on this machine")
    say(f"{id}: 消しました / deleted")
