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
    written = [] if check else write_all(contracts_folder())
    found = look(contracts_folder())
    if as_json:
        print_json({"ok": found.ok, "written": written, **found.plainly()})
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

    checker = Checker(all_definitions(), department)
    verdicts = [(getattr(file, "name", "-"), checker.verdict(file.read())) for file in files]
    if as_json:
        print_json([{"file": name, **verdict.plainly()} for name, verdict in verdicts])
    else:
        for name, verdict in verdicts:
            show(name, verdict)
    sys.exit(0 if all(verdict.ok for _, verdict in verdicts) else 1)


def show(name: str, verdict: Verdict) -> None:
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


class Found:
    """What is not as it should be in a contracts folder."""

    def __init__(self, stale: list[str], broken: list[str], harmless: list[str]) -> None:
        self.stale, self.broken, self.harmless = stale, broken, harmless

    @property
    def ok(self) -> bool:
        return not self.stale and not self.broken

    def plainly(self) -> dict[str, list[str]]:
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


def look(folder: Path) -> Found:
    """Compare a contracts folder with the services of this checkout."""
    from tsunagu.contracts import catalogue_files
    from tsunagu.programme import contract_checks

    definitions, services = list(all_definitions()), all_described()
    stale = [
        *catalogue_files.find_stale_files(folder, all_catalogues()),
        *catalogue_files.find_stale_messages(folder, services),
        *stale_asyncapi(folder),
        *stale_openapi(folder),
    ]
    broken = [
        *contract_checks.find_broken_reader_promises(folder, definitions),
        *contract_checks.find_broken_sender_promises(folder, services),
    ]
    harmless = [
        *contract_checks.find_compatible_differences(folder, definitions),
        *contract_checks.find_version_changes(folder, definitions),
    ]
    return Found(stale, broken, harmless)


def write_all(folder: Path) -> list[str]:
    """Write what is missing or stale; frozen files stay. What was written."""
    from tsunagu.contracts import catalogue_files

    written = catalogue_files.write_files(folder, all_catalogues(), all_described())
    for name, text, is_stale in (
        (ASYNCAPI, asyncapi_text, stale_asyncapi),
        (OPENAPI, openapi_text, stale_openapi),
    ):
        if is_stale(folder):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text())
            written.append(name)
    return written


def contracts_folder() -> Path:
    return find_project_root() / "contracts"


def all_definitions() -> Iterator[Definition]:
    """The definition of every service in this checkout."""
    for name in list_available_services():
        yield load_service_class(name).definition  # type: ignore[attr-defined]


def all_catalogues() -> list[Catalogue]:
    """The catalogue of every service that publishes facts."""
    return [d.catalogue for d in all_definitions() if d.catalogue is not None]


def all_described() -> list[Mapping[str, Any]]:
    """What every service of this checkout says of itself."""
    from tsunagu.hosting import asyncapi

    return [asyncapi.describe_service(definition) for definition in all_definitions()]


def asyncapi_text() -> str:
    """AsyncAPI of all services, as the console of a platform with all of them has it."""
    from tsunagu.hosting import asyncapi

    return asyncapi.encode_asyncapi(all_described())


def openapi_text() -> str:
    """The REST of all services, as the console of a platform with all of them has it."""
    from tsunagu.contracts.openapi import build_openapi, describe_route

    routes = [describe_route(route) for d in all_definitions() for route in d.routes]
    whole = build_openapi(routes)
    return json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def stale_asyncapi(folder: Path) -> list[str]:
    """What is wrong with the AsyncAPI document in that folder, as sentences."""
    return _stale(folder / ASYNCAPI, asyncapi_text)


def stale_openapi(folder: Path) -> list[str]:
    """What is wrong with the OpenAPI document in that folder, as sentences."""
    return _stale(folder / OPENAPI, openapi_text)


def _stale(file: Path, text: Callable[[], str]) -> list[str]:
    if file.exists() and file.read_text() == text():
        return []
    return [f"{file.name}: 古くなっています / is stale → tsunagu contracts"]
