"""`tsunagu contracts`: what services promise, written, checked, and asked about a payload.

Frozen examples and schemas of every fact, AsyncAPI and OpenAPI in `contracts/`; and
`tsunagu contracts check FILE` for whoever writes to us, with no platform running.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tsunagu.cli.logging_setup import set_up_logging
from tsunagu.cli.output import err, json_option, out, print_json
from tsunagu.hosting.checkout import find_project_root, list_available_services, load_service_class

if TYPE_CHECKING:
    from tsunagu.contracts.facts import Catalogue
    from tsunagu.hosting.definition import Definition
    from tsunagu.programme.payload_validation import Verdict

ASYNCAPI, OPENAPI = "asyncapi.yaml", "openapi.json"


@click.group("contracts", invoke_without_command=True)
@click.option(
    "--check", is_flag=True, help="書かずに確かめる / only check; exit 1 if stale or broken"
)
@json_option
@click.pass_context
def contracts_command(context: click.Context, check: bool, as_json: bool) -> None:
    """事実の契約（例・形・AsyncAPI・OpenAPI）を書く、または確かめる / Write or check the contracts.

    凍結された例と形は決して書き換えません / frozen examples and schemas are never rewritten.
    """
    set_up_logging()
    if context.invoked_subcommand is not None:
        if check:
            raise click.UsageError("--check か check のどちらか / either --check or check")
        return
    written = [] if check else write_contracts(find_contracts_folder())
    found = compare_contracts(find_contracts_folder())
    if as_json:
        print_json({"ok": found.ok, "written": written, **found.to_json()})
    else:
        found.show(written)
    sys.exit(0 if found.ok else 1)


@contracts_command.command("check")
@click.argument("files", nargs=-1, required=True, type=click.File("rb"))
@click.option(
    "--department", help="部署の code（既定：例の部署）/ who sends it (default: an example)"
)
@json_option
def check_command(files: tuple[Any, ...], department: str | None, as_json: bool) -> None:
    """送る前に本文を確かめる。つなぐが動いていなくてもよい / Test a payload before it is sent.

    端緒（REST の本文・まとめ・CloudEvents）と、発行される事実の封筒を見分けます。- は標準入力 /
    Knows signals (REST body, batch, CloudEvents) and the envelopes of facts. - is standard input.
    """
    from tsunagu.programme.payload_validation import Checker

    checker = Checker(load_definitions(), department)
    verdicts = [(getattr(file, "name", "-"), checker.judge(file.read())) for file in files]
    if as_json:
        print_json([{"file": name, **verdict.to_json()} for name, verdict in verdicts])
    else:
        for name, verdict in verdicts:
            print_verdict(name, verdict)
    sys.exit(0 if all(verdict.ok for _, verdict in verdicts) else 1)


def print_verdict(name: str, verdict: Verdict) -> None:
    """One file's verdict in plain words; what is wrong on its own line each."""
    mark = "[green]✓[/green]" if verdict.ok else "[red]✗[/red]"
    out.print(f"{mark} {name}  ", verdict.what, soft_wrap=True, sep="")
    out.print(f"  {verdict.would}", soft_wrap=True, markup=False)
    for one in verdict.faults:
        line = f"{one['line']} 行目 / line {one['line']}: " if "line" in one else ""
        remedy = f"  → {one['remedy']}" if one.get("remedy") else ""
        where = f"{one['field']}: " if one["field"] else ""
        out.print(f"  {line}{where}{one['problem']}{remedy}", soft_wrap=True, markup=False)
    for note in verdict.notes:
        out.print(f"  ・{note}", soft_wrap=True, markup=False)


# -- the folder -----------------------------------------------------------------------------------


class ContractFindings:
    """The findings of a comparison of a contracts folder with the code."""

    def __init__(self, stale: list[str], broken: list[str], harmless: list[str]) -> None:
        self.stale, self.broken, self.harmless = stale, broken, harmless

    @property
    def ok(self) -> bool:
        return not self.stale and not self.broken

    def to_json(self) -> dict[str, list[str]]:
        return {"stale": self.stale, "breaking": self.broken, "compatible": self.harmless}

    def show(self, written: Iterable[str]) -> None:
        for path in written:
            out.print(f"[green]✓[/green] contracts/{path}", soft_wrap=True)
        for sentence in self.harmless:
            out.print(f"・contracts/{sentence}", soft_wrap=True, markup=False)
        for sentence in (*self.broken, *self.stale):
            err.print("[red]✗[/red] ", end="")
            err.print(f"contracts/{sentence}", soft_wrap=True, markup=False)
        if self.ok and not written:
            out.print("[green]✓[/green] 契約は最新です / all contracts are fresh")


def compare_contracts(folder: Path) -> ContractFindings:
    """Compare a contracts folder with the services of this checkout."""
    from tsunagu.contracts import catalogue_files
    from tsunagu.programme import contract_checks

    definitions, services = list(load_definitions()), describe_services()
    stale = [
        *catalogue_files.find_stale_files(folder, load_catalogues()),
        *catalogue_files.find_stale_messages(folder, services),
        *find_stale_asyncapi(folder),
        *find_stale_openapi(folder),
    ]
    broken = [
        *contract_checks.find_broken_reader_promises(folder, definitions),
        *contract_checks.find_broken_sender_promises(folder, services),
    ]
    harmless = [
        *contract_checks.find_compatible_differences(folder, definitions),
        *contract_checks.find_version_changes(folder, definitions),
    ]
    return ContractFindings(stale, broken, harmless)


def write_contracts(folder: Path) -> list[str]:
    """Write what is missing or stale; frozen files stay. What was written."""
    from tsunagu.contracts import catalogue_files

    written = catalogue_files.write_files(folder, load_catalogues(), describe_services())
    for name, text, is_stale in (
        (ASYNCAPI, render_asyncapi, find_stale_asyncapi),
        (OPENAPI, render_openapi, find_stale_openapi),
    ):
        if is_stale(folder):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text())
            written.append(name)
    return written


def find_contracts_folder() -> Path:
    return find_project_root() / "contracts"


def load_definitions() -> Iterator[Definition]:
    """The definition of every service in this checkout."""
    for name in list_available_services():
        yield load_service_class(name).definition  # type: ignore[attr-defined]


def load_catalogues() -> list[Catalogue]:
    """The catalogue of every service that publishes facts."""
    return [d.catalogue for d in load_definitions() if d.catalogue is not None]


def describe_services() -> list[Mapping[str, Any]]:
    """The description of every service of this checkout."""
    from tsunagu.hosting import asyncapi

    return [asyncapi.describe_service(definition) for definition in load_definitions()]


def render_asyncapi() -> str:
    """AsyncAPI of all services, as the console of a platform with all of them has it."""
    from tsunagu.hosting import asyncapi

    return asyncapi.encode_asyncapi(describe_services())


def render_openapi() -> str:
    """The REST of all services, as the console of a platform with all of them has it."""
    from tsunagu.contracts.openapi import build_openapi, describe_route

    routes = [describe_route(route) for d in load_definitions() for route in d.routes]
    whole = build_openapi(routes)
    return json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def find_stale_asyncapi(folder: Path) -> list[str]:
    """What is wrong with the AsyncAPI document in that folder, as sentences."""
    return _compare_file(folder / ASYNCAPI, render_asyncapi)


def find_stale_openapi(folder: Path) -> list[str]:
    """What is wrong with the OpenAPI document in that folder, as sentences."""
    return _compare_file(folder / OPENAPI, render_openapi)


def _compare_file(file: Path, text: Callable[[], str]) -> list[str]:
    if file.exists() and file.read_text() == text():
        return []
    return [f"{file.name}: 古くなっています / is stale → tsunagu contracts"]
