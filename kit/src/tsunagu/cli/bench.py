"""`tsunagu bench`: the benchmarks in `benchmarks/`, each a program of its own."""

from __future__ import annotations

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
def bench_command(name: str | None, arguments: tuple[str, ...]) -> None:
    """性能を測る（比べる相手と並べて） / Measure, beside a peer and the physical limit.

    NAME を省くと一覧 / without NAME: which there are. ARGUMENTS は各計測へ / go to the benchmark.
    """
    known = list_benchmarks()
    if name is None:
        for one in known:
            out.print(one)
        return
    if name not in known:
        raise click.UsageError(f"{name}: 計測がありません / not one of: {', '.join(known)}")
    # A process of its own: it must choose itself whether and when it goes green.
    sys.exit(
        subprocess.run(
            [sys.executable, str(known[name]), *arguments], cwd=find_project_root(), check=False
        ).returncode
    )
