"""`tsunagu serve NAME`: one service as a process of its own, on RabbitMQ and its own database."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from tsunagu.cli.logging_setup import enter_cooperative_mode, set_up_logging
from tsunagu.hosting.checkout import list_available_services, load_service_class
from tsunagu.hosting.settings import Settings

if TYPE_CHECKING:
    from nameko.runners import ServiceRunner

    from tsunagu.cli.termination import Termination

STOP_SECONDS = 8.0  # what an orderly stop gets; supervisors kill after ten
MAX_WORKERS = 20


@click.command("serve")
@click.argument("name")
def serve_command(name: str) -> None:
    """一つのサービスを本番の形で動かす / Run one service on RabbitMQ and its own database.

    必要な環境変数：TSUNAGU_AMQP_URL、TSUNAGU_DATABASE_URL、TSUNAGU_KEY_FILE。SIGTERM で終わり、
    固まったときは 75 で終わります（再起動は監督役が） / Needs these variables. Ends on SIGTERM;
    exits with 75 when it is stuck, for its supervisor to start it again.
    """
    settings = Settings.from_environment()
    set_up_logging(settings.log_level, as_json=not sys.stderr.isatty())
    known = list_available_services()
    if name not in known:
        raise click.UsageError(f"{name}: 知らないサービスです / not one of: {', '.join(known)}")
    enter_cooperative_mode()
    _serve(name, settings)


def _serve(name: str, settings: Settings) -> None:

    from tsunagu.cli.health import build_health_app
    from tsunagu.cli.termination import Termination
    from tsunagu.cli.watchdog import Watchdog
    from tsunagu.hosting.wsgi_server import Server
    from tsunagu.process.concurrency import spawn
    from tsunagu.process.structured_logging import belonging_to, get_logger

    log = get_logger(__name__)
    stopping = Termination()
    with belonging_to(service=name), _running(name, settings) as (runner, runtime):
        if settings.health_port is not None:
            server = Server(build_health_app(runtime), settings.bind, settings.health_port)
            spawn(server.serve)
        spawn(_stop_with_container, runner, stopping)
        Watchdog(runtime).start()
        log.warning("serving")
        stopping.wait()
        log.warning("stopping")
    if stopping.failure is not None:
        log.error("stopped by a failure", service=name, failure=stopping.failure)
        sys.exit(1)


def _stop_with_container(runner: ServiceRunner, stopping: Termination) -> None:
    """A service whose container died is no service: end the process, the supervisor restarts it."""
    try:
        runner.wait()
    except Exception as failure:
        stopping.stop(f"the container died: {type(failure).__name__}")
    else:
        stopping.stop(None)


def build_config(name: str, settings: Settings) -> dict[str, Any]:
    """nameko's configuration of one service, in the shape that embedded mode has too."""
    return {
        "AMQP_URI": settings.amqp_url,
        "serializer": "json",
        "max_workers": MAX_WORKERS,
        "prefetch_count": MAX_WORKERS,
        "TSUNAGU": {
            "databases": {name: settings.database_url},
            "key_file": str(settings.key_file),
            "city": settings.city_code,
            "port": settings.port,
            "bind": settings.bind,
        },
    }


@contextmanager
def _running(name: str, settings: Settings) -> Iterator[tuple[ServiceRunner, Any]]:
    from nameko.runners import ServiceRunner

    from tsunagu.process.concurrency import Timeout
    from tsunagu.process.structured_logging import get_logger

    config = build_config(name, settings)
    runner = ServiceRunner(config)
    runner.add_service(load_service_class(name))
    runner.start()
    try:
        yield runner, config["TSUNAGU"]["runtimes"][name]
    finally:
        stopped = False
        with Timeout(STOP_SECONDS, False):
            runner.stop()
            stopped = True
        if not stopped:
            get_logger(__name__).warning("did not stop in time", seconds=STOP_SECONDS)
            os._exit(1)
