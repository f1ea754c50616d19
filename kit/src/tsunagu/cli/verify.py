"""`tsunagu verify` and `tsunagu rebuild`: long jobs inside the services, watched from here."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import click

from tsunagu.cli.access import Access, open_platform
from tsunagu.cli.logging_setup import set_up_logging
from tsunagu.cli.output import (
    data_option,
    err,
    json_option,
    out,
    print_json,
    print_table,
    progress_bars,
)
from tsunagu.cli.refusals import JOB_FAILED
from tsunagu.cli.sources import REMEDY, ask_about, find_unfollowed
from tsunagu.domain.errors import TsunaguError, Unavailable
from tsunagu.domain.json_object import JsonObject

ShowProgress = Callable[[str, int, int], None]
LEVEL_SECONDS = 20.0


def run_job(platform: Access, service: str, kind: str, show: ShowProgress) -> Any:
    """Start a job in a service and wait for its result, showing how far it is."""
    id = platform.call(service, "start_job", kind=kind)
    pause = 0.02
    while True:
        job = platform.call(service, "job", id=id)
        show(f"{service} {kind}", job["done"], job["total"])
        if job["state"] == "finished":
            return job["result"]
        if job["state"] == "failed":
            raise JOB_FAILED(service=service, kind=kind, result=job["result"])
        time.sleep(pause)  # cooperative where the services run in this process
        pause = min(pause * 1.5, 0.5)


def find_violations(platform: Access, show: ShowProgress) -> list[dict[str, str]]:
    """Run `verify` in every service and return all violations; a silent service is one too."""
    with suppress(TimeoutError, TsunaguError):  # who lags behind or is silent is named below
        platform.wait_until_level(LEVEL_SECONDS)
    found: list[dict[str, str]] = []
    for service in platform.services:
        try:
            found += run_job(platform, service, "verify", show)
        except TsunaguError as failure:
            code = "service_unavailable" if isinstance(failure, Unavailable) else failure.code
            found.append(
                {"service": service, "code": code, "subject": service, "message": failure.message}
            )
    for one in find_unfollowed(ask_about(platform)):
        message = f"{one.sentence} → {REMEDY.fill(service=one.service).one_line}"
        found.append(
            {
                "service": one.service,
                "code": "source_not_followed",
                "subject": one.source,
                "message": message,
            }
        )
    return found


@click.command("verify")
@data_option
@json_option
def verify_command(data_dir: str | None, as_json: bool) -> None:
    """記録と画面が正しいことを確かめる / Prove that logs, projections and needs are right.

    ハッシュ鎖、再構築との一致、受信の遅れ、担当・次の一手・期限の欠け。違反があれば 1 で終わる /
    hash chains whole, projections equal to a rebuild, subscriptions level, every open need
    with owner, next step and due date. Exits 1 and names each violation.
    """
    set_up_logging()
    with open_platform(data_dir) as platform, progress_bars() as show:
        services = list(platform.services)
        found = find_violations(platform, show)
    if as_json:
        print_json({"ok": not found, "services": services, "violations": found})
    elif found:
        rows = [[v["service"], v["code"], v["subject"], v["message"]] for v in found]
        print_table(["サービス / service", "code", "対象 / subject", "内容 / what"], rows)
        err.print(f"[red]✗[/red] 違反 {len(found)} 件 / {len(found)} violation(s)")
    else:
        out.print(f"[green]✓[/green] 違反なし / no violation  ({', '.join(services)})")
    sys.exit(1 if found else 0)


@click.command("rebuild")
@click.argument("service", required=False)
@data_option
@json_option
def rebuild_command(service: str | None, data_dir: str | None, as_json: bool) -> None:
    """読み取り用の表を記録から作り直す / Rebuild projections from the log, beside the running ones.

    SERVICE を省くと、作り直せるものすべて / without SERVICE: every service that has any.
    """
    set_up_logging()
    results: JsonObject = {}
    with open_platform(data_dir) as platform, progress_bars() as show:
        if service is not None and service not in platform.services:
            known = ", ".join(platform.services)
            raise click.UsageError(f"{service}: 知らないサービスです / not one of: {known}")
        for name in [service] if service else platform.services:
            if "rebuild" in platform.call(name, "about")["jobs"]:
                results[name] = run_job(platform, name, "rebuild", show)
    if as_json:
        print_json(results)
        return
    if not results:
        out.print("作り直すものがありません / nothing to rebuild")
    for name, result in results.items():
        out.print(f"[green]✓[/green] {name}: {result if result is not None else 'ok'}")
