"""One service of a data folder, called in this process: no broker, no timers, no subscription.

Only for questions, and only while the folder is at rest (`at_rest.py`): nothing is migrated, what
would be recorded is told to nobody, and no other service answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tsunagu.contracts import plain_json
from tsunagu.hosting.checkout import load_service_class
from tsunagu.hosting.runtime import Runtime
from tsunagu.hosting.settings import read_city_code
from tsunagu.messaging.rpc import result_of, unavailable


class LoneService:
    """A platform of one service: the same calls, with every other service unavailable."""

    def __init__(self, service: Any) -> None:
        self._service = service
        self.services = [service.name]

    def call(self, service: str, method: str, timeout: float = 60.0, **kwargs: Any) -> Any:
        """The method's result as it would come over the broker; raises its typed errors."""
        if service not in self.services:
            raise unavailable(service)
        return result_of(plain_json.send_and_receive(getattr(self._service, method)(**kwargs)))

    def wait_until_level(self, timeout: float = 30.0) -> None:
        """Nothing to wait for: at rest every subscription has every fact."""


@contextmanager
def open_lone_service(folder: Path, name: str) -> Iterator[LoneService]:
    """Open the service of that name over its database in the folder."""
    service: Any = load_service_class(name)()
    service.runtime = Runtime(
        service.definition,
        amqp_url="",
        database_url=f"sqlite:///{folder / name}.sqlite",
        key_file=folder / "master.key",
        city=read_city_code(),
        installed=(),
    )
    try:
        yield LoneService(service)
    finally:
        service.runtime.close()
