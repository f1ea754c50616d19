"""A RabbitMQ as operators set it up, users from `deploy/make_secrets.py` and the shipped settings,
and departments as they send to it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

import amqp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.town import ROOT, SERVICES
from tsunagu.testing.private_servers import PrivateBroker, free_port

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
        self._write("rabbitmq.conf", own + here.replace("log.console = true", "") + self._door())

    def _door(self):
        """The shipped settings of the encrypted door, with a certificate of the city's own."""
        self.tls_port = free_port()
        for name, text in certificate("127.0.0.1").items():
            self._write(name, text, 0o600)
        shipped = (ROOT / "deploy" / "rabbitmq" / "departments.conf").read_text()
        return shipped.replace("5671", f"127.0.0.1:{self.tls_port}").replace(
            "/run/tls", str(self.folder)
        )

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


def certificate(host):
    """File name → text: an authority of the city's own, and the server's key and certificate."""
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, n)]) for n in ("city", host)]
    now, made = datetime.now(UTC), []
    for key, name, is_authority in zip(keys, names, (True, False), strict=True):
        made.append(
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(names[0])
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=2))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .add_extension(
                x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))]), critical=False
            )
            .sign(keys[0], hashes.SHA256())
        )
    pem = serialization.Encoding.PEM
    secret = keys[1].private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return {
        "ca.pem": made[0].public_bytes(pem).decode(),
        "server.pem": made[1].public_bytes(pem).decode(),
        "server.key": secret.decode(),
    }


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
