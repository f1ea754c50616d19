"""Whether the person index says what the log says, and how it is made anew.

The index is made from personal fields, so it is compared by decrypting them again
(`tsunagu verify`), and made anew (`tsunagu rebuild intake`, and at a start) where the
forms of `matching/normalise.py` or the list of placeholders have changed, the master
key is another, or persons were registered before there was an index. A forgotten person
has no entry in it.
"""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag

from services.intake.domain.matching.normalise import VERSION, Profile
from services.intake.projections.person_index import (
    PersonIndex,
    index_metadata,
    open_profile,
    person_key,
    person_profile,
    profiles_of,
)
from services.intake.reference import placeholders_version
from tsunagu.domain.text import Text
from tsunagu.hosting.definition import Progress
from tsunagu.log import event_log
from tsunagu.log.database import upsert
from tsunagu.log.event_log import Violation
from tsunagu.log.tables import event_table
from tsunagu.log.unit_of_work import EventStore

PAGE = 500
NAMED = 20
NOT_AS_RECORDED = "照合用の索引が記録と合いません（tsunagu rebuild intake で直る）"

person_index_form = sa.Table(
    "person_index_form",
    index_metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("form", sa.LargeBinary, nullable=False, comment="keyed hash of the forms' version"),
)

Page = dict[str, Profile]


def rebuild(store: EventStore, progress: Progress) -> dict[str, int]:
    """The index anew from the log, in one transaction; commands that write wait meanwhile."""
    index = PersonIndex(store.keyring)
    count = 0
    with store.database.writing() as connection:
        # Nobody registers meanwhile, and a second process does not make it at the same time.
        event_log.hold(connection)
        connection.execute(person_key.delete())
        connection.execute(person_profile.delete())
        for page in _pages(store, connection, progress):
            index.put(connection, page, fresh=True)
            count += len(page)
        upsert(connection, person_index_form, ["id"], {"id": 1, "form": _form(index)})
    return {"persons": count}


def rebuild_if_outdated(store: EventStore) -> None:
    """At every start: make the index anew if it is of another form or key, or not there yet."""
    index = PersonIndex(store.keyring)
    with store.reading() as connection:
        form = connection.execute(sa.select(person_index_form.c.form)).scalar()
    if form is None or bytes(form) != _form(index):
        rebuild(store, lambda done, total: None)


def prove(store: EventStore, progress: Progress) -> Iterator[Violation]:
    """Every person whose entries are not those of their details, and entries of nobody."""
    index, wrong = PersonIndex(store.keyring), 0
    with store.database.snapshot() as connection:
        known: set[str] = set()
        for page in _pages(store, connection, progress):
            known |= page.keys()
            for id in sorted(_find_differing(store, connection, index, page)):
                wrong += 1
                if wrong <= NAMED:
                    yield _violation("person_index_differs", id, "details are not indexed as such")
        for id in sorted(_list_indexed(connection) - known)[:NAMED]:
            yield _violation("person_index_left_over", id, "an entry of nobody who is known")


def _violation(code: str, person_id: str, what: str) -> Violation:
    return Violation(code, f"person {person_id}", str(Text(NOT_AS_RECORDED, what)))


def _form(index: PersonIndex) -> bytes:
    return index.digest(("form", f"{VERSION} {placeholders_version()}"))


def _pages(store: EventStore, connection: sa.Connection, progress: Progress) -> Iterator[Page]:
    """person id → profile, of everybody of whom anything personal is known; each once."""
    table, seen, after = event_table, set[str](), 0
    wire_types = ["intake.person_registered", "intake.person_details_corrected"]
    total = int(connection.execute(sa.select(sa.func.max(table.c.position))).scalar() or 0)
    while rows := connection.execute(
        sa.select(table.c.position, table.c.stream)
        .where(table.c.position > after, table.c.type.in_(wire_types))
        .where(table.c.personal.is_not(None))
        .order_by(table.c.position)
        .limit(PAGE)
    ).all():
        after = rows[-1].position
        streams = [row.stream for row in rows if row.stream not in seen]
        seen.update(streams)
        yield profiles_of(store, connection, sorted(set(streams)))
        progress(after, total)


def _find_differing(
    store: EventStore, connection: sa.Connection, index: PersonIndex, page: Page
) -> Iterator[str]:
    digests: dict[str, set[bytes]] = {id: set() for id in page}
    ids = list(page)
    for digest, id in connection.execute(
        sa.select(person_key.c.digest, person_key.c.person_id).where(
            person_key.c.person_id.in_(ids)
        )
    ):
        digests[id].add(bytes(digest))
    sealed = {
        id: bytes(value)
        for id, value in connection.execute(
            sa.select(person_profile).where(person_profile.c.person_id.in_(ids))
        )
    }
    for id, profile in page.items():
        kept = _read_kept(store, connection, id, sealed.get(id))
        if kept != profile or digests[id] != index.digests(profile).keys():
            yield id


def _read_kept(
    store: EventStore, connection: sa.Connection, person_id: str, sealed: bytes | None
) -> Profile | None:
    key = store.keyring.find(connection, person_id)
    if key is None or sealed is None:
        return None
    try:
        return open_profile(key, person_id, sealed)
    except InvalidTag:
        return None


def _list_indexed(connection: sa.Connection) -> set[str]:
    return {
        id
        for table in (person_key, person_profile)
        for id in connection.execute(sa.select(table.c.person_id).distinct()).scalars()
    }
