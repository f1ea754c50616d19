"""Intake killed and the broker restarted while departments send: each signal ends as exactly one
of accepted or refused, and counts once."""

import json
import random
import signal

import amqp
import sqlalchemy as sa

from services.intake.commands.signal_intake import signal_id_of
from tests.departments.bad_input import CANARY
from tsunagu.process.concurrency import sleep, spawn
from tsunagu.testing import eventually

CODES = ("tax_collection", "waterworks", "housing")
BATCHES, SIZE, SEED = 20, 60, 11


class Sending:
    """Three departments that send again whatever was not confirmed."""

    def __init__(self, city):
        self.city, self.random = city, random.Random(SEED)
        self.ledger, self.faulty = set(), set()
        self.done = 0

    def run(self):
        for batch in range(BATCHES):
            department = self.city.broker.department(self.random.choice(CODES))
            events = [self._event(department, f"killed-{batch}-{n}") for n in range(SIZE)]
            while not self._sent(department, events):
                sleep(0.1)
            self.ledger |= {(department.code, event["id"]) for event in events}
            self.done += 1
            sleep(0.1)

    def _event(self, department, id):
        """One in ten is faulty, one in three names somebody."""
        event = department.event(id, note=CANARY)
        if self.random.random() < 0.1:
            self.faulty.add((department.code, id))
            event["data"]["kind"] = "税"
        elif self.random.random() < 0.3:
            event["data"] |= {"basis": "consent", "person": {"name": f"{CANARY} {id}"}}
        return event

    def _sent(self, department, events):
        try:
            with department.channel() as channel:
                for event in events:
                    department.publish(channel, event)
        except (OSError, amqp.exceptions.AMQPError):
            return False
        return True


def test_what_departments_send_survives_kills_and_restarts(city):
    assert city.refused() == []
    sending = Sending(city)
    sender = spawn(sending.run)
    for turn, moment in enumerate((4, 9, 14)):
        eventually(lambda moment=moment: sending.done >= moment, 60)
        if turn == 1:
            city.broker.kill()
            city.broker.start()
        else:
            city.town.stop("intake", how=signal.SIGKILL)
            city.town.start("intake")
    sender.wait()
    wanted = {signal_id_of(*key) for key in sending.ledger - sending.faulty}
    eventually(lambda: wanted <= city.known(), 60)
    eventually(lambda: _waiting(city) == 0, 60)

    with city.database.reading() as connection:
        count = "SELECT count(*), count(DISTINCT stream) FROM event WHERE type = :type"
        events, streams = connection.execute(
            sa.text(count), {"type": "intake.signal_received"}
        ).one()
    assert events == streams  # each once
    refused = {
        (sender.removeprefix("department-"), json.loads(body)["id"])
        for _, sender, body in city.refused()
    }
    assert refused == sending.faulty  # some perhaps twice: each message has its answer
    assert not {signal_id_of(*key) for key in sending.faulty} & city.known()
    assert CANARY.encode() not in city.logs()


def _waiting(city):
    connection = city.broker.connection("intake")
    try:
        return connection.channel().queue_declare("intake.signals", passive=True).message_count
    finally:
        connection.collect()
