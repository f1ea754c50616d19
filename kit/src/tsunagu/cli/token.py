"""`tsunagu token`: bearer tokens of the REST interface."""

from __future__ import annotations

import click

from tsunagu.cli.access import open_for, open_platform
from tsunagu.cli.logging_setup import set_up_logging
from tsunagu.cli.output import data_option, err, json_option, out, print_json, print_table


@click.group("token")
def token_group() -> None:
    """REST の利用者の鍵 / Bearer tokens of the REST interface: issue, list, revoke."""


@token_group.command("issue")
@click.argument("role")
@click.option("--label", default="", help="だれの鍵か / whose token it is")
@data_option
@json_option
def issue_command(role: str, label: str, data_dir: str | None, as_json: bool) -> None:
    """鍵を発行する（一度だけ表示） / Issue a token; it is shown this once only.

    ROLE: department:<code>, caseworker:<desk>, ops, reader
    """
    set_up_logging()
    with open_platform(data_dir) as platform:
        issued = platform.call(
            "console", "issue_token", role=role, label=label, _meta={"actor": "cli"}
        )
    if as_json:
        print_json(issued)
        return
    click.echo(issued["token"])
    err.print(f"[dim]{issued['id']} {role}[/dim]")


@token_group.command("list")
@data_option
@json_option
def list_command(data_dir: str | None, as_json: bool) -> None:
    """鍵の一覧（鍵そのものは出ません） / Tokens there are; never the tokens themselves."""
    set_up_logging()
    with open_for("console", data_dir) as platform:
        tokens = platform.call("console", "list_tokens")
    if as_json:
        print_json(tokens)
        return
    columns = ["id", "role", "label", "issued_on", "revoked_on"]
    print_table(columns, [[token[column] for column in columns] for token in tokens])


@token_group.command("revoke")
@click.argument("id")
@data_option
def revoke_command(id: str, data_dir: str | None) -> None:
    """鍵を止める（すぐ効きます） / Revoke a token; it works at once."""
    set_up_logging()
    with open_platform(data_dir) as platform:
        platform.call("console", "revoke_token", id=id, _meta={"actor": "cli"})
    out.print(f"{id}: 止めました / revoked")
