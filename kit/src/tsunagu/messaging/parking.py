"""Parked facts: those that could not be applied, kept with the reason until somebody decides.

Later facts of the same stream wait behind a parked one, so that order per case
holds. Bodies may hold anything (a foreign message, a name): they are sealed,
and never logged.
"""

from __future__ import annotations

import hashlib
from typing import Any

import sqlalchemy as sa

from tsunagu.contracts.facts import Fact, parse_fact
from tsunagu.domain.json_object import JsonObject
from tsunagu.log.database import upsert
from tsunagu.log.personal_data import Keyring
from tsunagu.log.tables import parked_table
from tsunagu.process import clock


def blocked_streams(connection: sa.Connection) -> dict[tuple[str, str], str]:
    """(source, stream) → id of the first parked fact, for streams with one."""
    rows = connection.execute(
        sa.select(parked_table.c.source, parked_table.c.stream, parked_table.c.id)
        .where(parked_table.c.stream.is_not(None))
        .order_by(parked_table.c.position.desc())
    )
    return {(source, stream): id for source, stream, id in rows}


def park(
    connection: sa.Connection,
    keyring: Keyring,
    body: bytes,
    reason: str,
    fact: Fact | None = None,
    behind: str | None = None,
    attempts: int = 1,
) -> str:
    """Keep the message; its id is the fact's place, or the digest of foreign bytes."""
    if fact is not None:
        id = f"{fact.source}-{fact.position}"
    else:
        id = "foreign-" + hashlib.sha256(body).hexdigest()[:16]
    upsert(
        connection,
        parked_table,
        ["id"],
        {
            "id": id,
            "source": fact.source if fact else None,
            "stream": fact.stream if fact else None,
            "position": fact.position if fact else None,
            "type": fact.type if fact else None,
            "reason": reason[:500],
            "behind": behind,
            "attempts": attempts,
            "parked_at": clock.now().isoformat(timespec="seconds"),
            "body": keyring.seal_message(body, f"parked/{id}"),
        },
    )
    return id


_SUMMARY = [column for column in parked_table.c if column.name != "body"]


def summaries(connection: sa.Connection) -> list[JsonObject]:
    """What is parked, oldest first, without the bodies."""
    rows = connection.execute(
        sa.select(*_SUMMARY).order_by(parked_table.c.source, parked_table.c.position)
    )
    return [dict(row._mapping) for row in rows]


def find(connection: sa.Connection, id: str) -> JsonObject | None:
    row = connection.execute(sa.select(parked_table).where(parked_table.c.id == id)).first()
    return dict(row._mapping) if row else None


def body_of(keyring: Keyring, row: dict[str, Any]) -> bytes:
    return keyring.unseal_message(bytes(row["body"]), f"parked/{row['id']}")


def fact_in(keyring: Keyring, row: dict[str, Any]) -> Fact:
    """The parked fact; Malformed where the parked bytes never were one."""
    return parse_fact(body_of(keyring, row))


def remove(connection: sa.Connection, id: str) -> None:
    connection.execute(parked_table.delete().where(parked_table.c.id == id))


def give_up(connection: sa.Connection, id: str, source: str | None, stream: str | None) -> None:
    """Remove one; whatever waited behind it now waits behind the next of its stream, if at all."""
    remove(connection, id)
    if source is None or stream is None:
        return
    front = None
    for row in same_stream(connection, source, stream):
        connection.execute(
            parked_table.update().where(parked_table.c.id == row["id"]).values(behind=front)
        )
        front = front or row["id"]


def same_stream(connection: sa.Connection, source: str, stream: str) -> list[JsonObject]:
    """The parked facts of one stream in their order."""
    rows = connection.execute(
        sa.select(parked_table)
        .where(parked_table.c.source == source, parked_table.c.stream == stream)
        .order_by(parked_table.c.position)
    )
    return [dict(row._mapping) for row in rows]
