"""Makes what is secret, once: keys, passwords, and who may do what at the broker and the database.

Run before everything else at every `docker compose up`, as `make_secrets.py intake referral ...`.
Each service gets a folder of its own (a volume that only it mounts) with its master key and the
addresses of its database and broker. What is there already is never changed: a new master key
could not open what the old one closed. The lists of users for PostgreSQL and RabbitMQ are written
anew each time, so that a service that is added later finds its own.

Each department of the list (`TSUNAGU_DEPARTMENTS`) gets a user `department-<code>` at the broker,
who may write to the exchange `signals` under its own code and nothing else, and a folder with the
address, for operators to hand out. Taking one off the list takes nothing away from it, since
RabbitMQ only adds what it reads: docs/operations.md says how.
"""

import base64
import csv
import hashlib
import json
import os
import secrets
import sys
from pathlib import Path
from urllib.parse import urlsplit

KEYS = Path(os.environ.get("TSUNAGU_KEYS", "/keys"))
DEPARTMENTS = Path(os.environ.get("TSUNAGU_DEPARTMENTS", "/departments.csv"))
# Where departments reach the broker: amqps://host:port, or plain amqp inside one safe network.
PUBLIC = os.environ.get("TSUNAGU_AMQP_PUBLIC") or "amqps://rabbitmq:5671"
OWNER = 10001  # the user that the services run as, see deploy/Dockerfile
VHOST = "tsunagu"
SIGNALS = "signals"
NOTHING = "^$"


def keep(path: Path, value: str) -> str:
    """The file's content; made of `value`, for the services' user only, where it is missing."""
    if not path.exists():
        write(path, value + "\n", mode=0o400, owner=OWNER)
        print(f"{path}: 作りました / made")
    return path.read_text().strip()


def write(path: Path, text: str, *, mode: int, owner: int | None = None) -> None:
    """Write in one step: a start that was cut short leaves the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
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


def departments() -> list[str]:
    """The codes of those who may send signals; none where there is no list."""
    if not DEPARTMENTS.exists():
        return []
    with DEPARTMENTS.open(encoding="utf-8", newline="") as file:
        codes = [row["code"] for row in csv.DictReader(file)]
    if not all(code.isidentifier() and code.isascii() for code in codes):
        sys.exit(f"{DEPARTMENTS}: code は英小文字・数字・_ で / letters, digits and _ only")
    return codes


def admit(department: str) -> str:
    """The department's folder; returns its password at the broker."""
    folder = KEYS / "departments" / department
    password = keep(folder / "password", secrets.token_hex(24))
    scheme, _, place = PUBLIC.partition("://")
    url = f"{scheme}://department-{department}:{password}@{place}/{VHOST}"
    write(folder / "amqp_url", url + "\n", mode=0o400)  # anew: the place may have changed
    return password


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


def definitions(services: dict[str, str], senders: dict[str, str]) -> str:
    """RabbitMQ's users, each at home in the one virtual host; salted hashes, no passwords."""
    everything = {"configure": ".*", "write": ".*", "read": ".*"}
    signals = {"configure": NOTHING, "write": f"^{SIGNALS}$", "read": NOTHING}
    users = services | {f"department-{code}": password for code, password in senders.items()}
    return json.dumps(
        {
            "vhosts": [{"name": VHOST}],
            "users": [
                {"name": name, "password_hash": hashed(password), "tags": ""}
                for name, password in users.items()
            ],
            "permissions": [
                {"user": name, "vhost": VHOST} | (everything if name in services else signals)
                for name in users
            ],
            "topic_permissions": [
                {
                    "user": f"department-{code}",
                    "vhost": VHOST,
                    "exchange": SIGNALS,
                    "write": f"^{code}$",
                    "read": NOTHING,
                }
                for code in senders
            ],
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
        definitions(
            {name: broker for name, (_, broker) in passwords.items()},
            {code: admit(code) for code in departments()},
        ),
        mode=0o444,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
