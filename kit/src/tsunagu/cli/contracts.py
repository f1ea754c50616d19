"""`tsunagu contracts`: the facts' frozen examples, AsyncAPI and OpenAPI, written or checked."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from tsunagu import catalogue
from tsunagu.cli.output import err, json_option, out, print_json
from tsunagu.cli.quiet import set_up_logging
from tsunagu.contracts import Catalogue
from tsunagu.definition import Definition
from tsunagu.embedded import available_services, project_root, service_class
from tsunagu.openapi import described, document

OPENAPI = "openapi.json"


@click.command("contracts")
@click.option("--check", is_flag=True, help="書かずに確かめる / only check; exit 1 if stale")
@json_option
def contracts_command(check: bool, as_json: bool) -> None:
    """事実の契約（例・AsyncAPI・OpenAPI）を書く、または確かめる / Write or check the contracts.

    凍結された例は決して書き換えません / frozen examples are never rewritten.
    """
    set_up_logging()
    folder = project_root() / "contracts"
    catalogues = all_catalogues()
    stale = [*catalogue.stale(folder, catalogues), *stale_openapi(folder)]
    if check:
        written: list[str] = []
    else:
        written = catalogue.write(folder, catalogues) + _write_openapi(folder)
        stale = [*catalogue.stale(folder, catalogues), *stale_openapi(folder)]
    if as_json:
        print_json({"ok": not stale, "written": written, "stale": stale})
    else:
        for path in written:
            out.print(f"[green]✓[/green] contracts/{path}", soft_wrap=True)
        for sentence in stale:
            err.print(f"[red]✗[/red] contracts/{sentence}", soft_wrap=True)
        if not written and not stale:
            out.print("[green]✓[/green] 契約は最新です / all contracts are fresh")
    sys.exit(1 if stale else 0)


def all_definitions() -> Iterator[Definition]:
    """The definition of every service in this checkout."""
    for name in available_services():
        yield service_class(name).definition  # type: ignore[attr-defined]


def all_catalogues() -> list[Catalogue]:
    """The catalogue of every service that publishes facts."""
    return [d.catalogue for d in all_definitions() if d.catalogue is not None]


def openapi_text() -> str:
    """The REST of all services, as the console of a platform with all of them has it."""
    routes = [described(route) for d in all_definitions() for route in d.routes]
    whole = document(routes)
    return json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def stale_openapi(folder: Path) -> list[str]:
    """What is wrong with the OpenAPI document in that folder, as sentences."""
    file = folder / OPENAPI
    if file.exists() and file.read_text() == openapi_text():
        return []
    return [f"{OPENAPI}: 古くなっています / is stale → tsunagu contracts"]


def _write_openapi(folder: Path) -> list[str]:
    if not stale_openapi(folder):
        return []
    folder.mkdir(parents=True, exist_ok=True)
    (folder / OPENAPI).write_text(openapi_text())
    return [OPENAPI]
