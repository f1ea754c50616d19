"""`tsunagu doctor`: what on this machine would keep the platform from working, and the remedy."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tsunagu.cli.access import DEFAULT_FOLDER, Access, connect_over_http, open_platform
from tsunagu.cli.control import read_control
from tsunagu.cli.lag import read_lags
from tsunagu.cli.logging_setup import enter_cooperative_mode, set_up_logging
from tsunagu.cli.output import data_option, json_option, out, print_json
from tsunagu.cli.sources import REMEDY, ask_about, find_unfollowed
from tsunagu.domain.errors import TsunaguError

if TYPE_CHECKING:
    import sqlalchemy as sa

ADD_A_MIGRATION = "移行を足して起動し直す / add a migration and start again"
GIGABYTE = 1024**3
MARKS = {"ok": "[green]✓[/green]", "warning": "[yellow]![/yellow]", "failed": "[red]✗[/red]"}


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `state` is ok, warning or failed."""

    check: str
    state: str
    message: str
    remedy: str = ""


def check_python_version() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("python", "ok", version)  # below 3.11 this program could not be installed


def check_disk(folder: Path) -> Iterator[Finding]:
    there = next(path for path in (folder, *folder.resolve().parents) if path.exists())
    free = shutil.disk_usage(there).free / GIGABYTE
    state = "failed" if free < 0.1 else "warning" if free < 1 else "ok"
    remedy = "" if state == "ok" else "空きを作ってください / make room"
    yield Finding("disk", state, f"{there}: 空き / free {free:.1f} GB", remedy)
    if not os.access(there, os.W_OK):
        yield Finding(
            "data", "failed", f"{there}: 書けません / not writable", f"chown / chmod {there}"
        )


def check_free_port(folder: Path, environment: Mapping[str, str]) -> Iterator[Finding]:
    text = environment.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        yield Finding("port", "failed", f"PORT={text}", "1–65535 の数を / a number from 1 to 65535")
        return
    running = read_control(folder)
    if running is not None and running.port == int(text):
        yield Finding("port", "ok", f"{text}: このプラットフォーム / this platform itself")
        return
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((environment.get("TSUNAGU_BIND") or "127.0.0.1", int(text)))
        except OSError as taken:
            remedy = "PORT か --port で別の番号を / choose another with PORT or --port"
            yield Finding("port", "warning", f"{text}: {taken.strerror}", remedy)
        else:
            yield Finding("port", "ok", f"{text}: 空いています / free")


def check_key_file(path: Path) -> Iterator[Finding]:
    from tsunagu.log.personal_data import load_master_key

    if not path.exists():
        yield Finding("key", "ok", f"{path}: 初回の起動で作られます / made at the first start")
        return
    mode = path.stat().st_mode & 0o777
    if mode & 0o077:
        yield Finding(
            "key",
            "failed",
            f"{path}: {mode:03o} 他人が読めます / others can read it",
            f"chmod 600 {path}",
        )
    try:
        load_master_key(path)
    except (ValueError, OSError) as broken:
        yield Finding(
            "key",
            "failed",
            f"{path}: 鍵として読めません / is no key ({type(broken).__name__})",
            "控えから戻してください。新しい鍵では過去の個人情報は読めません / "
            "restore it from its backup; a new key cannot read what is stored",
        )
        return
    if not mode & 0o077:
        yield Finding("key", "ok", f"{path}: {mode:03o}")


def check_broker(url: str) -> Iterator[Finding]:
    from kombu import Connection

    from tsunagu.messaging import memory_transport  # noqa: F401  the embedded transport's name
    from tsunagu.process.concurrency import Timeout

    shown = Connection(url).as_uri()
    try:
        with Timeout(8), Connection(url, connect_timeout=5) as connection:
            connection.connect()
            server = getattr(connection.connection, "server_properties", {}) or {}
            version = server.get("version", "?")
    except (Exception, Timeout) as failure:
        yield Finding(
            "broker",
            "failed",
            f"{shown}: {type(failure).__name__}",
            "RabbitMQ が動いているか、利用者名とパスワード、vhost を確かめてください / "
            "check that RabbitMQ runs, and its user, password and vhost",
        )
        return
    yield Finding("broker", "ok", f"{shown}: RabbitMQ {version}")


def check_database(url: str, packages: Mapping[str, str]) -> Iterator[Finding]:
    """The database answers, with the newest schema of one of the services (name → package)."""
    import sqlalchemy as sa
    from alembic.runtime.migration import MigrationContext

    from tsunagu.log.database import Database

    base = Database(url)
    shown = base.url.render_as_string(hide_password=True)
    try:
        with base.reading() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
            durable = _find_weak_durability(connection) if base.is_postgresql else None
            tables = set(sa.inspect(connection).get_table_names())
    except (sa.exc.SQLAlchemyError, OSError) as failure:
        yield Finding(
            "database",
            "failed",
            f"{shown}: {type(failure).__name__}",
            "データベースが動いているか、名前と権限を確かめてください / "
            "check that the database runs, its name and the permissions",
        )
        return
    finally:
        base.close()
    heads = {name: _find_newest_revision(package) for name, package in packages.items()}
    if current is None:
        yield Finding(
            "database", "ok", f"{shown}: 空です。起動時に整います / empty; set up at start"
        )
    elif current in heads.values():
        missing = _find_missing_tables(packages, heads, current, tables)
        state = "failed" if missing else "ok"
        said = f"{shown}: {current}" + (f" 表がありません / lacks {missing}" if missing else "")
        yield Finding("database", state, said, ADD_A_MIGRATION if missing else "")
    else:
        newest = ", ".join(f"{name} {head}" for name, head in heads.items())
        yield Finding(
            "database",
            "warning",
            f"{shown}: {current}（最新 / newest: {newest}）",
            "起動時に新しくなります。先に控えを / it is brought up at start; back up first",
        )
    if durable:
        yield Finding("database", "failed", *durable)


def _find_missing_tables(
    packages: Mapping[str, str], heads: Mapping[str, str | None], current: str, tables: set[str]
) -> str:
    """What the newest migration should have made and has not, for the service it may belong to.

    Where several services have that revision, the one that lacks least is meant.
    """
    from tsunagu.hosting.checkout import load_service_class

    lacks: list[list[str]] = [
        sorted(set(load_service_class(name).definition.metadata.tables) - tables)  # type: ignore[attr-defined]
        for name in packages
        if heads[name] == current
    ]
    least = min(lacks, key=len)
    return ", ".join(least)


def _find_weak_durability(connection: sa.Connection) -> tuple[str, str] | None:
    settings = ("fsync", "full_page_writes", "synchronous_commit")
    off = [
        name
        for name in settings
        if connection.exec_driver_sql(f"SHOW {name}").scalar_one() == "off"
    ]
    if not off:
        return None
    return (
        f"PostgreSQL: {', '.join(off)} = off 電源断で記録を失います / a power cut loses records",
        f"{off[0]} = on",
    )


def _find_newest_revision(package: str) -> str | None:
    from alembic.script import ScriptDirectory

    from tsunagu.log.migration import build_config

    return ScriptDirectory.from_config(build_config(package)).get_current_head()


def check_settings(environment: Mapping[str, str]) -> Iterator[Finding]:
    """With a broker named, everything else a service needs must be there too."""
    from tsunagu.domain.errors import Invalid
    from tsunagu.hosting.settings import Settings

    try:
        Settings.from_environment(environment)
    except Invalid as missing:
        for fault in missing.faults:
            # The command line itself needs only the broker; a service needs them all.
            yield Finding(
                "settings", "warning", f"{fault['field']}: {fault['problem']}", fault["remedy"]
            )
    else:
        yield Finding("settings", "ok", "TSUNAGU_*")


def check_services(platform: Access) -> Iterator[Finding]:
    """The running services hear one another: nobody is silent, unheard or not followed."""
    lags = read_lags(platform)
    for lag in lags:
        if "error" in lag:
            yield Finding("services", "warning", f"{lag['service']}: {lag['error']}")
            continue
        unheard = [source for source, place in lag["sources"].items() if not place["heard"]]
        for source in sorted({*unheard, *lag["unheard"]}):
            message = f"{lag['service']} ← {source}: まだ何も届いていません / never heard"
            remedy = f"{source} が動いているか / is {source} running, and installed?"
            yield Finding("sources", "warning", message, remedy)
    for one in find_unfollowed(ask_about(platform)):
        remedy = REMEDY.fill(service=one.service).one_line
        yield Finding("sources", "failed", one.sentence, remedy)
    if not any("error" in lag for lag in lags):
        yield Finding("services", "ok", f"応答 / answering: {', '.join(platform.services)}")


def check_running_services(folder: Path, is_deployed: bool) -> Iterator[Finding]:
    """The same of whatever runs here; nothing is started for it."""
    control = None if is_deployed else read_control(folder)
    try:
        if is_deployed:
            with open_platform() as platform:
                yield from check_services(platform)
        elif control is not None:
            yield from check_services(connect_over_http(control))
    except TsunaguError as away:
        yield Finding("services", "warning", away.message)


def examine(folder: Path | None, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Everything that can be looked at from here."""
    from tsunagu.hosting.checkout import find_project_root, list_available_services

    real = folder is None and bool(environment.get("TSUNAGU_AMQP_URL"))
    place = folder or Path(DEFAULT_FOLDER)
    yield from check_python_version()
    yield from check_disk(place)
    yield from check_free_port(place, environment)
    try:
        root = str(find_project_root())
    except FileNotFoundError as missing:
        yield Finding("services", "failed", str(missing), "TSUNAGU_HOME=…")
        return
    if root not in sys.path:
        sys.path.insert(0, root)
    packages = {name: f"services.{name}" for name in list_available_services()}
    yield Finding("services", "ok", ", ".join(packages))
    if real:
        enter_cooperative_mode()  # its time limits need it
        yield from check_settings(environment)
        yield from check_broker(environment["TSUNAGU_AMQP_URL"])
        if environment.get("TSUNAGU_DATABASE_URL"):
            yield from check_database(environment["TSUNAGU_DATABASE_URL"], packages)
        if environment.get("TSUNAGU_KEY_FILE"):
            yield from check_key_file(Path(environment["TSUNAGU_KEY_FILE"]))
        yield from check_running_services(place, is_deployed=True)
        return
    yield from check_key_file(place / "master.key")
    for name, package in packages.items():
        if (place / f"{name}.sqlite").exists():
            yield from check_database(f"sqlite:///{place / name}.sqlite", {name: package})
    yield from check_running_services(place, is_deployed=False)


@click.command("doctor")
@data_option
@json_option
def doctor_command(data_dir: str | None, as_json: bool) -> None:
    """動かない原因を探す / Look for what would keep it from working, and say the remedy."""
    set_up_logging("ERROR")
    findings = list(examine(Path(data_dir) if data_dir else None, os.environ))
    failed = any(finding.state == "failed" for finding in findings)
    if as_json:
        print_json({"ok": not failed, "findings": [asdict(finding) for finding in findings]})
    else:
        for one in findings:
            out.print(f"{MARKS[one.state]} {one.check:<9} {one.message}", soft_wrap=True)
            if one.remedy:
                out.print(f"            → {one.remedy}", soft_wrap=True, markup=False)
    sys.exit(1 if failed else 0)
