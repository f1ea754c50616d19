"""Personal fields: one key per person, AES-GCM, keys wrapped by the master key.

Destroying a person's key makes every encrypted field of that person unreadable
for ever while the log, which hashes the ciphertext, still verifies.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tsunagu.database import upsert
from tsunagu.schema import personal_key_table

NONCE = 12


def load_master_key(path: Path) -> bytes:
    """The 32-byte master key in the file (hex); created, readable by its owner only, if absent."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(os.urandom(32).hex() + "\n")
    key = bytes.fromhex(path.read_text().strip())
    if len(key) != 32:
        raise ValueError(f"{path}: a master key is 32 bytes in hex, this one has {len(key)}")
    return key


def seal(key: bytes, plain: bytes, context: str) -> bytes:
    """Encrypt under a fresh nonce; `context` binds the ciphertext to its place."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, context.encode())


def unseal(key: bytes, sealed: bytes, context: str) -> bytes:
    """Decrypt what `seal` wrote in that context; raises InvalidTag for anything else."""
    return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], context.encode())


class Keyring:
    """The keys of the persons one service knows."""

    def __init__(self, master: bytes) -> None:
        self._master = master
        self._cache: dict[str, bytes] = {}

    def obtain(self, connection: sa.Connection, person_id: str) -> bytes:
        """The person's key, made on first need in the caller's transaction."""
        key = self.find(connection, person_id)
        if key is None:
            key = AESGCM.generate_key(256)
            upsert(
                connection,
                personal_key_table,
                ["person_id"],
                {
                    "person_id": person_id,
                    "wrapped": seal(self._master, key, f"key/{person_id}"),
                    "created_at": datetime.now(UTC).isoformat(),
                },
            )
        return key

    def find(self, connection: sa.Connection, person_id: str) -> bytes | None:
        """The person's key, or None where there never was one or it was destroyed."""
        if (key := self._cache.get(person_id)) is not None:
            return key
        wrapped = connection.execute(
            sa.select(personal_key_table.c.wrapped).where(
                personal_key_table.c.person_id == person_id
            )
        ).scalar()
        if wrapped is None:
            return None
        try:
            key = unseal(self._master, bytes(wrapped), f"key/{person_id}")
        except InvalidTag as wrong:
            raise ValueError("the master key does not open this database's keys") from wrong
        if len(self._cache) > 10_000:
            self._cache.clear()
        self._cache[person_id] = key
        return key

    def destroy(self, connection: sa.Connection, person_id: str) -> bool:
        """Forget the person: their fields can never be read again. True if there was a key."""
        self._cache.pop(person_id, None)
        gone = connection.execute(
            personal_key_table.delete().where(personal_key_table.c.person_id == person_id)
        )
        return bool(gone.rowcount)

    def drop_cache(self) -> None:
        """After a rolled-back transaction: a key made in it was never stored."""
        self._cache.clear()

    def seal_message(self, body: bytes, context: str) -> bytes:
        """Encrypt something that may hold personal data but belongs to no known person."""
        return seal(self._master, body, context)

    def unseal_message(self, sealed: bytes, context: str) -> bytes:
        return unseal(self._master, sealed, context)
