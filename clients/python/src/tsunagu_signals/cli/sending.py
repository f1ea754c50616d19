"""`send`, `status` and `flush`: one signal or several, what became of one, and what waits."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, BinaryIO

import click

from tsunagu_signals.answers import Answer
from tsunagu_signals.checking import BASES, REQUIRED
from tsunagu_signals.cli.options import client_of, json_option, settings_options
from tsunagu_signals.cli.output import STATES, print_json, progress, say, tell
from tsunagu_signals.cli.reading import signals_in
from tsunagu_signals.standing import lines_of


@click.command("send")
@click.argument("file", type=click.File("rb"), required=False)
@click.option("--id", help="送り手の番号 / your own id for it")
@click.option("--kind", help="何に気づいたか / what was noticed, e.g. water_arrears")
@click.option("--noticed-on", help="気づいた日 / when (2026-04-01)")
@click.option("--basis", help=f"根拠 / {', '.join(BASES)}")
@click.option("--note", help="一言 / a note")
@click.option("--urgent/--not-urgent", default=None, help="その日のうちに / to be seen today")
@settings_options
@json_option
def send_command(file: BinaryIO | None, as_json: bool, **options: Any) -> None:
    """端緒を知らせる / Send signals: a JSON object, a list of them or one a line; or by options.

    FILE は - で標準入力。氏名や住所は FILE で：コマンドの引数はほかの利用者にも見えます /
    FILE - is standard input. Give names and addresses in FILE only: other users can see the
    arguments of a command.
    """
    names = ("id", "kind", "noticed_on", "basis", "note", "urgent")
    given = {name: options.pop(name) for name in names}
    given = {name: value for name, value in given.items() if value is not None}
    if not file:
        _all_that_is_required(given)
    signals = signals_in(file) if file else [{}]
    if given and len(signals) > 1:
        raise click.UsageError(
            "いくつも送るときは項目を FILE に / with several signals, give the fields in FILE"
        )
    signals = [signal | given for signal in signals]
    _ids_of_their_own(signals)
    with client_of(options) as client:
        answers = client.send_many(signals)
        why = client.why
    if as_json:
        print_json([answer.as_json() for answer in answers])
    else:
        for answer in answers:
            tell(answer)
        if why:
            say(f"… {why}")
    sys.exit(0 if all(answer.arrived for answer in answers) else 1)


def _all_that_is_required(given: Mapping[str, Any]) -> None:
    missing = [f"--{name.replace('_', '-')}" for name in REQUIRED if name not in given]
    if missing:
        raise click.UsageError(
            f"FILE か {' '.join(missing)} を / give FILE, or {' '.join(missing)}"
        )


def _ids_of_their_own(signals: list[dict[str, Any]]) -> None:
    """Without one nothing could be found again: neither sent nor kept."""
    without = [str(place) for place, signal in enumerate(signals, start=1) if "id" not in signal]
    if without:
        raise click.UsageError(
            f"id がありません（{', '.join(without)} 件目）。何も送っていません / "
            f"no id (signal {', '.join(without)} of the file); nothing was sent"
        )


@click.command("status")
@click.argument("id")
@settings_options
@json_option
def status_command(id: str, as_json: bool, **options: Any) -> None:
    """その後どうなったか / What became of a signal.

    ID: 送り手の番号か signal_id / your own id, or the platform's signal_id
    """
    with client_of(options) as client:
        status = client.status(id)
    if as_json:
        print_json(status)
        return
    for line in lines_of(status):
        click.echo(line)


@click.command("flush")
@settings_options
@json_option
def flush_command(as_json: bool, **options: Any) -> None:
    """待っているものを送る（定時実行に） / Send what waits; for a timer such as cron."""
    with client_of(options) as client, progress("送信 / sending") as show:
        total = client.spool.counts()["waiting"]
        done = 0

        def one(answer: Answer) -> None:
            nonlocal done
            done += 1
            show(done, max(done, total))

        flushed = client.flush(one)
    if as_json:
        print_json(
            {
                **flushed.counts,
                "waiting": flushed.waiting,
                "why": flushed.why,
                "faults": {answer.id: answer.as_json()["faults"] for answer in flushed.refused},
                "notes": {answer.id: answer.as_json()["notes"] for answer in flushed.noted},
            }
        )
    else:
        counts = {**flushed.counts, "waiting": flushed.waiting}
        for state, count in counts.items():
            click.echo(f"{count:>6}  {STATES[state]}")
        for answer in (*flushed.noted, *flushed.refused):
            tell(answer)
        if flushed.why:
            say(f"… {flushed.why}")
    sys.exit(1 if flushed.waiting or flushed.refused else 0)
