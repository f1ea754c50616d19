"""`tsunagu run`: the whole platform in this process, with its console."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import secrets
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tsunagu.cli.access import build_folder_in_use
from tsunagu.cli.control import Control, FolderInUse, folder_lock, write_control, write_private
from tsunagu.cli.logging_setup import enter_cooperative_mode, set_up_logging
from tsunagu.cli.output import err
from tsunagu.hosting import at_rest
from tsunagu.hosting.checkout import find_project_root, list_available_services

if TYPE_CHECKING:
    from tsunagu.cli.termination import Termination

ACCOUNTS = "accounts.json"
DEMO_HISTORY = Path("demo") / "published_years.jsonl"
DEMO_DONE = "demo.imported"
# Who gets a token at the first start: one of each role, with a real desk behind it.
DEMONSTRATION = (
    ("caseworker:consultation_support", "自立相談支援の相談員 / consultation support"),
    ("caseworker:livelihood", "生活保護担当 / public assistance desk"),
    ("caseworker:free_job_placement", "無料職業紹介 / free job placement"),
    ("caseworker:housing_security_benefit", "住居確保給付金 / housing security benefit"),
    ("caseworker:food_bank", "フードバンク / food bank"),
    ("department:tax_collection", "収納課（端緒の通知） / tax collection (signals)"),
    ("reader", "閲覧のみ / reader"),
    ("ops", "運用 / operations"),
)


@click.command("run")
@click.option(
    "--data",
    "data_dir",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var"),
    show_default=True,
    help="データの置き場所 / data folder",
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    envvar="PORT",
    default=8000,
    show_default=True,
    help="画面と REST のポート / port of the console and REST",
)
@click.option("--demo", is_flag=True, help="体験用データを入れる / with demonstration data")
def run_command(data_dir: Path, port: int, demo: bool) -> None:
    """全体を一つのプロセスで動かす / Run the whole platform in one process, until Ctrl-C."""
    set_up_logging()
    enter_cooperative_mode()
    from tsunagu.cli.termination import Termination

    bind = os.environ.get("TSUNAGU_BIND") or "127.0.0.1"
    stopping = Termination()
    try:
        with folder_lock(data_dir):
            check_port(bind, port)
            _serve(data_dir, bind, port, demo, stopping)
    except FolderInUse as holder:
        raise build_folder_in_use(data_dir, holder.pid) from None


def check_port(bind: str, port: int) -> None:
    """Say in plain words that the port is taken, before anything is started."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError as taken:
            why = "使用中です / in use" if taken.errno == errno.EADDRINUSE else taken.strerror
            err.print(
                f"[red]✗[/red] {bind}:{port}: {why}  → --port で別の番号を / choose another --port"
            )
            sys.exit(1)


def _serve(folder: Path, bind: str, port: int, demo: bool, stopping: Termination) -> None:
    from tsunagu.hosting.embedded import embedded

    token = secrets.token_urlsafe(32)
    settings = {"bind": bind, "control_digest": hashlib.sha256(token.encode()).hexdigest()}
    at_rest.clear_note(folder)
    with embedded(folder, list_available_services(), settings=settings, port=port) as platform:
        control = Control(os.getpid(), port, token, bind)
        accounts = issue_demonstration_accounts(platform, folder)
        write_control(folder, control)
        print_start(control.address, accounts, folder)
        if demo and not stopping.asked:
            import_demonstration(platform, folder)
            click.echo("Ctrl-C で終わります / Ctrl-C to stop", err=True)
        stopping.wait()
        click.echo("終了しています / stopping", err=True)
        at_rest.write_note(folder, platform.runtimes)


def issue_demonstration_accounts(platform: Any, folder: Path) -> list[dict[str, str]]:
    """The demonstration accounts, made at the first start and kept beside the data."""
    path = folder / ACCOUNTS
    if path.exists():
        kept: list[dict[str, str]] = json.loads(path.read_text())
        return kept
    accounts = []
    for role, label in DEMONSTRATION:
        issued = platform.call("console", "issue_token", role=role, label=label)
        accounts.append({"role": role, "label": label, "token": issued["token"]})
    write_private(path, accounts)
    return accounts


def print_start(address: str, accounts: list[dict[str, str]], folder: Path) -> None:
    """The address and the accounts, on stdout."""
    click.echo(f"\n  つなぐ / Tsunagu   {address}\n")
    click.echo(f"  体験用のアカウント / demonstration accounts  ({folder / ACCOUNTS})")
    widest = max((len(account["role"]) for account in accounts), default=0)
    for account in accounts:
        click.echo(f"    {account['role']:<{widest}}   {account['token']}   {account['label']}")
    click.echo(
        f"\n  例 / e.g.  curl -H 'Authorization: Bearer …' {address}/api/v1/cases\n", nl=True
    )
    sys.stdout.flush()


def import_demonstration(platform: Any, folder: Path) -> None:
    """Bring the published years in, once; a start cut short goes on at the next one."""
    done = folder / DEMO_DONE
    history = find_project_root() / DEMO_HISTORY
    if done.exists():
        return
    if not history.exists():
        err.print(f"[yellow]![/yellow] {history} がありません / is missing")
        return
    from tsunagu.cli.import_records import import_file

    import_file(platform, history)
    done.touch()
