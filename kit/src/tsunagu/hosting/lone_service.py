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
from tsunagu.hosting.checkout import service_class
from tsunagu.hosting.runtime import Runtime
from tsunagu.hosting.settings import city_code
from tsunagu.messaging.refusals import SERVICE_UNAVAILABLE
from tsunagu.messaging.rpc import unwrap_answer


class Alone:
    """What can be asked of the one service, as of a whole platform."""

    def __init__(self, service: Any) -> None:
        self._service = service
        self.services = [service.name]

    def call(self, service: str, method: str, timeout: float = 60.0, **kwargs: Any) -> Any:
        """The method's result as it would come over the broker; raises its typed errors."""
        if service not in self.services:
            raise SERVICE_UNAVAILABLE(service=service)
        return unwrap_answer(plain_json.carried(getattr(self._service, method)(**kwargs)))

    def level(self, timeout: float = 30.0) -> None:
        """At rest everybody has everything."""


@contextmanager
def alone(folder: Path, name: str) -> Iterator[Alone]:
    """The service of that name over its database in the folder."""
    service: Any = service_class(name)()
    service.runtime = Runtime(
        service.definition,
        amqp_url="",
        database_url=f"sqlite:///{folder / name}.sqlite",
        key_file=folder / "master.key",
        city=city_code(),
        installed=(),
    )
    try:
        yield Alone(service)
    finally:
        service.runtime.close()
