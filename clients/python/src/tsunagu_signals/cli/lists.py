"""`import`: a monthly list, as the department's system exports it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tsunagu_signals.answers import REFUSED
from tsunagu_signals.cli.options import client_of, json_option, settings_options
from tsunagu_signals.cli.output import STATES, print_json, progress, say, watched

if TYPE_CHECKING:
    from tsunagu_signals.importing import MonthlyList, RefusedRow
    from tsunagu_signals.mapping import Mapping

LEFT_TO_THE_PLATFORM = (
    "支援会議の番号と出席は、送ったときに受け取る側が確かめます / "
    "whether the conference exists, and you were in it, is checked by the platform when you send"
)
SHOWN = 20  # faults listed one by one on a terminal; all are in --refused and --json


constants_option = click.option(
    "--set",
    "constants",
    multiple=True,
    metavar="NAME=VALUE",
    help="どの行も同じ項目 / the same in every row, e.g. conference_id=…",
)
refused_option = click.option(
    "--refused",
    "refused_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="断られた行を直すための CSV / refused rows as a CSV to mend and import again",
)


mapping_option = partial(
    click.option,
    "--mapping",
    "mapping_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@mapping_option(required=True, help="対応表（TOML） / the mapping file")
@constants_option
@click.option("--dry-run", is_flag=True, help="送らずに確かめる / check only, send nothing")
@refused_option
@settings_options
@json_option
def import_command(
    file: Path,
    mapping_file: Path,
    constants: tuple[str, ...],
    dry_run: bool,
    refused_file: Path | None,
    as_json: bool,
    **options: Any,
) -> None:
    """月次の一覧（CSV）を送る / Send a monthly list (CSV), as your system exports it.

    Shift_JIS も UTF-8 も、和暦も西暦も、全角も半角も。同じファイルをもう一度送っても増えません /
    Shift_JIS or UTF-8, era or western dates, full or half width. The same file again adds nothing.
    """
    from tsunagu_signals.importing import send_list

    said = options["department"]
    mapping, options["department"] = department_mapping(mapping_file, constants, said)
    found = list_in(file, mapping, refused_file)
    if dry_run:
        found.tried()
    else:
        with client_of(options) as client, progress("送信 / sending") as show:
            send_list(found, client, show)
    sys.exit(told_of_a_list(found, refused_file, as_json))


def department_mapping(
    file: Path, constants: Sequence[str], said: str | None
) -> tuple[Mapping, str | None]:
    """The mapping, and who sends: that is said by the settings; by the mapping if they are silent.

    `said`: the department of the command line, which goes before the environment's. It is
    compared before the list is read: another department's mapping says nothing of it.
    """
    from tsunagu_signals.mapping import read_mapping

    mapping = read_mapping(file, dict(map(_name_and_value, constants)))
    sending = said or os.environ.get("TSUNAGU_DEPARTMENT") or mapping.department
    _same_department(sending, mapping.department)
    return mapping, sending


def list_in(file: Path, mapping: Mapping, refused_file: Path | None) -> MonthlyList:
    """The list, read and checked, once it is sure that its refused rows have a place."""
    from tsunagu_signals.importing import read_list
    from tsunagu_signals.refused_rows import try_to_write
    from tsunagu_signals.tables import BadTable

    try:
        found = read_list(file, mapping)
    except BadTable as bad:
        raise click.UsageError(f"{file}: {bad.fault}") from None
    if refused_file:
        try:
            try_to_write(refused_file)
        except OSError as why:
            raise click.UsageError(_not_writable(refused_file, why)) from None
    return found


def told_of_a_list(found: MonthlyList, refused_file: Path | None, as_json: bool) -> int:
    """Say what became of it; the exit code."""
    result = found.result
    written = refused_file is not None and _written(found, refused_file)
    if as_json:
        print_json(result.as_json())
    else:
        _tell(found, refused_file if written else None)
    return 1 if result.refused or result.counts.get("waiting") else 0


def _written(found: MonthlyList, refused_file: Path) -> bool:
    """Whether there were rows to write; a full disk must not hide what became of the others."""
    from tsunagu_signals.refused_rows import write_refused

    try:
        return write_refused(found, refused_file) > 0
    except OSError as why:
        say(f"✗ {_not_writable(refused_file, why)}")
        return False


def _not_writable(path: Path, why: OSError) -> str:
    return f"--refused {path}: 書けません / cannot be written: {why.strerror or why}"


def _name_and_value(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise click.UsageError(f"--set {text}: NAME=VALUE の形で / write NAME=VALUE")
    return name, value


def _same_department(sending: str | None, of_mapping: str | None) -> None:
    if of_mapping not in (None, sending):
        raise click.UsageError(
            f"対応表は {of_mapping} のものです（送り手 {sending}） / "
            f"the mapping is {of_mapping}'s, and {sending} would send it"
        )


def _tell(found: MonthlyList, refused_file: Path | None) -> None:
    result = found.result
    rows = set(result.refused_rows)
    click.echo(f"{result.file}  {result.encoding}  {result.rows} 行 / rows")
    for state, count in result.counts.items():
        click.echo(f"{count:>6}  {STATES[state]}")
    if result.dry_run:
        if found.of_conferences:
            say(f"    {LEFT_TO_THE_PLATFORM}")
        if result.example and watched():
            say(f"    {_example(result.example)}")
    for count, what in (
        (result.repeated, "同じ行のくり返し / the same row again"),
        (result.skipped, "合計などの行を飛ばしました / totals and the like left out"),
        (
            result.without_identity,
            "根拠により氏名などを外しました / person left out, as the basis asks",
        ),
        (
            len(result.private_characters),
            "外字を〓にしました / characters of your own replaced by 〓",
        ),
        (len(rows), STATES[REFUSED]),
    ):
        if count:
            click.echo(f"{count:>6}  {what}")
    _tell_rows(result.refused, "")
    _tell_rows(result.notes, "! ")
    if refused_file:
        say(f"    直して取り込み直すファイル / to mend and import again: {refused_file}")
    if result.why:
        say(f"… {result.why}")


def _example(example: dict[str, Any]) -> str:
    row, not_shown = example["row"], example["not_shown"]
    shown = "  ".join(f"{name}={_word(value)}" for name, value in example["signal"].items())
    more = f"  ＋ / and {', '.join(not_shown)}" if not_shown else ""
    return f"例：{row} 行目 / for example row {row}: {shown}{more}"


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _tell_rows(rows: Sequence[RefusedRow], mark: str) -> None:
    """The first of them, each with its row and column, or the field where no column is known."""
    for each in rows[:SHOWN]:
        where = f"「{each.column}」" if each.column else f"{each.field}:" if each.field else ""
        remedy = f"  → {each.remedy}" if each.remedy else ""
        say(f"    {mark}{each.row} 行目 / row {each.row} {where} {each.problem}{remedy}")
    if len(rows) > SHOWN:
        say(f"    {mark}… ほか / and {len(rows) - SHOWN} more (--refused FILE, --json)")
