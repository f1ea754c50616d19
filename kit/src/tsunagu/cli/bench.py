"""`tsunagu bench`: the benchmarks in `benchmarks/`, each a program of its own; their records."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click

from tsunagu.cli.output import out
from tsunagu.hosting.checkout import find_project_root


def list_benchmarks() -> dict[str, Path]:
    """Name → program, of every benchmark in the project."""
    folder = find_project_root() / "benchmarks"
    return {
        path.stem.removeprefix("bench_"): path
        for path in sorted(folder.glob("bench_*.py"))
        if path.is_file()
    }


@click.command("bench", context_settings={"ignore_unknown_options": True})
@click.argument("name", required=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.option(
    "--record",
    is_flag=True,
    help="結果を残す。NAME なしは全部 / keep the figures; all without NAME",
)
@click.option("--render", is_flag=True, help="docs/performance.md の表を作り直す / its table anew")
def bench_command(name: str | None, arguments: tuple[str, ...], record: bool, render: bool) -> None:
    """性能を測る（比べる相手と並べて） / Measure, beside a peer and the physical limit.

    NAME を省くと一覧 / without NAME: which there are. ARGUMENTS は各計測へ / go to the benchmark.
    """
    known = list_benchmarks()
    if name is not None and name not in known:
        raise click.UsageError(f"{name}: 計測がありません / not one of: {', '.join(known)}")
    if record:
        sys.exit(record_benchmarks(known if name is None else [name], arguments))
    if render:
        write_document()
    elif name is None:
        for one in known:
            out.print(one)
    else:
        sys.exit(_run_benchmark(known[name], arguments).returncode)


def record_benchmarks(names: list[str] | dict[str, Path], arguments: tuple[str, ...]) -> int:
    """Run these, one after the other, and keep their figures; 1 if one broke or missed a bound."""
    from tsunagu.cli.bench_records import read_measured, write_record

    if "--quick" in arguments:
        raise click.UsageError("--quick は残しません / a quick run is not recorded")
    root, known = find_project_root(), list_benchmarks()
    measured, fine = read_measured(root), True
    for name in names:
        done = _run_benchmark(known[name], (*arguments, "--json"), stdout=subprocess.PIPE)
        try:
            found = json.loads(done.stdout)
        except ValueError:
            out.print(f"[red]✗[/red] {name}: 測れませんでした / could not be measured")
            fine = False
            continue
        file = write_record(root, measured[name], found)
        fine = fine and found["ok"]
        mark = "[green]✓[/green]" if found["ok"] else "[red]✗[/red]"
        out.print(f"{mark} {file.relative_to(root)}", soft_wrap=True)
    write_document()
    return 0 if fine else 1


def write_document() -> None:
    """Write the table of docs/performance.md anew from what was recorded."""
    from tsunagu.cli.bench_records import DOCUMENT, render_document

    root = find_project_root()
    (root / DOCUMENT).write_text(render_document(root), encoding="utf-8")


def _run_benchmark(
    program: Path, arguments: tuple[str, ...], stdout: int | None = None
) -> subprocess.CompletedProcess[str]:
    # A process of its own: it must choose itself whether and when it goes green.
    return subprocess.run(
        [sys.executable, str(program), *arguments],
        cwd=find_project_root(),
        stdout=stdout,
        text=True,
        check=False,
    )
