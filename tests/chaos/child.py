"""Roles, each in a process of its own, to be killed.

The program waits for lines `{"role", "point", "nth", "settings"}` and forks for each: a warm
start makes hundreds of runs bearable. A role ends with 0 when its work is done, or with 137
where the fail-point strikes; the exit code is the answer.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from datetime import date
from pathlib import Path

import tsunagu.process.eventlet_patch  # noqa: F401  before anything else, as in every service process
from kit.tests.contract import source, watcher
from kit.tests.contract.source import Box
from services.reporting.definition import projections
from tsunagu.hosting.nameko_service import wrap_command
from tsunagu.hosting.runtime import Runtime
from tsunagu.log import checkpoints, event_log, failpoints
from tsunagu.log.database import Database
from tsunagu.messaging import relay, request_keys, subscription
from tsunagu.messaging.fact_processor import FactProcessor
from tsunagu.messaging.relay import READER, Relay
from tsunagu.messaging.subscription import Subscription
from tsunagu.process.concurrency import sleep, spawn, unpatched
from tsunagu.process.ids import new_id

DAY = date(2026, 4, 1)
SMALL = 8


def runtime(definition, url, settings):
    made = Runtime(
        definition,
        amqp_url=settings["amqp_url"],
        database_url=url,
        key_file=Path(settings["key_file"]),
        city="142166",
    )
    made.open()
    return made


def write(settings):
    """Open and move boxes; the ledger says what was begun and what was answered."""
    store = runtime(source.DEFINITION, settings["source"], settings).store
    with Path(settings["ledger"]).open("a+") as ledger:
        ledger.seek(0)
        answered = {line.split()[1] for line in ledger if line.startswith("answered")}
        for id in settings["boxes"]:
            if id in answered:
                continue
            note(ledger, f"begun {id}")
            with store.work() as work:
                box = work.load_or_new(Box, id)
                if not box.exists:  # the command was answered by nobody, but it was done
                    box.open(DAY, id)
                    box.move(DAY, f"room of {id}")
            note(ledger, f"answered {id}")


class Desk:
    """A service whose every command makes a new thing."""

    name = "source"

    def __init__(self, store):
        self.store = store

    @wrap_command
    def open_one(self):
        with self.store.work() as work:
            box = work.new(Box, new_id())
            box.open(DAY)
        return {"id": box.id}


def ask(settings):
    """Send requests, each under its key until it is answered; the ledger has the answers."""
    desk = Desk(runtime(source.DEFINITION, settings["source"], settings).store)
    with Path(settings["ledger"]).open("a+") as ledger:
        ledger.seek(0)
        answered = {line.split()[1] for line in ledger}
        for key in settings["keys"]:
            if key not in answered:
                answer = desk.open_one(_meta={"actor": "desk", request_keys.KEY: key})
                note(ledger, f"answered {key} {answer['result']['id']}")


def note(ledger, line):
    ledger.write(line + "\n")
    ledger.flush()
    os.fsync(ledger.fileno())


def publish(settings):
    """The relay, until everything is published."""
    here = runtime(source.DEFINITION, settings["source"], settings)
    relaying = Relay(here.store, here.reader, settings["amqp_url"])
    relaying.take_over()  # whoever held the lease is known to be dead
    spawn(relaying.run)
    while True:
        with here.store.reading() as connection:
            if checkpoints.read_position(connection, READER, "source") == event_log.read_head(
                connection
            ):
                return
        sleep(0.01)


def follow(settings):
    """The subscription, until it is level; what the broker does not bring it asks for."""
    from_there = runtime(source.DEFINITION, settings["source"], settings)
    here = runtime(watcher.DEFINITION, settings["watcher"], settings)
    processor = FactProcessor(here.store, here.definition.follows)

    def feed(_source, after, limit):
        return from_there.read_feed(after, limit)

    subscribed = Subscription("watcher", ["source"], processor, feed, settings["amqp_url"])
    spawn(subscribed.run)
    while True:
        sleep(0.01)
        if processor.checkpoints()["source"] == from_there.read_head() and subscribed.heads:
            sleep(0.05)  # the last ack
            return


def rebuild(settings):
    """Every table of reporting made anew."""
    projections.rebuild(Database(settings["reporting"]), lambda done, total: None)


ROLES = {"write": write, "ask": ask, "publish": publish, "follow": follow, "rebuild": rebuild}
plain_os = unpatched("os")  # no hub may wake up before the fork


def serve():
    # Many turns in a short run; here, not at import: the tests that import this go on as they are.
    relay.BATCH = Subscription.batch = subscription.FEED_PAGE = SMALL
    for line in sys.stdin:
        job = json.loads(line)
        pid = plain_os.fork()
        if pid == 0:
            try:
                failpoints.arm(job["point"] or "", job["nth"])
                ROLES[job["role"]](job["settings"])
            except BaseException:
                traceback.print_exc()
                plain_os._exit(1)
            plain_os._exit(0)
        _, status = plain_os.waitpid(pid, 0)
        print(plain_os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    serve()
