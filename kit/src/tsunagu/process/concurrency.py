"""Cooperative concurrency: everything the platform uses of eventlet, in one place.

Code imports from here and never from eventlet itself (ruff's TID251 says so), so that the
framework under the greenlets can be changed in this file and in `patches.py`. Importing this
changes nothing in the process; making it cooperative is `tsunagu.process.eventlet_patch`'s.
"""

from __future__ import annotations

import contextvars
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import eventlet
import eventlet.debug
from eventlet import GreenPool, Timeout, listen, sleep
from eventlet.hubs import trampoline as wait_for_io
from eventlet.patcher import original as unpatched

__all__ = [
    "GreenPool",  # a bounded number of greenlets
    "Timeout",  # a BaseException: `except Exception` lets it through
    "listen",
    "map_concurrently",
    "run_in_thread",
    "serve_wsgi",
    "silence_greenlet_tracebacks",
    "sleep",
    "spawn",
    "spawn_detached",
    "take_turns",
    "unpatched",  # a standard module as it is without any patching
    "wait_for_io",
]

T = TypeVar("T")
R = TypeVar("R")


def spawn(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Begin a greenlet, whose `wait()` gives the result and whose `kill()` ends it.

    Context variables (what log lines belong to) hold in it as they hold here.
    """
    return eventlet.spawn(contextvars.copy_context().run, function, *args, **kwargs)


def spawn_detached(function: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
    """As `spawn`, for a greenlet that nobody waits for: cheaper, and its failure is lost."""
    eventlet.spawn_n(contextvars.copy_context().run, function, *args, **kwargs)


def map_concurrently(
    function: Callable[[T], R], items: Iterable[T], at_once: int = 1000
) -> Iterator[R]:
    """What `function` makes of each item, in their order; so many are worked on at once."""
    here = contextvars.copy_context()

    def work(item: T) -> R:
        return here.copy().run(function, item)

    results: Iterator[R] = GreenPool(at_once).imap(work, items)
    return results


def run_in_thread(function: Callable[..., R], *args: Any, **kwargs: Any) -> R:
    """Run what blocks in a real thread; other greenlets go on meanwhile."""
    from eventlet import tpool  # only who needs real threads pays for loading it

    result: R = tpool.execute(function, *args, **kwargs)
    return result


def take_turns(items: Iterable[T], each: int = 500) -> Iterator[T]:
    """The items, letting other greenlets go on after each so many."""
    for number, item in enumerate(items, start=1):
        yield item
        if number % each == 0:
            sleep(0)


def silence_greenlet_tracebacks() -> None:
    """No traceback on stderr where a greenlet fails: whoever waits for it gets its exception."""
    eventlet.debug.hub_exceptions(False)


def serve_wsgi(listener: Any, app: Callable[..., Any], request_class: type, **options: Any) -> None:
    """Answer HTTP requests until the listener is closed; options as `eventlet.wsgi.server`'s.

    `request_class`: mixed into eventlet's handler of a connection.
    """
    import eventlet.wsgi  # only servers pay for loading it

    protocol = type("Protocol", (request_class, eventlet.wsgi.HttpProtocol), {})
    eventlet.wsgi.server(listener, app, protocol=protocol, **options)
