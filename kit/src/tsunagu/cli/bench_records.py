"""Recorded benchmarks: what was measured, of which code, and the table of docs/performance.md.

`benchmarks/results/<name>.json` holds the figures of a run with its commit, day and machine, and a
digest of the code that it measured; which code that is says `benchmarks/measured.toml`. A figure
whose code has changed since is marked in the table, until it is measured again.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tsunagu.domain.json_object import JsonObject

MEASURED = "benchmarks/measured.toml"
RESULTS = "benchmarks/results"
DOCUMENT = "docs/performance.md"
BEGIN, END = "<!-- figures: tsunagu bench --render -->", "<!-- /figures -->"
OF_THIS_CODE = "この版 / this code"
OLDER = "**古い / older than its code**"
NO_FIGURES = "まだ / not yet"
SUFFIXES = {".py", ".csv", ".toml", ".html"}
LEFT_OUT = {"tests", "__pycache__", "migrations", "results"}
HEADER = (
    "| 何を / what | つなぐ / Tsunagu | 並べたもの / beside | 比 / ratio | 必要 / required "
    "| 測った / measured | どの版を / of |\n|---|---:|---:|---:|---:|---|---|"
)


@dataclass(frozen=True)
class Measured:
    """One benchmark: what it is about, in both languages, and the paths of the code it measures."""

    name: str
    title: str
    code: tuple[str, ...]


def read_measured(root: Path) -> dict[str, Measured]:
    """Name → what the benchmark measures, in the order of the table."""
    told = tomllib.loads((root / MEASURED).read_text(encoding="utf-8"))
    common = tuple(told["every"]["code"])
    return {
        name: Measured(name, one["title"], (f"benchmarks/bench_{name}.py", *common, *one["code"]))
        for name, one in told.items()
        if name != "every"
    }


def digest_code(root: Path, paths: Iterable[str]) -> str:
    """A digest of what the files of these paths hold, but for their tests."""
    digest = hashlib.sha256()
    for file in sorted({file for path in paths for file in _list_files(root / path)}):
        digest.update(f"{file.relative_to(root).as_posix()}\0".encode())
        digest.update(file.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def _list_files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    for file in path.rglob("*"):
        within = set(file.relative_to(path).parts)
        if file.is_file() and file.suffix in SUFFIXES and not within & LEFT_OUT:
            yield file


# -- records --------------------------------------------------------------------------------------


def write_record(root: Path, measured: Measured, found: Mapping[str, Any]) -> Path:
    """Keep what a benchmark printed as JSON, with commit, day and the digest of its code."""
    record = {
        "name": measured.name,
        "commit": _find_commit(root),
        "date": date.today().isoformat(),
        "code": digest_code(root, measured.code),
        **found,
    }
    file = root / RESULTS / f"{measured.name}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return file


def _find_commit(root: Path) -> str:
    """The short commit; with a `+` where tracked files differ from it. Empty without git."""

    def ask(*arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=root, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()

    commit = ask("rev-parse", "--short", "HEAD")
    code = (".", f":!{RESULTS}", f":!{DOCUMENT}")
    changed = ask("status", "--porcelain", "--untracked-files=no", "--", *code)
    return f"{commit}+" if changed else commit


def read_record(root: Path, name: str) -> JsonObject | None:
    """The record of a benchmark, if there is one."""
    file = root / RESULTS / f"{name}.json"
    if not file.exists():
        return None
    record: JsonObject = json.loads(file.read_text(encoding="utf-8"))
    return record


# -- the table ------------------------------------------------------------------------------------


def render_document(root: Path) -> str:
    """The document with its table made anew; everything outside the two marks stays."""
    text = (root / DOCUMENT).read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, behind = rest.partition(END)
    return f"{before}{BEGIN}\n{_render_figures(root)}\n{END}{behind}"


def _render_figures(root: Path) -> str:
    rows, machines = [HEADER], dict[str, list[str]]()
    for name, measured in read_measured(root).items():
        record = read_record(root, name)
        if record is None:
            rows.append(_join_cells(measured.title, "", "", "", "", NO_FIGURES, ""))
            continue
        now = digest_code(root, measured.code)
        rows += _render_record(measured, record, OF_THIS_CODE if now == record["code"] else OLDER)
        machine = record["machine"].partition("; load ")[0]
        machines.setdefault(machine, []).append(name)
    listed = [f"- {', '.join(names)}: {machine}" for machine, names in machines.items()]
    return "\n".join([*rows, "", *listed])


def _render_record(measured: Measured, record: JsonObject, of: str) -> Iterator[str]:
    when = f"{record['date']} {record['commit']}".strip()
    first = measured.title
    for result in record["results"]:
        also = f" {result['what']}" if len(record["results"]) > 1 else ""
        for cells in _list_figures(result):
            yield _join_cells(f"{first}{also}{cells[0]}", *cells[1:], when, of)
            first, when, of, also = "”", "", "", ""


def _list_figures(result: JsonObject) -> Iterator[tuple[str, str, str, str, str]]:
    """What, ours, beside, ratio, required: of every side but ours, and of every bound."""
    sides = list(result["sides"].items())
    (_, ours), others = sides[0], sides[1:]
    own = _write_number(ours["median"], result["unit"])
    for label, side in others:
        beside = f"{label} {_write_number(side['median'], result['unit'])}"
        yield ("", own, beside, *_write_ratio(side))
        own = ""
    if not others:
        yield ("", own, "", "", "")
    for check in result["checks"]:
        sign = "≥" if check["at_least"] else "≤"
        bound = f"{sign} {check['bound']:,g}{'' if check['ok'] else ' ✗'}"
        yield (f" {check['what']}", _write_number(check["measured"]), "", "", bound)


def _write_ratio(side: JsonObject) -> tuple[str, str]:
    required = side["required"]
    if required is None:
        return f"{side['ratio']:.2f}", ""
    missed = "" if side["ratio"] >= required else " ✗"
    return f"{side['ratio']:.2f}", f"≥ {required:g}{missed}"


def _write_number(value: float, unit: str = "") -> str:
    digits = 0 if value >= 100 or float(value).is_integer() else 2
    return f"{value:,.{digits}f} {unit}".strip()


def _join_cells(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
