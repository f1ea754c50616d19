"""`check`: what can be said of signals or of a list on this machine alone. Nothing is sent."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO, cast

import click

from tsunagu_signals.answers import FIT, REFUSED, Answer, Fault
from tsunagu_signals.checking import faults_of
from tsunagu_signals.cli.lists import (
    constants_option,
    department_mapping,
    list_in,
    mapping_option,
    refused_option,
    told_of_a_list,
)
from tsunagu_signals.cli.options import json_option
from tsunagu_signals.cli.output import print_json, say, tell
from tsunagu_signals.cli.reading import signals_in

TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xls")
LEFT_TO_THE_PLATFORM = (
    "まだ送っていません。種類の符号・窓口・支援会議があるかは、受け取る側が確かめます / "
    "nothing was sent; whether kind, desks and conference exist is for the platform to say"
)


@click.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@mapping_option(help="対応表（FILE が CSV のとき） / the mapping file, if FILE is a CSV")
@constants_option
@refused_option
@click.option("--department", help="部署の code / the department's code")
@json_option
def check_command(
    file: str,
    mapping_file: Path | None,
    constants: tuple[str, ...],
    refused_file: Path | None,
    department: str | None,
    as_json: bool,
) -> None:
    """送らずに確かめる / Check signals (JSON) or a list (CSV with --mapping); nothing is sent.

    つなぐにはつながず、手元にも残しません。FILE は - で標準入力（JSON）。
    終了コード：0 送れる、1 断られる /
    Asks no platform and keeps nothing. FILE - is standard input (JSON). Exit codes: 0 may be
    sent, 1 would be refused.
    """
    if mapping_file is not None:
        mapping, _ = department_mapping(mapping_file, constants, department)
        found = list_in(Path(file), mapping, refused_file)
        found.tried()
        sys.exit(told_of_a_list(found, refused_file, as_json))
    if file.lower().endswith(TABLES):
        raise click.UsageError(
            f"{file}: 一覧には --mapping 対応表.toml を / a list needs --mapping FILE.toml"
        )
    with click.open_file(file, "rb") as content:
        answers = answers_for(signals_in(cast(BinaryIO, content)))
    if as_json:
        print_json([answer.as_json() for answer in answers])
    else:
        for answer in answers:
            tell(answer)
        say(LEFT_TO_THE_PLATFORM)
    sys.exit(1 if any(answer.state == REFUSED for answer in answers) else 0)


def answers_for(signals: Iterable[Mapping[str, Any]]) -> list[Answer]:
    """What would become of each: one id for two different things is a fault of the second."""
    first: dict[str, Mapping[str, Any]] = {}
    answers = []
    for place, signal in enumerate(signals, start=1):
        faults = faults_of(signal)
        id = signal.get("id")
        if isinstance(id, str) and first.setdefault(id, signal) != signal:
            faults += (_SAME_ID,)
        name = id if isinstance(id, str) and id else f"#{place}"
        answers.append(Answer(name, REFUSED if faults else FIT, faults=faults))
    return answers


_SAME_ID = Fault(
    "id",
    "前のものと同じ番号で中身が違います / an earlier one has this id, and says something else",
    "一件ごとに別の番号を / give each an id of its own",
)
