"""`tsunagu report`: the reports, and which there are."""

from __future__ import annotations

import base64
import sys
from pathlib import Path
from typing import Any

import click

from tsunagu.cli.access import open_for
from tsunagu.cli.logging_setup import set_up_logging
from tsunagu.cli.output import data_option, json_option, print_json, print_table
from tsunagu.domain.errors import TsunaguError

DATE = click.DateTime(["%Y-%m-%d"])


@click.command("report")
@click.argument("name", required=False)
@click.option("--fiscal-year", type=int, help="年度（4月〜3月） / fiscal year (April to March)")
@click.option("--from", "date_from", type=DATE, help="期間の初日 / first day")
@click.option("--to", "date_to", type=DATE, help="期間の末日 / last day")
@click.option("--as-of", type=DATE, help="その日に分かっていたこと / as known on that day")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["table", "csv", "json", "xlsx"]),
    default="table",
    show_default=True,
    help="形式 / format",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="書き出すファイル / file to write",
)
@data_option
@json_option
def report_command(
    name: str | None,
    kind: str,
    output: Path | None,
    data_dir: str | None,
    as_json: bool,
    **period: Any,
) -> None:
    """報告を出す / Print a report; without NAME, list them."""
    set_up_logging()
    kind = "json" if as_json else kind
    if kind == "xlsx" and output is None and sys.stdout.isatty():
        raise click.UsageError("xlsx には -o FILE を / xlsx needs -o FILE")
    with open_for("reporting", data_dir) as platform:
        if name is None:
            list_reports(platform.call("reporting", "list_reports"), as_json)
            return
        _wait_level(platform)
        asked = {
            key: value.date().isoformat() if hasattr(value, "date") else value
            for key, value in period.items()
            if value is not None
        }
        answer = platform.call("reporting", "report", name=name, format=kind, **asked)
    write_report(answer, kind, output)


def _wait_level(platform: Any) -> None:
    """What was just recorded belongs in the report; who cannot get level is `lag`'s business."""
    try:
        platform.wait_until_level(10.0)
    except (TimeoutError, TsunaguError) as behind:
        click.echo(f"! {behind}", err=True)


def list_reports(reports: list[Any], as_json: bool) -> None:
    if as_json:
        print_json(reports)
        return
    rows = [
        [one, ""] if isinstance(one, str) else [one["name"], one.get("title") or one.get("ja", "")]
        for one in reports
    ]
    print_table(["名前 / name", "内容 / what"], rows)


def write_report(answer: Any, kind: str, output: Path | None) -> None:
    """The report as text or bytes, to the file or stdout."""
    if kind == "json":
        import json

        answer = json.dumps(answer, ensure_ascii=False, indent=2) + "\n"
    if isinstance(answer, dict):
        answer = base64.b64decode(answer["base64"]) if "base64" in answer else answer["text"]
    body = answer if isinstance(answer, bytes) else answer.encode()
    if output is not None:
        output.write_bytes(body)
        click.echo(str(output), err=True)
    else:
        sys.stdout.buffer.write(body if body.endswith(b"\n") or kind == "xlsx" else body + b"\n")
        sys.stdout.buffer.flush()
