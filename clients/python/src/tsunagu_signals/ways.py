"""The ways to the platform that a department's settings describe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from tsunagu_signals.answers import Answer
from tsunagu_signals.settings import REST, Settings


class Transport(Protocol):
    """A way to the platform. `deliver` answers for all of the signals or raises for all."""

    @property
    def most_at_once(self) -> int: ...

    @property
    def most_bytes(self) -> int: ...

    def deliver(self, signals: Sequence[Mapping[str, Any]]) -> list[Answer]: ...

    def close(self) -> None: ...


class Asking(Protocol):
    """A way to the platform that can also tell a signal's state."""

    def status(self, signal_id: str) -> dict[str, Any] | None: ...


def transport_of(settings: Settings) -> Transport:
    if settings.way == REST:
        rest: Transport = rest_of(settings)
        return rest
    from tsunagu_signals.broker import Broker

    return Broker(
        str(settings.amqp_url),
        settings.department,
        timeout=settings.timeout,
        ca_file=settings.ca_file,
    )


def rest_of(settings: Settings) -> Any:
    from tsunagu_signals.rest import Rest

    return Rest(
        str(settings.url),
        str(settings.token),
        timeout=settings.timeout,
        ca_file=settings.ca_file,
    )
