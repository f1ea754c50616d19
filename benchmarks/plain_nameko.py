"""nameko as it comes: its event dispatcher, and an event handler that only counts."""

from __future__ import annotations

import sys

if sys.argv[1:2] == ["handler"]:  # as `nameko run` does; the standalone dispatcher needs it not
    import eventlet

    eventlet.monkey_patch()

import json
from typing import Any

import bodies
from nameko.containers import ServiceContainer
from nameko.events import event_handler
from nameko.standalone.events import event_dispatcher
from participant import Stopwatch, serve
from raw_flow import bound_quorum_queue


class Dispatcher:
    """One message, one confirm."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.broker = settings["broker"]
        self.dispatch = event_dispatcher({"AMQP_URI": self.broker, "serializer": "json"})

    def relay(self, count: int) -> float:
        bound_quorum_queue(self.broker)
        facts = [json.loads(bodies.fact(n)) for n in range(1, count + 1)]
        with Stopwatch() as watch:
            for fact in facts:
                self.dispatch(bodies.SOURCE, bodies.TYPE, fact)
        return watch.rate(count)


taken = 0


class Plain:
    name = "plain"

    @event_handler(bodies.SOURCE, bodies.TYPE)
    def noted(self, _fact: dict[str, Any]) -> None:
        global taken
        taken += 1


class Handler:
    """No database, no order, nothing seen twice noticed."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.broker = settings["broker"]

    def declare(self) -> None:
        """Running from the start: with nameko's prefetch of ten it blocks nobody."""
        config = {"AMQP_URI": self.broker, "serializer": "json"}
        self.container = ServiceContainer(Plain, config)
        self.container.start()
        eventlet.sleep(0.3)

    def drain(self, count: int, last: int) -> float:
        with Stopwatch() as watch:
            while taken < last:
                eventlet.sleep(0.02)
        self.container.kill()
        return watch.rate(count)


if __name__ == "__main__":
    serve({"dispatcher": Dispatcher, "handler": Handler})
