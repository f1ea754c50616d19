"""nameko as it comes, one role in a process of its own: `plain.py ROLE '{"settings": ...}'`.

The sender stores a row and then dispatches an event; the handler stores what it is told. The
kill points have the names they have in the platform.
"""

from __future__ import annotations

import json
import os
import sys

import eventlet

eventlet.monkey_patch()  # as `nameko run` does

import psycopg  # noqa: E402
from kombu import Connection  # noqa: E402
from nameko.containers import ServiceContainer  # noqa: E402
from nameko.events import event_handler  # noqa: E402
from nameko.standalone.events import event_dispatcher  # noqa: E402

from tsunagu.log.failpoints import failpoint  # noqa: E402

SOURCE, TYPE, QUEUE = "source", "opened", "evt-source-opened--watcher.on_opened"


def store(url: str, table: str, id: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(f"INSERT INTO {table} (id) VALUES (%s)", [id])


def known(url: str) -> set[str]:
    with psycopg.connect(url) as connection:
        return {id for (id,) in connection.execute("SELECT id FROM stored")}


def send(settings: dict[str, str]) -> None:
    """Store and tell; what is stored already is done already."""
    dispatch = event_dispatcher({"AMQP_URI": settings["amqp_url"], "serializer": "json"})
    done = known(settings["database"])
    for id in settings["boxes"]:
        if id not in done:
            store(settings["database"], "stored", id)
            failpoint("command.after_commit")
            dispatch(SOURCE, TYPE, id)


class Watcher:
    name = "watcher"
    database = ""
    hiccup = ""

    @event_handler(SOURCE, TYPE)
    def on_opened(self, id: str) -> None:
        failpoint("subscription.before_begin")
        if id == Watcher.hiccup:
            Watcher.hiccup = ""
            raise OSError("the database is away for a moment")
        store(Watcher.database, "applied", id)
        failpoint("subscription.after_commit")


def handle(settings: dict[str, str]) -> None:
    """The handler, until the broker has nothing more for it."""
    Watcher.database, Watcher.hiccup = settings["database"], settings.get("hiccup", "")
    config = {"AMQP_URI": settings["amqp_url"], "serializer": "json"}
    with Connection(settings["amqp_url"]) as connection:
        left = 1
        while left:
            container = ServiceContainer(Watcher, config)
            container.start()
            while waiting(connection):
                eventlet.sleep(0.02)
            container.stop()  # waits for its workers and their acks
            left = waiting(connection)  # what it had fetched and given back


def waiting(connection: Connection) -> int:
    return connection.default_channel.queue_declare(QUEUE, passive=True).message_count


if __name__ == "__main__":
    {"send": send, "handle": handle}[sys.argv[1]](json.loads(sys.argv[2]))
    os._exit(0)
