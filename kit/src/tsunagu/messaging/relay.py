"""The relay: publishes a service's facts from its log, in order, at least once.

The log is its own outbox. The relay reads after its checkpoint, publishes a
batch with confirms and only then moves the checkpoint; killed anywhere it
repeats, never omits. One relay per log is active, by lease. It is the only
part that publishes facts, because a publisher can hang behind a stalled
broker: the supervisor below ends a turn that takes too long and starts anew.
"""

from __future__ import annotations

import threading
import time
import uuid

import sqlalchemy as sa

from tsunagu.contracts.facts import HEAD_TYPE, encode_head
from tsunagu.domain.errors import require
from tsunagu.log import checkpoints, event_log
from tsunagu.log.failpoints import failpoint
from tsunagu.log.tables import lease_table
from tsunagu.log.unit_of_work import EventStore
from tsunagu.messaging.fact_reader import FactReader
from tsunagu.messaging.publisher import BatchPublisher, events_exchange
from tsunagu.process.concurrency import Timeout, sleep
from tsunagu.process.structured_logging import get_logger

_log = get_logger(__name__)

BATCH = 500
TURN_SECONDS = 15.0
LEASE_SECONDS = 15.0
POLL_SECONDS = 0.5
ANNOUNCE_SECONDS = 3.0
READER = "relay"


class Relay:
    """Publishes one service's facts; `run` until killed, `wake` at every append."""

    def __init__(self, store: EventStore, reader: FactReader, amqp_url: str) -> None:
        self.store = store
        self.reader = reader
        self.service = reader.service
        self.unroutable = 0
        self.last_turn = time.monotonic()
        self.error: str | None = None
        self._amqp_url = amqp_url
        self._holder = uuid.uuid4().hex
        self._lease_until = 0.0
        self._wakeup = threading.Event()
        self._publisher: BatchPublisher | None = None
        self._checkpoint = self._previous = self._announced = 0
        self._announced_at = 0.0

    def wake(self) -> None:
        """New events are in the log."""
        self._wakeup.set()

    def run(self) -> None:
        """Work for ever; every failure closes the connection and starts again after a pause."""
        pause = 0.2
        while True:
            try:
                with Timeout(TURN_SECONDS):
                    busy = self._turn()
                pause, self.error = 0.2, None
                if not busy:
                    self._wakeup.wait(POLL_SECONDS)
                    self._wakeup.clear()
            except (Exception, Timeout) as failure:
                self.error = type(failure).__name__
                _log.warning("loop failed", loop="relay", error=self.error, again_in=pause)
                self._disconnect()
                sleep(pause)
                pause = min(pause * 2, 3.0)

    def _turn(self) -> bool:
        self.last_turn = time.monotonic()
        if not self._hold_lease():
            sleep(1.0)
            return False
        if self._publisher is None:
            self._connect()
        busy = self.pump()
        if not busy:
            self._announce()
        return busy

    def _connect(self) -> None:
        self._publisher = BatchPublisher(self._amqp_url, events_exchange(self.service))
        with self.store.reading() as connection:
            self._checkpoint = checkpoints.position(connection, READER, self.service)
            self._previous = self.reader.last_at(connection, self._checkpoint)

    def _disconnect(self) -> None:
        publisher, self._publisher = self._publisher, None
        if publisher is not None:
            with Timeout(2, False):
                try:
                    publisher.close()
                except Exception as failure:
                    _log.debug("closing failed", error=type(failure).__name__)

    def pump(self) -> bool:
        """Publish the next batch; False if there was nothing to do."""
        publisher = require(self._publisher, "a relay connects before it publishes")
        with self.store.reading() as connection:
            facts, reached = self.reader.after(connection, self._checkpoint, self._previous, BATCH)
            if reached == self._checkpoint:
                return False
            failpoint("relay.after_read")
            if facts:
                publisher.publish([(kind, body) for _, kind, body in facts])
                failpoint("relay.after_confirm")
                if publisher.unroutable:  # nobody listens yet: they catch up from the feed
                    self.unroutable += publisher.unroutable
                    publisher.unroutable = 0
            with self.store.database.write_turn():
                checkpoints.move(connection, READER, self.service, reached)
        self._checkpoint = reached
        self._previous = facts[-1][0] if facts else self._previous
        return True

    def _announce(self) -> None:
        """Say how far the facts go, so that a subscriber notices a lost last message."""
        publisher = require(self._publisher, "a relay connects before it publishes")
        now = time.monotonic()
        if now - self._announced_at < ANNOUNCE_SECONDS:
            return
        publisher.publish(
            [(HEAD_TYPE, encode_head(self.reader.city, self.service, self._previous))],
            expiration_ms=10_000,
        )
        self._announced_at = now

    def _hold_lease(self) -> bool:
        """Whether this process is the one that publishes; renewed at a third of its time."""
        now = time.time()
        if now < self._lease_until - LEASE_SECONDS * 2 / 3:
            return True
        with self.store.database.writing() as connection:
            taken = connection.execute(
                sa.update(lease_table)
                .where(lease_table.c.name == READER)
                .where((lease_table.c.holder == self._holder) | (lease_table.c.until < now))
                .values(holder=self._holder, until=now + LEASE_SECONDS)
            ).rowcount
            if not taken:
                held = connection.execute(
                    sa.select(lease_table.c.name).where(lease_table.c.name == READER)
                ).scalar()
                if held is None:
                    connection.execute(
                        lease_table.insert().values(
                            name=READER, holder=self._holder, until=now + LEASE_SECONDS
                        )
                    )
                    taken = 1
        self._lease_until = now + LEASE_SECONDS if taken else 0.0
        return bool(taken)

    def lag(self) -> int:
        """How many log positions are not yet published."""
        with self.store.reading() as connection:
            return event_log.head(connection) - checkpoints.position(
                connection, READER, self.service
            )

    def take_over(self) -> None:
        """Take the lease from whoever held it, who is known to be dead."""
        with self.store.database.writing() as connection:
            connection.execute(lease_table.delete().where(lease_table.c.name == READER))

    def release(self) -> None:
        """Give the lease back, so that another replica, or the next start, goes on at once."""
        self._disconnect()
        with self.store.database.writing() as connection:
            connection.execute(lease_table.delete().where(lease_table.c.holder == self._holder))
