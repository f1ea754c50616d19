"""`tsunagu import`: past records into every service, one JSON object a line.

The file's order is kept within each service.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import click

from tsunagu.cli.access import Access, open_platform
from tsunagu.cli.logging_setup import set_up_logging
from tsunagu.cli.output import data_option, err, json_option, out, print_json, progress_bars
from tsunagu.domain.json_object import JsonObject

CHUNK_LINES = 250
CHUNK_BYTES = 200_000
LEVEL_SECONDS = 120.0
BOM = b"\xef\xbb\xbf"
END = b"\r\n\0\x1a"  # of a line; and of a file, as DOS and hosts that fill blocks write it

ShowProgress = Callable[[str, int, int], None]


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@data_option
@json_option
def import_command(file: Path, data_dir: str | None, as_json: bool) -> None:
    """過去の記録を取り込む（1 行に 1 つの JSON） / Bring past records in, one JSON object a line.

    行ごとに全部か無か。取り込めない行は番号・項目・直し方を示し、1 で終わる。再実行しても同じ /
    each line all or nothing; refused lines are listed with field and remedy, and the command ends
    with 1. Running it again changes nothing. 書式 / format: docs/import.md
    """
    set_up_logging()
    with open_platform(data_dir) as platform, progress_bars() as show:
        result = import_file(platform, file, show)
    if as_json:
        print_json(result)
    else:
        print_import_result(result)
    sys.exit(1 if result["refused"] else 0)


def import_file(platform: Access, file: Path, show: ShowProgress | None = None) -> JsonObject:
    """Bring a file in and wait until every report has it.

    Returns `{"lines", "accepted", "already", "refused": [{line, field, problem, remedy}]}`.
    """
    from tsunagu.hosting.import_routing import (
        empty_import_result,
        find_importing_services,
        offer_again,
        offer_lines,
    )

    services = find_importing_services(platform.call, platform.services)
    total = file.stat().st_size
    result = empty_import_result()
    read = 0
    for chunk in _read_chunks(file):
        offer_lines(platform.call, services, _name_lines(chunk), result)
        read += sum(size for _, _, size in chunk)
        if show is not None:
            show("読み込み / import (bytes)", min(read, total), total)
    offer_again(platform.call, services, lambda: map(_name_lines, _read_chunks(file)), result)
    result["refused"].sort(key=lambda refusal: refusal["line"])
    platform.wait_until_level(LEVEL_SECONDS)
    return result


def _name_lines(chunk: list[tuple[int, str | None, int]]) -> list[JsonObject]:
    """A chunk as services take it."""
    return [{"line": number, "text": text} for number, text, _ in chunk]


def _read_chunks(file: Path) -> Iterator[list[tuple[int, str | None, int]]]:
    """`(line number, text or None where it is no UTF-8, bytes)`; blank lines are left out."""
    with file.open("rb") as lines:
        numbered = _number_lines(lines)
        while chunk := list(_limit_bytes(islice(numbered, CHUNK_LINES))):
            yield chunk


def _limit_bytes(
    lines: Iterator[tuple[int, str | None, int]],
) -> Iterator[tuple[int, str | None, int]]:
    size = 0
    for line in lines:
        yield line
        size += line[2]
        if size > CHUNK_BYTES:
            return


def _number_lines(lines: Any) -> Iterator[tuple[int, str | None, int]]:
    for number, raw in enumerate(lines, start=1):
        body = raw.removeprefix(BOM) if number == 1 else raw
        if not body.strip(b" \t\f\v" + END):
            continue
        try:
            yield number, body.rstrip(END).decode("utf-8"), len(raw)
        except UnicodeDecodeError:
            yield number, None, len(raw)


def print_import_result(result: JsonObject) -> None:
    """The result in words: what came in, what was there already, and each refused line."""
    mark = "[yellow]![/yellow]" if result["refused"] else "[green]✓[/green]"
    lines = len({r["line"] for r in result["refused"]})
    out.print(
        f"{mark} {result['lines']} 行 / lines: 取り込み / taken {result['accepted']}、"
        f"取り込み済み / already there {result['already']}、断った行 / refused {lines}",
        soft_wrap=True,
    )
    for fault in result["refused"]:
        remedy = f"  → {fault['remedy']}" if fault["remedy"] else ""
        err.print(
            f"  {fault['line']} 行目 / line {fault['line']}  {fault['field']}: "
            f"{fault['problem']}{remedy}",
            soft_wrap=True,
            markup=False,
        )
