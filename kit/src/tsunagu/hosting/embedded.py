"""The whole platform in one process: nameko's ServiceRunner, SQLite, an in-memory broker.

The same services and handlers as on RabbitMQ and PostgreSQL. What the broker
forgets at a restart, the subscriptions ask for again.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nameko.runners import ServiceRunner

from tsunagu.hosting.checkout import list_available_services, load_service_class
from tsunagu.hosting.level import wait_until_level
from tsunagu.hosting.runtime import Runtime
from tsunagu.hosting.settings import read_city_code
from tsunagu.messaging import memory_transport
from tsunagu.messaging.rpc import Caller
from tsunagu.process.concurrency import Timeout

_instances = itertools.count(1)


class Platform:
    """A running embedded platform."""

    def __init__(self, runner: ServiceRunner, caller: Caller, config: Mapping[str, Any]) -> None:
        self.runner = runner
        self.caller = caller
        self.config = config
        self.services = sorted(runner.service_map)

    def call(self, service: str, method: str, timeout: float = 60.0, **kwargs: Any) -> Any:
        """Call a service's method; raises its typed errors."""
        return self.caller.call(service, method, timeout=timeout, **kwargs)

    def runtime(self, service: str) -> Any:
        return self.config["TSUNAGU"]["runtimes"][service]

    @property
    def runtimes(self) -> list[Runtime]:
        """What is behind each of its services."""
        return list(self.config["TSUNAGU"]["runtimes"].values())

    def wait_until_level(self, timeout: float = 30.0) -> None:
        """Wait until every subscription has every fact of its sources."""
        wait_until_level(self.call, self.services, timeout)

    def wait(self) -> None:
        self.runner.wait()


@contextmanager
def embedded(
    data_dir: Path | str,
    services: Sequence[str | type] | None = None,
    *,
    settings: Mapping[str, Any] | None = None,
    port: int | None = None,
    city: str | None = None,
) -> Iterator[Platform]:
    """The platform over `data_dir`, started at entry and stopped at exit.

    `services`: names or service classes; default all in this checkout (the
    console only where `port` is given). Needs `import tsunagu.process.eventlet_patch` first.
    """
    folder = Path(data_dir)
    folder.mkdir(parents=True, exist_ok=True)
    chosen = list(services) if services is not None else list_available_services()
    if services is None and port is None:
        chosen = [name for name in chosen if name != "console"]
    classes: list[Any] = [load_service_class(s) if isinstance(s, str) else s for s in chosen]
    # A name of its own each time: kombu pools connections by name, and would keep a dead broker.
    broker = f"embedded-{os.getpid()}-{next(_instances)}"
    config: dict[str, Any] = {
        "AMQP_URI": f"{memory_transport.SCHEME}://{broker}/",
        "serializer": "json",
        "HEARTBEAT": 10,
        "max_workers": 20,
        "TSUNAGU": {
            "databases": {cls.name: f"sqlite:///{folder / cls.name}.sqlite" for cls in classes},
            "key_file": str(folder / "master.key"),
            "city": city or read_city_code(),
            "port": port,
            "bind": os.environ.get("TSUNAGU_BIND") or "127.0.0.1",
            "data_dir": str(folder),
            "exclusive": True,
            "services": [cls.name for cls in classes],
            **(settings or {}),
        },
    }
    runner = ServiceRunner(config)
    for cls in classes:
        runner.add_service(cls)
    runner.start()
    caller = Caller(config["AMQP_URI"])
    try:
        yield Platform(runner, caller, config)
    finally:
        caller.close()
        memory_transport.hurry(broker)
        with Timeout(5, False):
            runner.stop()
        runner.kill()
        memory_transport.forget(broker)
