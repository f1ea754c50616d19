"""How a command reaches the platform: over HTTP, in this process, or over the broker.

`open_platform` chooses. A folder another process works on is reached through
that process's console; a resting folder is opened in this process for the time
of the command; without a folder, TSUNAGU_AMQP_URL leads to the services. What
that needs is loaded only then, and eventlet's patching comes before it.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from tsunagu.cli.control import Control, FolderInUse, folder_lock, read_control
from tsunagu.cli.logging_setup import enter_cooperative_mode
from tsunagu.cli.refusals import (
    FOLDER_IN_USE,
    HTTP_ERROR,
    NO_SERVICE_ANSWERS,
    PLATFORM_UNAVAILABLE,
)
from tsunagu.domain.errors import TsunaguError, from_wire
from tsunagu.hosting import at_rest
from tsunagu.hosting.checkout import list_available_services
from tsunagu.hosting.level import wait_until_level
from tsunagu.hosting.settings import read_named_services

if TYPE_CHECKING:
    from urllib.error import HTTPError

NO_RESOLVER = "EVENTLET_NO_GREENDNS"
DEFAULT_FOLDER = "var"
WAIT_FOR_CONTROL = 20.0
ASK_SECONDS = 3.0


class Access(Protocol):
    """A platform as the commands see it."""

    services: list[str]

    def call(self, service: str, method: str, timeout: float = 60.0, **kwargs: Any) -> Any:
        """The method's result; raises the service's typed errors."""

    def wait_until_level(self, timeout: float = 30.0) -> None:
        """Wait until every subscription has everything; TimeoutError names who has not."""


class Remote:
    """A platform reached by some `call`: HTTP or RPC."""

    def __init__(self, call: Callable[..., Any], services: list[str]) -> None:
        self._call = call
        self.services = services

    def call(self, service: str, method: str, timeout: float = 60.0, **kwargs: Any) -> Any:
        return self._call(service, method, timeout=timeout, **kwargs)

    def wait_until_level(self, timeout: float = 30.0) -> None:
        wait_until_level(self._call, self.services, timeout)


@contextmanager
def open_platform(data_dir: Path | str | None = None) -> Iterator[Access]:
    """The platform of the folder, or of TSUNAGU_AMQP_URL, or of `./var`."""
    url = os.environ.get("TSUNAGU_AMQP_URL")
    if data_dir is None and url:
        with _connect_over_broker(url) as platform:
            yield platform
        return
    folder = Path(data_dir or DEFAULT_FOLDER)
    deadline = time.monotonic() + WAIT_FOR_CONTROL
    while True:
        try:
            with folder_lock(folder), _open_in_this_process(folder) as here:
                yield here
            return
        except FolderInUse as holder:
            control = read_control(folder)
            if control is not None:
                break
            if time.monotonic() > deadline:
                raise FOLDER_IN_USE(
                    folder=folder, holder=holder.pid or "?", pid=holder.pid
                ) from None
        time.sleep(0.1)  # it is only starting, or it is another short command
    yield connect_over_http(control)


@contextmanager
def open_for(service: str, data_dir: Path | str | None = None) -> Iterator[Access]:
    """The platform, to ask one service something: at rest, only that one is opened."""
    with ExitStack() as opened:
        yield _open_at_rest(opened, service, data_dir) or opened.enter_context(
            open_platform(data_dir)
        )


def _open_at_rest(opened: ExitStack, service: str, data_dir: Path | str | None) -> Access | None:
    if data_dir is None and os.environ.get("TSUNAGU_AMQP_URL"):
        return None
    folder = Path(data_dir or DEFAULT_FOLDER)
    with ExitStack() as trying:
        try:
            trying.enter_context(folder_lock(folder))
        except FolderInUse:
            return None
        if not at_rest.is_at_rest(folder, list_available_services(), datetime.now(UTC)):
            return None
        with _without_resolver():
            from tsunagu.hosting.lone_service import open_lone_service

            found = trying.enter_context(open_lone_service(folder, service))
        opened.push(trying.pop_all())
        return found


@contextmanager
def _without_resolver() -> Iterator[None]:
    """eventlet loaded meanwhile comes without its resolver, which takes long and finds nobody."""
    before = os.environ.get(NO_RESOLVER)
    os.environ[NO_RESOLVER] = "yes"
    try:
        yield
    finally:
        if before is None:
            del os.environ[NO_RESOLVER]
        else:
            os.environ[NO_RESOLVER] = before


@contextmanager
def _open_in_this_process(folder: Path) -> Iterator[Access]:
    enter_cooperative_mode()
    from tsunagu.hosting.embedded import embedded

    at_rest.clear_note(folder)
    with embedded(folder, list_available_services()) as platform:
        yield platform
        at_rest.write_note(folder, platform.runtimes)


def connect_over_http(control: Control) -> Remote:
    """The platform whose console answers at the control file's address."""
    import urllib.error
    import urllib.request

    def call(service: str, method: str, timeout: float = 60.0, **kwargs: Any) -> Any:
        body = {"service": service, "method": method, "arguments": kwargs, "timeout": timeout}
        request = urllib.request.Request(
            f"{control.address}/api/v1/ops/call",
            data=json.dumps(body, ensure_ascii=False).encode(),
            headers={
                "Authorization": f"Bearer {control.token}",
                "Content-Type": "application/json",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=timeout + 5) as answer:
                return json.load(answer)["result"]
        except urllib.error.HTTPError as refused:
            raise _decode_error(refused) from None
        except (OSError, ValueError, KeyError) as silent:
            raise PLATFORM_UNAVAILABLE(
                address=control.address, error=type(silent).__name__
            ) from None

    services = call("console", "services", timeout=ASK_SECONDS)
    return Remote(call, services)


def _decode_error(refused: HTTPError) -> TsunaguError:
    try:
        return from_wire(json.load(refused)["error"])
    except (ValueError, KeyError, TypeError):
        return HTTP_ERROR(status=refused.code)


@contextmanager
def _connect_over_broker(url: str) -> Iterator[Remote]:
    enter_cooperative_mode()
    from tsunagu.messaging.rpc import Caller

    caller = Caller(url)
    try:
        yield Remote(caller.call, find_answering_services(caller.call))
    finally:
        caller.close()


def find_answering_services(call: Callable[..., Any]) -> list[str]:
    """The services of TSUNAGU_SERVICES; without it, those of this checkout that are there now.

    Who is named belongs to the platform also while away: that is for the command to say. Who is
    too busy to answer is there. Unavailable if nobody is.
    """

    named = read_named_services()
    known = named or list_available_services()

    def answers(name: str) -> bool:
        try:
            call(name, "about", timeout=ASK_SECONDS)
        except TsunaguError as failure:
            return failure.code != SERVICE_UNAVAILABLE.code
        return True

    from tsunagu.messaging.refusals import SERVICE_UNAVAILABLE
    from tsunagu.process.concurrency import map_concurrently

    there = map_concurrently(answers, known)
    services = [name for name, answered in zip(known, there, strict=True) if answered]
    if not services:
        raise NO_SERVICE_ANSWERS()
    return named or services
