"""Personal fields: one key per person, AES-GCM, keys wrapped by the master key.

Destroying a person's key makes every encrypted field of that person unreadable
for ever while the log, which hashes the ciphertext, still verifies.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tsunagu.log.database import insert_new
from tsunagu.log.tables import personal_key_table
from tsunagu.process import clock

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
        self._here = threading.local()  # each greenlet's own

    @contextmanager
    def noting_use(self) -> Iterator[dict[str, bytes]]:
        """The keys that this greenlet seals and unseals personal fields with meanwhile."""
        used = self._here.used = {}
        try:
            yield used
        finally:
            self._here.used = None

    def _note(self, keys: dict[str, bytes]) -> dict[str, bytes]:
        if (used := getattr(self._here, "used", None)) is not None:
            used.update(keys)
        return keys

    def obtain(self, connection: sa.Connection, person_id: str) -> bytes:
        """The person's key, made on first need in the caller's transaction."""
        return self.obtain_all(connection, [person_id])[person_id]

    def obtain_all(self, connection: sa.Connection, person_ids: Iterable[str]) -> dict[str, bytes]:
        """The keys of all these persons, in a few round trips however many they are."""
        wanted = list(person_ids)
        found = self.find_all(connection, wanted)
        missing = [id for id in wanted if id not in found]
        return found | self._note(self._create_keys(connection, missing))

    def find_all(self, connection: sa.Connection, person_ids: Iterable[str]) -> dict[str, bytes]:
        """The keys of those who have one, in one round trip at most."""
        keys = {id: self._cache.get(id) for id in person_ids}
        stored = self._read_keys(connection, [id for id, key in keys.items() if key is None])
        for id, key in stored.items():
            self._cache_key(id, key)
        return self._note({id: key for id, key in keys.items() if key is not None} | stored)

    def _create_keys(
        self, connection: sa.Connection, person_ids: Sequence[str]
    ) -> dict[str, bytes]:
        """Fresh keys. Not kept at hand: who else saw one would rely on it before the commit."""
        if not person_ids:
            return {}
        fresh = {id: AESGCM.generate_key(256) for id in sorted(person_ids)}
        now = clock.now().isoformat()
        wrapped = {id: seal(self._master, key, f"key/{id}") for id, key in fresh.items()}
        rows = [{"person_id": id, "wrapped": w, "created_at": now} for id, w in wrapped.items()]
        if insert_new(connection, personal_key_table, rows) < len(rows):
            # Somebody made one of them meanwhile. Theirs is in use, so theirs it is.
            return self._read_keys(connection, list(fresh))
        return fresh

    def _read_keys(self, connection: sa.Connection, person_ids: Sequence[str]) -> dict[str, bytes]:
        if not person_ids:
            return {}
        table = personal_key_table
        rows = connection.execute(
            sa.select(table.c.person_id, table.c.wrapped).where(table.c.person_id.in_(person_ids))
        )
        return {id: self._open_key(id, wrapped) for id, wrapped in rows}

    def _open_key(self, person_id: str, wrapped: bytes) -> bytes:
        try:
            return unseal(self._master, bytes(wrapped), f"key/{person_id}")
        except InvalidTag as wrong:
            raise ValueError("the master key does not open this database's keys") from wrong

    def _cache_key(self, person_id: str, key: bytes) -> None:
        if len(self._cache) > 10_000:
            self._cache.clear()
        self._cache[person_id] = key

    def find(self, connection: sa.Connection, person_id: str) -> bytes | None:
        """The person's key, or None where there never was one or it was destroyed."""
        return self.find_all(connection, [person_id]).get(person_id)

    def unwrap(self, person_id: str, wrapped: bytes) -> bytes:
        """The key in a row of `personal_key` that the caller read along with other tables."""
        return self._cache.get(person_id) or self._open_key(person_id, wrapped)

    def destroy(self, connection: sa.Connection, person_id: str) -> bool:
        """Forget the person: their fields can never be read again. True if there was a key."""
        self._cache.pop(person_id, None)
        if (used := getattr(self._here, "used", None)) is not None:
            used.pop(person_id, None)  # what is said from now on cannot be of them
        gone = connection.execute(
            personal_key_table.delete().where(personal_key_table.c.person_id == person_id)
        )
        return bool(gone.rowcount)

    def drop_cache(self) -> None:
        """After a rolled-back transaction: a key made in it was never stored."""
        self._cache.clear()

    def derive_key(self, purpose: str, *others: bytes) -> bytes:
        """A key of its own for a purpose, from the master key: for keyed hashes of an index.

        With `others` it can be derived only as long as each of these keys is there.
        """
        hkdf = HKDF(hashes.SHA256(), 32, salt=None, info=purpose.encode())
        return hkdf.derive(b"".join((self._master, *others)))

    def seal_message(self, body: bytes, context: str) -> bytes:
        """Encrypt something that may hold personal data but belongs to no known person."""
        return seal(self._master, body, context)

    def unseal_message(self, sealed: bytes, context: str) -> bytes:
        return unseal(self._master, sealed, context)
