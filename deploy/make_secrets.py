"""Makes what is secret, once: keys, passwords, and who may do what at the broker and the database.

Run before everything else at every `docker compose up`, as `make_secrets.py intake referral ...`.
Each service gets a folder of its own (a volume that only it mounts) with its master key and the
addresses of its database and broker. What is there already is never changed: a new master key
could not open what the old one closed. The lists of users for PostgreSQL and RabbitMQ are written
anew each time, so that a service that is added later finds its own.
"""

import base64
import hashlib
import json
import os
import secrets
import sys
from pathlib import Path
from urllib.parse import urlsplit

KEYS = Path(os.environ.get("TSUNAGU_KEYS", "/keys"))
OWNER = 10001  # the user that the services run as, see deploy/Dockerfile
VHOST = "tsunagu"


def keep(path: Path, value: str) -> str:
    """The file's content; made of `value`, for the services' user only, where it is missing."""
    if not path.exists():
        write(path, value + "\n", mode=0o400, owner=OWNER)
        print(f"{path}: 作りました / made")
    return path.read_text().strip()


def write(path: Path, text: str, *, mode: int, owner: int | None = None) -> None:
    """Write in one step: a start that was cut short leaves the old file or the new one."""
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.chmod(mode)
    if owner is not None and os.geteuid() == 0:
        os.chown(draft, owner, owner)
    draft.replace(path)


def password_in(url: str) -> str:
    return urlsplit(url).password or ""


def make(service: str) -> tuple[str, str]:
    """The service's folder; returns its passwords at the database and at the broker."""
    folder = KEYS / service
    keep(folder / "master.key", secrets.token_hex(32))
    database = keep(
        folder / "database_url",
        f"postgresql://{service}:{secrets.token_hex(24)}@postgres:5432/{service}",
    )
    broker = keep(
        folder / "amqp_url", f"amqp://{service}:{secrets.token_hex(24)}@rabbitmq:5672/{VHOST}"
    )
    return password_in(database), password_in(broker)


def databases(passwords: dict[str, str]) -> str:
    """SQL for psql: a database per service, and a user who may enter only that one."""
    closed = "REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC;\n"
    return closed + "".join(
        f"""\
SELECT 'CREATE ROLE "{name}" LOGIN'
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{name}') \\gexec
ALTER ROLE "{name}" PASSWORD '{password}';
SELECT 'CREATE DATABASE "{name}" OWNER "{name}"'
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{name}') \\gexec
REVOKE ALL ON DATABASE "{name}" FROM PUBLIC;
"""
        for name, password in passwords.items()
    )


def definitions(passwords: dict[str, str]) -> str:
    """RabbitMQ's users, each at home in the one virtual host; salted hashes, no passwords."""
    everything = {"configure": ".*", "write": ".*", "read": ".*"}
    return json.dumps(
        {
            "vhosts": [{"name": VHOST}],
            "users": [
                {"name": name, "password_hash": hashed(password), "tags": ""}
                for name, password in passwords.items()
            ],
            "permissions": [{"user": name, "vhost": VHOST} | everything for name in passwords],
        },
        indent=1,
    )


def hashed(password: str) -> str:
    """A password as RabbitMQ keeps it: four bytes of salt, then SHA-256 of salt and password."""
    salt = secrets.token_bytes(4)
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


def main(services: list[str]) -> None:
    if not services or not all(name.isidentifier() and name.isascii() for name in services):
        sys.exit("usage: make_secrets.py SERVICE...")
    passwords = {name: make(name) for name in services}
    # Read by the servers' own users, whose numbers differ between images; no other mounts these.
    write(
        KEYS / "postgres" / "databases.sql",
        databases({name: database for name, (database, _) in passwords.items()}),
        mode=0o444,
    )
    write(
        KEYS / "rabbitmq" / "definitions.json",
        definitions({name: broker for name, (_, broker) in passwords.items()}),
        mode=0o444,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
