"""`tsunagu parked`: facts and messages that could not be applied, until somebody decides."""

from __future__ import annotations

import click

from tsunagu.cli.access import Access, open_platform
from tsunagu.cli.logging_setup import set_up_logging
from tsunagu.cli.output import data_option, json_option, out, print_json, print_table
from tsunagu.domain.errors import NotFound
from tsunagu.domain.json_object import JsonObject


@click.group("parked")
def parked_group() -> None:
    """保留中の事実 / Parked facts: list, show, retry, discard."""


def list_parked(platform: Access) -> list[JsonObject]:
    """Everything parked, each with the service that holds it."""
    return [
        {"service": service} | row
        for service in platform.services
        for row in platform.call(service, "parked_list")
    ]


def _find_holder(platform: Access, id: str, service: str | None) -> str:
    holders = [str(row["service"]) for row in list_parked(platform) if row["id"] == id]
    if service is not None:
        holders = [name for name in holders if name == service]
    if not holders:
        raise NotFound("not_parked", f"{id} は保留されていません / is not parked", id=id)
    if len(holders) > 1:
        raise click.UsageError(f"--service を指定してください / choose: {', '.join(holders)}")
    return holders[0]


service_option = click.option(
    "--service", default=None, help="どのサービスの保留か / the service that holds it"
)


@parked_group.command("list")
@data_option
@json_option
def list_command(data_dir: str | None, as_json: bool) -> None:
    """保留の一覧 / What is parked, and why."""
    set_up_logging()
    with open_platform(data_dir) as platform:
        rows = list_parked(platform)
    if as_json:
        print_json(rows)
    elif not rows:
        out.print("保留はありません / nothing is parked")
    else:
        columns = ["service", "id", "type", "reason", "behind", "parked_at"]
        print_table(columns, [[row.get(column) for column in columns] for row in rows])


@parked_group.command("show")
@click.argument("id")
@service_option
@data_option
def show_command(id: str, service: str | None, data_dir: str | None) -> None:
    """一件を本文ごと見る（記録が残ります） / One with its body; the reading is logged."""
    set_up_logging()
    with open_platform(data_dir) as platform:
        holder = _find_holder(platform, id, service)
        row = platform.call(holder, "parked_show", id=id, _meta={"actor": "cli"})
    print_json({"service": holder} | row)


@parked_group.command("retry")
@click.argument("ids", metavar="ID...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="すべて / every one")
@service_option
@data_option
@json_option
def retry_command(
    ids: tuple[str, ...],
    everything: bool,
    service: str | None,
    data_dir: str | None,
    as_json: bool,
) -> None:
    """もう一度適用する / Apply again, with what waits behind it."""
    set_up_logging()
    if bool(ids) == everything:
        raise click.UsageError("ID か --all のどちらかを / give ids or --all")
    results = []
    with open_platform(data_dir) as platform:
        if everything:
            wanted = [
                (row["service"], row["id"])
                for row in list_parked(platform)
                if not row["behind"] and service in (None, row["service"])
            ]
        else:
            wanted = [(_find_holder(platform, id, service), id) for id in ids]
        for holder, id in wanted:
            result = platform.call(holder, "parked_retry", id=id, _meta={"actor": "cli"})
            results.append({"service": holder, "id": id, "result": result})
    if as_json:
        print_json(results)
        return
    for one in results:
        out.print(f"{one['service']} {one['id']}: {one['result']}")


@parked_group.command("discard")
@click.argument("id")
@service_option
@data_option
@click.confirmation_option(
    prompt="この事実は適用されないままになります。よろしいですか / "
    "this fact will never be applied. Sure?"
)
def discard_command(id: str, service: str | None, data_dir: str | None) -> None:
    """適用せずに捨てる / Give one up: it is never applied."""
    set_up_logging()
    with open_platform(data_dir) as platform:
        holder = _find_holder(platform, id, service)
        platform.call(holder, "parked_discard", id=id, _meta={"actor": "cli"})
    out.print(f"{holder} {id}: 捨てました / discarded")
