"""Both ends of the load of departments' signals: who sends by AMQP, who meanwhile asks by REST.

The sender keeps a ledger of its own: the id of every message that the broker has
confirmed, on disk before it sends on. Who was invented is in `residents.py`.
"""

from __future__ import annotations

import csv
import json
import os
import random
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import amqp
from notices import Writer
from participant import serve
from residents import city

TYPE = "jp.tsunagu.signal.v1"
# Of each hundred: so many name somebody on their consent, ...
IDENTITY, NOTE, URGENT, FAULTY, AGAIN = 0.30, 0.10, 0.02, 0.01, 0.01
KINDS = ("water_arrears", "tax_arrears", "rent_arrears", "school_expenses", "pension_exemption")
STEP = 0.05


class Sender:
    """A department's programs at the broker, each with its own user, in one process."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.ledger = os.open(settings["ledger"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.outlets = [Outlet(code, url) for code, url in settings["departments"].items()]
        self.random = random.Random(settings.get("seed", 1))
        self.writer = Writer(7, city(settings["residents"], 7))
        self.messages: list[tuple[Outlet, str, bytes]] = []

    def prepare(self, count: int) -> dict[str, int]:
        """Write the messages beforehand: the load shall not wait for its own making."""
        for number in range(count):
            outlet = self.random.choice(self.outlets)
            if self.messages and self.random.random() < AGAIN:
                self.messages.append(self.random.choice(self.messages))
                continue
            id, faulty = f"load-{number}", self.random.random() < FAULTY
            self.messages.append((outlet, id, self._event(outlet.code, id, faulty)))
        return {"messages": len(self.messages)}

    def _event(self, department: str, id: str, faulty: bool) -> bytes:
        data: dict[str, Any] = {
            "kind": self.random.choice(KINDS),
            "noticed_on": "2026-11-20",
            "basis": "encouragement_only",
            "urgent": self.random.random() < URGENT,
        }
        if faulty or self.random.random() < IDENTITY:
            who = self.random.choice(self.writer.city.residents)
            data["person"] = self.writer.noticed(who)
            data["basis"] = "encouragement_only" if faulty else "consent"
        if self.random.random() < NOTE:
            data["note"] = "三か月の滞納。電話に出ない。訪問しても会えていない。"
        event = {
            "specversion": "1.0",
            "type": TYPE,
            "source": f"/departments/{department}",
            "id": id,
            "data": data,
        }
        return json.dumps(event, ensure_ascii=False).encode()

    def send(self, rate: int) -> dict[str, float]:
        """All of them at that many a second, whether or not anybody keeps up."""
        began, sent, late = time.monotonic(), 0, 0.0
        while sent < len(self.messages):
            due = min(len(self.messages), int((time.monotonic() - began) * rate) + 1)
            batch = self.messages[sent:due]
            for outlet, _, body in batch:
                outlet.publish(body)
            for outlet in self.outlets:
                outlet.settle()
            lines = "".join(f"{outlet.code} {id}\n" for outlet, id, _ in batch)
            os.write(self.ledger, lines.encode())
            os.fsync(self.ledger)
            sent = due
            late = max(late, time.monotonic() - began - sent / rate)
            time.sleep(max(0.0, STEP - (time.monotonic() - began) % STEP))
        return {"sent": sent, "seconds": time.monotonic() - began, "late": late}


class Outlet:
    """One department's connection, with confirms counted over batches."""

    def __init__(self, code: str, url: str) -> None:
        at = urlsplit(url)
        self.code, self.user = code, str(at.username)
        self.connection = amqp.Connection(
            f"{at.hostname}:{at.port}",
            userid=at.username,
            password=at.password,
            virtual_host=at.path[1:],
        )
        self.connection.connect()
        self.channel = self.connection.channel()
        self.channel.confirm_select()
        self.channel.events["basic_ack"].add(self._on_ack)
        self.channel.events["basic_nack"].add(self._on_nack)
        self.published = self.acked = 0
        self._early: set[int] = set()

    def publish(self, body: bytes) -> None:
        message = amqp.Message(
            body,
            content_type="application/cloudevents+json",
            delivery_mode=2,
            user_id=self.user,
        )
        self.channel.basic_publish(message, exchange="signals", routing_key=self.code)
        self.published += 1

    def settle(self) -> None:
        while self.acked < self.published:
            self.connection.drain_events(timeout=30)

    def _on_ack(self, tag: int, multiple: bool) -> None:
        if multiple:
            self.acked = max(self.acked, tag)
        else:
            self._early.add(tag)
        while self.acked + 1 in self._early:
            self.acked += 1
            self._early.discard(self.acked)

    def _on_nack(self, tag: int, multiple: bool) -> None:
        raise RuntimeError("the broker took none")


class Asker:
    """A department and a desk at their screens while the load goes on."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.url, self.tokens = settings["url"], settings["tokens"]
        self.number = 0
        self.own: list[str] = []

    def ask_until(self, sign: str, each: float) -> dict[str, Any]:
        """A request now and then until the file is there: its seconds, or what went wrong."""
        seconds: dict[str, list[float]] = {}
        wrong: list[str] = []
        while not Path(sign).exists():
            for name in ("send", "status", "list", "cases"):
                began = time.monotonic()
                try:
                    getattr(self, name)()
                except urllib.error.HTTPError as refused:
                    wrong.append(f"{name}: HTTP {refused.code}")
                except OSError as failed:
                    wrong.append(f"{name}: {type(failed).__name__}")
                seconds.setdefault(name, []).append(time.monotonic() - began)
                time.sleep(max(0.0, each - (time.monotonic() - began)))
        return {"seconds": seconds, "wrong": wrong, "own": self.own}

    def send(self) -> None:
        self.number += 1
        body = {
            "id": f"asked-{self.number}",
            "kind": "tax_arrears",
            "noticed_on": "2026-11-20",
            "basis": "consent",
            "person": {"name": f"窓口 {self.number}", "phone": f"046-251-{self.number:04d}"},
        }
        self.own.append(self._ask("department", "POST", "/signals", body)["signal_id"])

    def status(self) -> None:
        self._ask("department", "GET", f"/signals/{self.own[-1]}" if self.own else "/signals")

    def list(self) -> None:
        self._ask("caseworker", "GET", "/signals?desk=consultation_support&limit=50")

    def cases(self) -> None:
        self._ask("caseworker", "GET", "/cases?limit=50")

    def _ask(self, role: str, verb: str, path: str, body: Any = None) -> Any:
        request = urllib.request.Request(
            f"{self.url}/api/v1{path}",
            method=verb,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {self.tokens[role]}",
                "Content-Type": "application/json",
            },
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)


def departments(file: Path) -> list[str]:
    with file.open(encoding="utf-8", newline="") as listed:
        return [row["code"] for row in csv.DictReader(listed)]


if __name__ == "__main__":
    serve({"sender": Sender, "asker": Asker})
