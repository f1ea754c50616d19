"""The promises about others' messages, in both ways of running: each taken once, in order, or
given back unchanged with the reason; nothing lost, nothing of it in a log."""

from __future__ import annotations

import json
import logging

import pytest
import sqlalchemy as sa
from kombu import Connection

from kit.tests.contract import receiver
from kit.tests.contract.receiver import trouble
from tsunagu.hosting.runtime import Runtime
from tsunagu.messaging import inbound_queue, memory_transport, queue_consumer, rejected_messages
from tsunagu.process.concurrency import sleep, spawn
from tsunagu.testing import eventually

CANARY = "カナリア花子"
PLAIN = {"content_type": "application/json", "user_id": "guest"}


class Post:
    """A receiver on one broker, and somebody outside who writes to it."""

    def __init__(self, url, amqp_url, folder):
        self.amqp_url = amqp_url
        self.is_real = amqp_url.startswith("amqp")
        self.runtime = Runtime(
            receiver.DEFINITION,
            amqp_url=amqp_url,
            database_url=url,
            key_file=folder / "key",
            city="142166",
        )
        self.runtime.open()
        self.incoming = self.runtime.incoming
        self._running = []
        with Connection(amqp_url) as connection:
            self.incoming._consume(connection)  # the queues are there before anybody writes

    def start(self):
        self._running.append(spawn(self.incoming.run))

    def close(self):
        for greenlet in self._running:
            greenlet.kill()
        self.runtime.database.close()

    def send(self, *bodies, **properties):
        properties = {k: v for k, v in (PLAIN | properties).items() if v is not None}
        with Connection(self.amqp_url) as connection:
            channel = connection.channel()
            last = [0]
            if self.is_real:  # unconfirmed, a queue whose leader is not elected yet may lose them
                channel.confirm_select()
                channel.events["basic_ack"].add(lambda tag, _: last.append(tag))
            for body in bodies:
                kind = {k: v for k, v in properties.items() if k.startswith("content")}
                more = {k: v for k, v in properties.items() if k not in kind}
                message = channel.prepare_message(body, properties=more, **kind)
                channel.basic_publish(message, exchange="letters", routing_key="waterworks")
            while self.is_real and max(last) < len(bodies):
                connection.drain_events(timeout=10)

    def texts(self):
        with self.runtime.store.reading() as connection:
            query = sa.select(receiver.taken.c.text).order_by(receiver.taken.c.n)
            return list(connection.execute(query).scalars())

    def refused(self):
        """(reason, fields, body) of every letter given back, taken from the queue."""
        found = []
        with Connection(self.amqp_url) as connection:
            channel = connection.channel()
            while (message := channel.basic_get("letters.refused", no_ack=True)) is not None:
                headers = getattr(message, "headers", None)
                headers = headers or message.properties.get("application_headers") or {}
                body = message.body
                body = body if isinstance(body, bytes) else body.encode()
                found.append((headers.get("x-tsunagu-reason"), headers, body))
        return found

    def waiting(self):
        with Connection(self.amqp_url) as connection:
            declared = connection.channel().queue_declare("receiver.letters", passive=True)
            return declared.message_count

    def settled(self, taken, refused=0):
        """So many were taken and refused, all of them acked."""
        eventually(lambda: (self.incoming.taken, self.incoming.refused) == (taken, refused))
        eventually(lambda: self.waiting() == 0)


@pytest.fixture(params=["embedded", "real"])
def post(request, tmp_path, monkeypatch):
    trouble.forget()
    if request.param == "embedded":
        made = Post(
            f"sqlite:///{tmp_path}/r.sqlite",
            f"{memory_transport.SCHEME}://{tmp_path.name}/",
            tmp_path,
        )
        yield made
        made.close()
        memory_transport.drop_broker(tmp_path.name)
        return
    server = request.getfixturevalue("postgres_server")
    amqp_url = request.getfixturevalue("amqp_url")
    with server.database() as url:
        made = Post(url, amqp_url, tmp_path)
        yield made
        made.close()


def letter(text):
    return json.dumps({"text": text}, ensure_ascii=False).encode()


def letters(n):
    return [letter(f"text {i}") for i in range(n)]


def test_letters_are_taken_once_in_order_and_acked(post):
    post.send(*letters(450))
    post.start()
    post.settled(450)
    assert post.texts() == [f"text {i}" for i in range(450)]
    assert post.refused() == []
    assert trouble.calls < 450  # many at once


FOREIGN = {
    "no json": (f"oops {CANARY}".encode(), {}, "not_json"),
    "no utf-8": (CANARY.encode("utf-16"), {}, "not_utf8"),
    "shift_jis": (f'{{"text": "{CANARY}"}}'.encode("shift_jis"), {}, "not_utf8"),
    "with a bom": (b"\xef\xbb\xbf" + letter(CANARY), {}, "not_json"),
    "a key twice": (f'{{"text": 1, "text": "{CANARY}"}}'.encode(), {}, "duplicate_key"),
    "not a number": (f'{{"text": NaN, "b": "{CANARY}"}}'.encode(), {}, "not_a_number"),
    "half a character": (b'{"text": "\\ud800 ' + CANARY.encode() + b'"}', {}, "lone_surrogate"),
    "5000 digits": (b'{"text": ' + b"9" * 5000 + b"}", {}, "not_json"),
    "deep": (b"[" * 200_000, {}, "too_deep"),
    "a list": (json.dumps([CANARY]).encode(), {}, "not_an_object"),
    "empty": (b"", {}, "not_json"),
    "something missing": (json.dumps({"else": CANARY}).encode(), {}, "invalid_input"),
    "pickle": (b"\x80\x04.", {"content_type": "application/x-python-serialize"}, None),
    "no content type": (letter(CANARY), {"content_type": None}, None),
    "text": (letter(CANARY), {"content_type": "text/plain"}, None),
    "another character set": (
        letter(CANARY),
        {"content_type": "application/json; charset=shift_jis"},
        None,
    ),
    "gzip": (letter(CANARY), {"content_encoding": "gzip"}, "wrong_content_encoding"),
    "nobody": (letter(CANARY), {"user_id": None}, "missing_user_id"),
}


def test_what_cannot_be_taken_goes_back_unchanged_with_the_reason(post, caplog):
    caplog.set_level(logging.DEBUG)
    post.start()
    for body, properties, _ in FOREIGN.values():
        post.send(body, **properties)
        post.send(letter("between"))
    post.settled(len(FOREIGN), len(FOREIGN))
    assert post.texts() == ["between"] * len(FOREIGN)
    back = post.refused()
    for (kind, (body, _, reason)), (why, headers, same) in zip(FOREIGN.items(), back, strict=True):
        assert (kind, why) == (kind, reason or "wrong_content_type")
        assert same == body, kind
        assert headers["x-tsunagu-sender"] == ("" if kind == "nobody" else "guest")
        assert headers["x-tsunagu-refused-at"]
        assert headers["x-tsunagu-fields"] == ("text" if why == "invalid_input" else "")
    assert CANARY not in caplog.text


def test_every_way_of_naming_json_is_taken(post):
    ways = [
        "application/json",
        "application/cloudevents+json",
        "application/json; charset=utf-8",
        'Application/CloudEvents+JSON;charset="UTF-8"',
    ]
    for content_type in ways:
        post.send(letter(content_type), content_type=content_type)
    post.start()
    post.settled(len(ways))
    assert post.texts() == ways


def test_what_was_refused_is_told_without_its_content_and_stays_where_it_is(post):
    post.start()
    post.send(b"oops", letter("fine"), json.dumps({"else": CANARY}).encode())
    post.settled(1, 2)
    for _ in range(3):
        told = eventually(lambda: _both(rejected_messages.list_rejected(post.incoming, 10)))
        assert [(m["reason"], m["fields"], m["sender"]) for m in told["messages"]] == [
            ("not_json", [], "guest"),
            ("invalid_input", ["text"], "guest"),
        ]
        assert all(message["refused_at"] for message in told["messages"])
        assert CANARY not in str(told)
    eventually(lambda: len(rejected_messages.list_rejected(post.incoming, 1)["messages"]) == 1)


def _both(told):
    """What was looked at, once all that went back to its place is counted there again."""
    return told if told["waiting"] == len(told["messages"]) == 2 else None


def test_what_failed_for_our_own_fault_is_taken_after_it_was_mended(post):
    trouble.bad = {"a"}
    post.start()
    post.send(letter("a"), b"oops", letter("b"))
    post.settled(1, 2)
    eventually(
        lambda: (
            rejected_messages.retry_rejected(post.incoming, 10) == {"taken": 0, "still_refused": 2}
        ),
        every=0.5,
    )
    trouble.forget()
    eventually(
        lambda: (
            rejected_messages.retry_rejected(post.incoming, 10) == {"taken": 1, "still_refused": 1}
        ),
        every=0.5,
    )
    assert post.texts() == ["b", "a"]
    assert [why for why, _, _ in post.refused()] == ["not_json"]


def test_a_batch_that_was_cut_off_comes_again_and_leaves_one_effect(post):
    trouble.failures = [OSError("cut off just before the commit")]
    post.send(*letters(5))
    post.start()
    post.settled(5)
    assert post.texts() == [f"text {i}" for i in range(5)]


def test_while_the_database_is_away_the_letters_wait_in_hand(post):
    trouble.failures = [sa.exc.OperationalError("select", None, OSError()) for _ in range(3)]
    post.send(*letters(3))
    post.start()
    eventually(lambda: trouble.calls >= 2)
    assert post.incoming.error == "OperationalError"  # health says so meanwhile
    post.settled(3)
    eventually(lambda: post.incoming.error is None)
    assert post.texts() == [f"text {i}" for i in range(3)]


def test_one_on_which_our_code_breaks_does_not_stop_the_others(post, caplog):
    trouble.bad = {CANARY}
    post.send(letter("a"), letter(CANARY), letter("b"))
    post.start()
    post.settled(2, 1)
    assert post.texts() == ["a", "b"]
    ((why, _, back),) = post.refused()
    assert (why, back) == ("internal_error", letter(CANARY))
    assert "ValueError" in caplog.text
    assert CANARY not in caplog.text


def test_what_cannot_be_given_back_is_not_acked(post, monkeypatch):
    if not post.is_real:
        pytest.skip("the embedded broker is this process: it cannot be away on its own")
    fails = iter([True, True])
    sound = inbound_queue.BatchPublisher.return_to_sender

    def cut_off(self, back):
        if next(fails, False):
            raise OSError("cut off")
        sound(self, back)

    monkeypatch.setattr(inbound_queue.BatchPublisher, "return_to_sender", cut_off)
    post.send(b"oops")
    post.start()
    eventually(lambda: post.incoming.refused == 1)
    assert [why for why, _, _ in post.refused()] == ["not_json"]


def test_a_deleted_queue_is_made_again(post):
    if not post.is_real:
        pytest.skip("the embedded broker's queues belong to the process")
    post.start()
    post.send(letter("a"))
    post.settled(1)
    with Connection(post.amqp_url) as connection:
        for name in ("receiver.letters", "letters.refused"):
            connection.channel().queue_delete(name)
    eventually(lambda: _sent_again(post))
    assert post.texts()[0] == "a"


def _sent_again(post):
    post.send(letter("b"))
    return "b" in post.texts()


def test_what_the_broker_gives_up_is_found_among_the_refused(amqp_url, postgres_url, tmp_path):
    """A message that comes back again and again (it kills the process, say) ends there."""
    trouble.forget()
    post = Post(postgres_url, amqp_url, tmp_path)
    post.send(letter("poison"), letter("b"))
    with Connection(amqp_url) as connection:
        channel = connection.channel()
        came = []
        channel.basic_qos(0, 1, False)
        channel.basic_consume("receiver.letters", callback=came.append)
        for _ in range(queue_consumer.DELIVERY_LIMIT + 1):
            while not came:
                connection.drain_events(timeout=5)
            assert came[0].body == letter("poison")
            channel.basic_reject(came.pop().delivery_tag, requeue=True)
    ((why, headers, back),) = eventually(post.refused)
    assert (why, back) == (None, letter("poison"))
    assert headers["x-death"][0]["reason"] == "delivery_limit"
    post.start()
    post.settled(1)
    assert post.texts() == ["b"]
    post.close()


def test_a_consumer_that_gets_no_answer_ends_itself(post, monkeypatch):
    """TCP is alive and the broker stands still: health turns red, and the loop starts anew."""
    if not post.is_real:
        pytest.skip("the embedded broker is this process")
    monkeypatch.setattr(inbound_queue, "LOOK_SECONDS", 0.3)
    post.start()
    post.send(letter("a"))
    post.settled(1)
    channel_class = inbound_queue.RealChannel
    real = channel_class.queue_declare
    still = [True]

    def standing_still(self, queue="", passive=False, **more):
        if passive and still and queue == "receiver.letters":
            sleep(5)
        return real(self, queue, passive=passive, **more)

    monkeypatch.setattr(channel_class, "queue_declare", standing_still)
    eventually(lambda: post.incoming.error == "ConnectionError")
    still.clear()
    post.send(letter("b"))
    eventually(lambda: post.incoming.error is None and post.texts() == ["a", "b"])
