"""Answers kept under the keys that callers draw for their requests (`Idempotency-Key`).

A command that comes with a key runs with its answer as one transaction: both are there, or
neither is. Who sends the same again, after a lost answer or a second click, is given the
answer of the first time; the same key with another request is refused. A refusal changes
nothing and is not kept: whoever comes again with its key is decided about again.

The first time costs one statement. The second time the command runs too, up to the moment
when its answer finds the other one there, and nothing of it stays.

An answer may hold what somebody told a caseworker. It is sealed under a key that needs the
caller's own key, which is kept nowhere, and the key of every person whose fields were read or
written: forgetting one of them makes it unreadable.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from sqlalchemy.dialects import postgresql, sqlite

from tsunagu.domain.json_object import JsonObject
from tsunagu.log.database import Database
from tsunagu.log.failpoints import failpoint
from tsunagu.log.personal_data import Keyring, seal, unseal
from tsunagu.log.refusals import ANSWER_FORGOTTEN, CHANGED_MEANWHILE, KEY_REUSED
from tsunagu.log.tables import kept_answer_table as kept
from tsunagu.log.unit_of_work import EventStore

KEPT = timedelta(days=30)
EXPIRED_AT_ONCE = 1_000
PURPOSE = "kept answers"


@dataclass(frozen=True)
class RequestKey:
    """What an account calls one request of its own; `asked` is a digest of the request."""

    account: str
    text: str
    asked: str

    def name(self, keyring: Keyring) -> str:
        """What the row of its answer is called: nobody reads the key from it."""
        return self._hash(keyring, self.account, self.text)

    def request(self, keyring: Keyring) -> str:
        """How the row knows the request again."""
        return self._hash(keyring, self.account, self.text, self.asked)

    @staticmethod
    def _hash(keyring: Keyring, *parts: str) -> str:
        content = orjson.dumps(parts)
        return hmac.digest(keyring.derive_key(PURPOSE), content, "sha256").hex()


def answer_once(store: EventStore, key: RequestKey, command: Callable[[], Any]) -> JsonObject:
    """`{"result": …}` of the command, or the one that was kept, with `"replayed": true`.

    Raises what the command raises, and KEY_REUSED where the key came with another request.
    """
    try:
        with store.database.together() as whole, store.keyring.noting_use() as used:
            result = command()
            _keep(whole.begin(), store.keyring, key, result, used, store.clock())
            failpoint("command.before_commit")
    except BaseException as failure:
        store.keyring.drop_cache()  # a key made in it was never stored
        # What refuses it now may be what it did the first time.
        answer = find_answer(store, key) if isinstance(failure, Exception) else None
        if answer is None:
            raise
        return answer
    failpoint("command.after_commit")
    store.notify()
    return {"result": result}


def find_answer(store: EventStore, key: RequestKey) -> JsonObject | None:
    """`{"result": …, "replayed": true}`; None where nothing was done under this key."""
    keyring = store.keyring
    with store.reading() as connection:
        row = connection.execute(
            sa.select(kept).where(
                kept.c.name == key.name(keyring), kept.c.kept_at >= _oldest(store.clock())
            )
        ).first()
        if row is None:
            return None
        if row.request != key.request(keyring):
            raise KEY_REUSED()
        keys = keyring.find_all(connection, orjson.loads(row.persons))
    try:
        plain = unseal(_sealing_key(keyring, key, keys), bytes(row.answer), row.name)
    except InvalidTag:  # a key is gone, or is another one now
        raise ANSWER_FORGOTTEN() from None
    return {"result": json.loads(plain.decode("utf-8", "surrogatepass")), "replayed": True}


def drop_expired(database: Database, now: datetime) -> int:
    """Drop what was kept long enough, a bounded number at once; how many there were."""
    some = sa.select(kept.c.name).where(kept.c.kept_at < _oldest(now)).limit(EXPIRED_AT_ONCE)
    with database.reading() as connection:
        names = list(connection.scalars(some))
    if names:
        with database.writing() as connection:
            connection.execute(kept.delete().where(kept.c.name.in_(names)))
    return len(names)


def _keep(
    connection: sa.Connection,
    keyring: Keyring,
    key: RequestKey,
    result: Any,
    used: Mapping[str, bytes],
    now: datetime,
) -> None:
    """Keep the answer; CHANGED_MEANWHILE where there is one already."""
    name = key.name(keyring)
    values = {
        "name": name,
        "request": key.request(keyring),
        "persons": orjson.dumps(sorted(used)).decode(),
        "answer": seal(_sealing_key(keyring, key, used), _encode(result), name),
        "kept_at": _as_text(now),
    }
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(kept).values(values)
    statement = statement.on_conflict_do_update(
        index_elements=[kept.c.name], set_=values, where=kept.c.kept_at < _oldest(now)
    ).returning(kept.c.name)
    if connection.execute(statement).first() is None:
        raise CHANGED_MEANWHILE(streams=[])


def _sealing_key(keyring: Keyring, key: RequestKey, keys: Mapping[str, bytes]) -> bytes:
    parts = (keys[person] for person in sorted(keys))
    return keyring.derive_key(PURPOSE, key.text.encode(), *parts)


def _encode(result: Any) -> bytes:
    """As it goes over the wire, which takes whatever JSON of Python's own does, and days."""
    text = json.dumps(result, ensure_ascii=False, default=lambda day: day.isoformat())
    return text.encode("utf-8", "surrogatepass")


def _oldest(now: datetime) -> str:
    return _as_text(now - KEPT)


def _as_text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
