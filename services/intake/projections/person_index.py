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
from dataclasses import dataclass
from typing import Any

import orjson
import sqlalchemy as sa

from services.intake.domain.events.person import PersonRegistered
from services.intake.domain.identity import BY_HAND, CONFIRMED
from services.intake.domain.matching.blocking import PLACE, Key, keys_of, lookups_of
from services.intake.domain.matching.commonness import find_common
from services.intake.domain.matching.decide import Candidate
from services.intake.domain.matching.normalise import Profile, profile_from, profile_of
from services.intake.domain.person import DETAILS, Person
from services.intake.reference import placeholders
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
MOST_HOLDERS = 100  # of one key; of those who share most keys, all are among them
SHORTEST_LIST = 12
NOBODY = Profile()


def read_profile(details: Mapping[str, str | None]) -> Profile:
    """Details in the form in which they are compared, without what only says "unknown"."""
    return placeholders().strike(profile_of(details), details)


def index_persons(
    store: EventStore, connection: sa.Connection, recorded: list[RecordedEvent]
) -> None:
    """The index follows registrations and corrections, in the transaction that records them."""
    index = PersonIndex(store.keyring)
    new = {
        e.event.person_id: read_profile({name: getattr(e.event, name) for name in DETAILS})
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
    return {p.id: profile for p in people if (profile := read_profile(p.details)) != NOBODY}


@dataclass(frozen=True, slots=True)
class Found:
    """What the index knows beside somebody. `holders`: key → the different people who have it."""

    candidates: list[Candidate]
    holders: dict[Key, set[str]]


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

    def lookups(self, profile: Profile) -> dict[bytes, Key]:
        """digest → key, of those by which to look for somebody."""
        return {self.digest(key): key for key in lookups_of(profile)}

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
        return [found.candidates for found in self.find_all(connection, persons)]

    def find_all(self, connection: sa.Connection, persons: Sequence[Profile]) -> list[Found]:
        """The candidates of each, and how many people share what; in one round trip."""
        lookups = [self.lookups(person) for person in persons]
        rows = _holding(connection, sorted({digest for some in lookups for digest in some}))
        holders: dict[bytes, list[str]] = {}
        kept: dict[str, tuple[Any, ...]] = {}
        for digest, id, *rest in rows:
            holders.setdefault(bytes(digest), []).append(id)
            kept[id] = tuple(rest)
        profiles: dict[str, Profile] = {}
        return [self._found(some, holders, kept, profiles) for some in lookups]

    def _found(
        self,
        lookups: dict[bytes, Key],
        holders: dict[bytes, list[str]],
        kept: dict[str, tuple[Any, ...]],
        profiles: dict[str, Profile],
    ) -> Found:
        """`profiles`: those opened so far, each once for all who are looked for together."""
        people = {
            key: {kept[id][0] or id for id in holders[digest]}
            for digest, key in lookups.items()
            if digest in holders
        }
        common = find_common(people.items())
        worth_comparing = [digest for digest, key in lookups.items() if key[0] != PLACE]
        candidates = []
        for id in _who_shares_most(worth_comparing, holders):
            human, ground, wrapped, sealed = kept[id]
            if id not in profiles:
                profiles[id] = open_profile(self._keyring.unwrap(id, wrapped), id, sealed)
            settled = ground in (CONFIRMED, BY_HAND)
            candidates.append(Candidate(id, human or id, profiles[id], settled, common))
        return Found(candidates, people)


def _who_shares_most(digests: list[bytes], holders: dict[bytes, list[str]]) -> list[str]:
    shared = Counter(id for digest in digests for id in holders.get(digest, ()))
    return sorted(shared, key=lambda id: (-shared[id], id))[:MOST_CANDIDATES]


def open_profile(key: bytes, person_id: str, sealed: bytes) -> Profile:
    return profile_from(orjson.loads(unseal(key, sealed, f"profile/{person_id}")))


def _sealed(key: bytes, person_id: str, profile: Profile) -> bytes:
    return seal(key, orjson.dumps(profile.as_json()), f"profile/{person_id}")


_HOLDING = """
SELECT x.digest, x.person_id, a.human_id, a.ground, k.wrapped, p.sealed
  FROM (SELECT digest, person_id, row_number() OVER (PARTITION BY digest) AS place
          FROM person_key
         WHERE digest {among}) AS x
  JOIN person_profile AS p ON p.person_id = x.person_id
  JOIN personal_key AS k ON k.person_id = x.person_id
  LEFT JOIN person_alias AS a ON a.person_id = x.person_id
 WHERE x.place <= {most}
"""


def _holding(connection: sa.Connection, digests: list[bytes]) -> list[Any]:
    """Straight to the driver: SQLAlchemy's own execution would cost more than the query.

    Of each key its own number, so that one that thousands share hides nobody who has another.
    """
    if not digests:
        return []
    with borrow_driver(connection) as driver:
        if connection.dialect.name == "postgresql":
            # A list shorter than the ten entries that PostgreSQL takes for granted would be
            # planned anew each time, as seemingly cheaper, and that costs more than the lookup.
            full = digests + digests[:1] * (SHORTEST_LIST - len(digests))
            query = _HOLDING.format(among="= ANY(%s)", most=MOST_HOLDERS)
            found = driver.execute(query, [full], prepare=True, binary=True)
        else:
            marks = ", ".join("?" * len(digests))
            query = _HOLDING.format(among=f"IN ({marks})", most=MOST_HOLDERS)
            found = driver.execute(query, digests)
        return list(found.fetchall())
