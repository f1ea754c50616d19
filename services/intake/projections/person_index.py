"""The index by which it is found whom a person may be; nothing in it can be read.

`person_key` holds keyed hashes of a person's matching keys; without the master key
nobody can compute or guess one. `person_profile` holds their details in comparable
form, sealed with the person's own key. Both hang on that key's row: whoever destroys
it, to forget the person, removes them in the same statement.

Neither can be replayed without decrypting, so they stand outside the read models
that `verify` compares; `person_index_verification.py` proves and rebuilds them.
"""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
import sqlalchemy as sa

from services.intake.domain.events.person import PersonRegistered
from services.intake.domain.identity import BY_HAND, CONFIRMED
from services.intake.domain.matching.blocking import Key, keys_of, lookups_of
from services.intake.domain.matching.decide import Candidate
from services.intake.domain.matching.normalise import Profile, profile_from, profile_of
from services.intake.domain.person import DETAILS, Person
from tsunagu.log.bulk_insert import insert_rows
from tsunagu.log.database import borrow_driver
from tsunagu.log.personal_data import Keyring, seal, unseal
from tsunagu.log.unit_of_work import EventStore, RecordedEvent

index_metadata = sa.MetaData()

person_key = sa.Table(
    "person_key",
    index_metadata,
    sa.Column("digest", sa.LargeBinary, primary_key=True),
    sa.Column("person_id", sa.Text, primary_key=True, index=True),
    sa.Column("kind", sa.Text, nullable=False),
)

person_profile = sa.Table(
    "person_profile",
    index_metadata,
    sa.Column("person_id", sa.Text, primary_key=True),
    sa.Column("sealed", sa.LargeBinary, nullable=False, comment="under the person's key"),
)

PURPOSE = "intake person index"
DIGEST_BYTES = 16
MOST_CANDIDATES = 60  # those who share most keys; what hundreds share tells nobody apart
MOST_HOLDERS = 300  # of the keys of one person together
SHORTEST_LIST = 12
NOBODY = Profile()


def index_persons(
    store: EventStore, connection: sa.Connection, recorded: list[RecordedEvent]
) -> None:
    """The index follows registrations and corrections, in the transaction that records them."""
    index = PersonIndex(store.keyring)
    new = {
        e.event.person_id: profile_of({name: getattr(e.event, name) for name in DETAILS})
        for e in recorded
        if isinstance(e.event, PersonRegistered)
    }
    corrected = {e.stream: e.event.person_id for e in recorded if e.version > 1}
    for id in corrected.values():
        new.pop(id, None)
    index.put(connection, {id: p for id, p in new.items() if p != NOBODY}, fresh=True)
    index.put(connection, profiles_of(store, connection, sorted(corrected)))


def profiles_of(
    store: EventStore, connection: sa.Connection, streams: Sequence[str]
) -> dict[str, Profile]:
    """person id → profile, of those streams that say anything personal that can still be read."""
    if not streams:
        return {}
    people = [
        Person.replay(stream.removeprefix("person-"), events)
        for stream, events in store.load_streams(connection, streams).items()
    ]
    return {p.id: profile for p in people if (profile := profile_of(p.details)) != NOBODY}


class PersonIndex:
    """The index of one service; `keyring` opens what it keeps."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring
        self._secret = keyring.derive_key(PURPOSE)

    def digest(self, key: Key) -> bytes:
        return hmac.digest(self._secret, f"{key[0]}/{key[1]}".encode(), "sha256")[:DIGEST_BYTES]

    def digests(self, profile: Profile) -> dict[bytes, str]:
        """digest → kind, of the keys under which somebody is found."""
        return {self.digest(key): key[0] for key in keys_of(profile)}

    def lookups(self, profile: Profile) -> list[bytes]:
        return [self.digest(key) for key in lookups_of(profile)]

    # -- keeping ------------------------------------------------------------------------------

    def put(
        self, connection: sa.Connection, profiles: Mapping[str, Profile], fresh: bool = False
    ) -> None:
        """The index says this of these persons from now on. `fresh`: it said nothing before."""
        if not profiles:
            return
        keys = self._keyring.obtain_all(connection, profiles)
        if not fresh:
            self.drop(connection, profiles)
        insert_rows(
            connection,
            person_profile.name,
            ("person_id", "sealed"),
            [(id, _sealed(keys[id], id, profile)) for id, profile in profiles.items()],
        )
        insert_rows(
            connection,
            person_key.name,
            ("digest", "person_id", "kind"),
            [
                (digest, id, kind)
                for id, profile in profiles.items()
                for digest, kind in self.digests(profile).items()
            ],
        )

    def drop(self, connection: sa.Connection, person_ids: Mapping[str, Any]) -> None:
        for table in (person_key, person_profile):
            connection.execute(table.delete().where(table.c.person_id.in_(list(person_ids))))

    # -- finding ------------------------------------------------------------------------------

    def candidates(self, connection: sa.Connection, person: Profile) -> list[Candidate]:
        """Everybody on record it is worth comparing somebody with."""
        return self.candidates_of_all(connection, [person])[0]

    def candidates_of_all(
        self, connection: sa.Connection, persons: Sequence[Profile]
    ) -> list[list[Candidate]]:
        """The candidates of each, in one round trip however many they are."""
        lookups = [self.lookups(person) for person in persons]
        digests = sorted({digest for some in lookups for digest in some})
        holders: dict[bytes, list[str]] = {}
        rows: dict[str, tuple[Any, ...]] = {}
        for digest, id, *rest in _holding(connection, digests, MOST_HOLDERS * len(persons)):
            holders.setdefault(bytes(digest), []).append(id)
            rows[id] = tuple(rest)
        chosen = [_who_shares_most(some, holders) for some in lookups]
        known = {
            id: self._candidate(id, *rows[id]) for id in {id for some in chosen for id in some}
        }
        return [[known[id] for id in some] for some in chosen]

    def _candidate(
        self, id: str, human: str | None, ground: str | None, wrapped: bytes, sealed: bytes
    ) -> Candidate:
        profile = open_profile(self._keyring.unwrap(id, wrapped), id, sealed)
        return Candidate(id, human or id, profile, settled=ground in (CONFIRMED, BY_HAND))


def _who_shares_most(digests: list[bytes], holders: dict[bytes, list[str]]) -> list[str]:
    shared = Counter(id for digest in digests for id in holders.get(digest, ()))
    return sorted(shared, key=lambda id: (-shared[id], id))[:MOST_CANDIDATES]


def open_profile(key: bytes, person_id: str, sealed: bytes) -> Profile:
    return profile_from(orjson.loads(unseal(key, sealed, f"profile/{person_id}")))


def _sealed(key: bytes, person_id: str, profile: Profile) -> bytes:
    return seal(key, orjson.dumps(profile.as_json()), f"profile/{person_id}")


_HOLDING = """
SELECT x.digest, x.person_id, a.human_id, a.ground, k.wrapped, p.sealed
  FROM person_key AS x
  JOIN person_profile AS p ON p.person_id = x.person_id
  JOIN personal_key AS k ON k.person_id = x.person_id
  LEFT JOIN person_alias AS a ON a.person_id = x.person_id
 WHERE x.digest {among}
 LIMIT {most}
"""


def _holding(connection: sa.Connection, digests: list[bytes], most: int) -> list[Any]:
    """Straight to the driver: SQLAlchemy's own execution would cost more than the query."""
    if not digests:
        return []
    with borrow_driver(connection) as driver:
        if connection.dialect.name == "postgresql":
            # A list shorter than the ten entries that PostgreSQL takes for granted would be
            # planned anew each time, as seemingly cheaper, and that costs more than the lookup.
            full = digests + digests[:1] * (SHORTEST_LIST - len(digests))
            query = _HOLDING.format(among="= ANY(%s)", most=most)
            found = driver.execute(query, [full], prepare=True, binary=True)
        else:
            marks = ", ".join("?" * len(digests))
            found = driver.execute(_HOLDING.format(among=f"IN ({marks})", most=most), digests)
        return list(found.fetchall())
