"""A RabbitMQ as operators set it up, users from `deploy/make_secrets.py` and the shipped settings,
and departments as they send to it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import urlsplit

import amqp

from tests.town import ROOT, SERVICES
from tsunagu.private_servers import PrivateBroker

VHOST = "tsunagu"


def make_secrets(folder):
    """The users and their addresses, as `docker compose up` makes them."""
    subprocess.run(
        [sys.executable, ROOT / "deploy" / "make_secrets.py", *SERVICES],
        env=os.environ
        | {
            "TSUNAGU_KEYS": str(folder),
            "TSUNAGU_DEPARTMENTS": str(ROOT / "data" / "departments.csv"),
            "TSUNAGU_AMQP_PUBLIC": "amqp://rabbitmq:5672",
        },
        check=True,
        capture_output=True,
    )
    return folder


class CityBroker(PrivateBroker):
    """The node with the shipped settings and the users that were made."""

    def __init__(self, secrets):
        super().__init__()
        self._secrets = secrets
        definitions = (secrets / "rabbitmq" / "definitions.json").read_text()
        self._write("definitions.json", definitions)
        shipped = (ROOT / "deploy" / "rabbitmq" / "tsunagu.conf").read_text()
        own = (self.folder / "rabbitmq.conf").read_text()
        here = shipped.replace("/run/tsunagu/definitions.json", f"{self.folder}/definitions.json")
        # Where both say something, the shipped one comes later and holds.
        self._write("rabbitmq.conf", own + here.replace("log.console = true", ""))

    def add_vhost_for_nobody(self, name):
        self.evaluate(f'rabbit_vhost:add(<<"{name}">>, <<"test">>).')

    def url_for(self, *path):
        """The address that was made, at the port of this node."""
        made = urlsplit((self._secrets.joinpath(*path) / "amqp_url").read_text().strip())
        return f"amqp://{made.username}:{made.password}@127.0.0.1:{self.port}/{VHOST}"

    def department(self, code):
        return Department(self.url_for("departments", code), code)

    def connection(self, *path):
        return connected(self.url_for(*path))


def connected(url):
    at = urlsplit(url)
    connection = amqp.Connection(
        f"{at.hostname}:{at.port}",
        userid=at.username,
        password=at.password,
        virtual_host=at.path[1:],
        connect_timeout=5,
        read_timeout=10,
    )
    connection.connect()
    return connection


class Department:
    """A department's own program at the broker, with nothing of ours in it."""

    def __init__(self, url, code):
        self.url, self.code, self.user = url, code, f"department-{code}"

    @contextmanager
    def channel(self):
        connection = connected(self.url)
        try:
            channel = connection.channel()
            channel.confirm_select()
            yield channel
        finally:
            connection.collect()

    def publish(self, channel, body, key=None, exchange="signals", **properties):
        """Publish and wait for what the broker says to it."""
        properties = {
            "content_type": "application/cloudevents+json",
            "delivery_mode": 2,
            "user_id": self.user,
        } | properties
        given = {k: v for k, v in properties.items() if v is not None}
        if isinstance(body, dict):
            body = json.dumps(body, ensure_ascii=False).encode()
        channel.basic_publish_confirm(
            amqp.Message(body, **given), exchange=exchange, routing_key=key or self.code
        )

    def event(self, id, **data):
        """A signal as it comes by AMQP."""
        data = {
            "kind": "water_arrears",
            "noticed_on": "2026-04-20",
            "basis": "encouragement_only",
        } | data
        return {
            "specversion": "1.0",
            "type": "jp.tsunagu.signal.v1",
            "source": f"/departments/{self.code}",
            "id": id,
            "data": data,
        }
