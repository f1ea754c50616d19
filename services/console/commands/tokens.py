"""Issues tokens, and finds the account that a presented one belongs to."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from services.console.domain.token import Token
from services.console.projections import token_table
from tsunagu.domain.json_object import JsonObject
from tsunagu.log.unit_of_work import EventStore, UnitOfWork

CONTROL = "control"  # the role of whoever may read the data folder's control file


@dataclass(frozen=True)
class Account:
    """Who calls: `role` is the kind (caseworker, ...), `desk` the department or desk behind it."""

    id: str
    role: str
    desk: str | None = None

    @property
    def actor(self) -> str:
        """How the log names this caller."""
        return f"{self.role}:{self.desk}/{self.id}" if self.desk else f"{self.role}/{self.id}"


def digest_of(token: str) -> str:
    """What is kept of a token: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def issue(work: UnitOfWork, *, role: str, label: str, on: date) -> JsonObject:
    """A new token; the answer is the only place where it ever stands in full."""
    token, id = secrets.token_urlsafe(32), uuid.uuid4().hex[:12]
    work.load_or_new(Token, id).issue(role=role, digest=digest_of(token), label=label, on=on)
    return {"id": id, "role": role, "token": token}


class Tokens:
    """Looks up presented tokens; each request asks the database, so a revocation works at once."""

    def __init__(self, store: EventStore, control_digest: str | None = None) -> None:
        self._store = store
        self._control_digest = control_digest

    def find_account(self, token: str) -> Account | None:
        """Whose token it is; None for an unknown or revoked one."""
        digest = digest_of(token)
        if self._control_digest and secrets.compare_digest(digest, self._control_digest):
            return Account("cli", CONTROL)
        with self._store.reading() as connection:
            row = connection.execute(
                sa.select(token_table.c.id, token_table.c.role).where(
                    token_table.c.digest == digest, token_table.c.revoked_on.is_(None)
                )
            ).first()
        if row is None:
            return None
        role, _, desk = row.role.partition(":")
        return Account(row.id, role, desk or None)


def list_tokens(connection: sa.Connection) -> list[JsonObject]:
    """Every token there ever was, oldest first, without digests."""
    rows = connection.execute(
        sa.select(*(c for c in token_table.c if c.name != "digest")).order_by(
            token_table.c.issued_on, token_table.c.id
        )
    )
    return [
        {
            "id": row.id,
            "role": row.role,
            "label": row.label,
            "issued_on": row.issued_on.isoformat(),
            "revoked_on": row.revoked_on.isoformat() if row.revoked_on else None,
        }
        for row in rows
    ]
