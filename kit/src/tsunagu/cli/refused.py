"""`tsunagu refused`: messages of departments that were not taken, and another try."""

from __future__ import annotations

from collections.abc import Iterator

import click

from tsunagu.cli.access import Access, open_platform
from tsunagu.cli.logging_setup import set_up_logging
from tsunagu.cli.output import data_option, json_option, out, print_json, print_table


@click.group("refused")
def refused_group() -> None:
    """受け取れなかった連絡 / Messages that were not taken: list, retry."""


def _find_receiving_services(platform: Access) -> Iterator[str]:
    """The services that take others' messages in."""
    for service in platform.services:
        if platform.call(service, "lag").get("incoming"):
            yield service


limit_option = click.option(
    "--limit", default=100, show_default=True, help="古いものからこの件数まで / the oldest so many"
)


@refused_group.command("list")
@limit_option
@data_option
@json_option
def list_command(limit: int, data_dir: str | None, as_json: bool) -> None:
    """だれの連絡を、なぜ断ったか（中身は出ません） / Whose, and why; never what is in them."""
    set_up_logging()
    with open_platform(data_dir) as platform:
        found = {
            service: platform.call(service, "refused_list", limit=limit)
            for service in _find_receiving_services(platform)
        }
    if as_json:
        print_json(found)
        return
    for service, told in found.items():
        out.print(f"{service}: {told['waiting']} 件 / waiting")
        columns = ["refused_at", "sender", "reason", "fields"]
        if told["messages"]:
            print_table(columns, [[row[name] for name in columns] for row in told["messages"]])


@refused_group.command("retry")
@limit_option
@data_option
@json_option
def retry_command(limit: int, data_dir: str | None, as_json: bool) -> None:
    """もう一度受け取ってみる（こちらの不具合を直してから） / Try again, after mending our fault."""
    set_up_logging()
    with open_platform(data_dir) as platform:
        done = {
            service: platform.call(service, "refused_retry", limit=limit, _meta={"actor": "cli"})
            for service in _find_receiving_services(platform)
        }
    if as_json:
        print_json(done)
        return
    for service, counts in done.items():
        out.print(
            f"{service}: 受け取った {counts['taken']}、まだ断る {counts['still_refused']} / "
            "taken, still refused"
        )
