"""A tiny subscribing service: writes down every fact it applies, in the order of applying.

Nothing in its table is unique: a fact applied twice shows as two rows.
"""

from __future__ import annotations

import sqlalchemy as sa

from tsunagu.contracts.facts import Fact
from tsunagu.domain.aggregate import Aggregate, event
from tsunagu.hosting.definition import Definition
from tsunagu.log.unit_of_work import UnitOfWork

metadata = sa.MetaData()
applied = sa.Table(
    "applied",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("fact", sa.Text, nullable=False),
    sa.Column("value", sa.Text, nullable=False),
)


@event("watcher.seen")
class Seen:
    fact: str


class Diary(Aggregate):
    category = "diary"

    def note(self, fact: str) -> None:
        self.record(Seen(fact=fact))


class Trouble:
    """What shall go wrong; each test sets it as it needs."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.bad: set[str] = set()  # labels that fail every time
        self.flaky: set[str] = set()  # labels that fail once


trouble = Trouble()


def on_opened(work: UnitOfWork, fact: Fact) -> None:
    label = fact.data["label"]
    work.connection.execute(applied.insert().values(fact=fact.id, value=label))
    work.load_or_new(Diary, fact.stream).note(fact.id)
    if label in trouble.bad:
        raise ValueError(f"cannot take {label}")
    if label in trouble.flaky:
        trouble.flaky.discard(label)
        raise ValueError(f"not this time: {label}")


def on_moved(work: UnitOfWork, fact: Fact) -> None:
    work.connection.execute(applied.insert().values(fact=fact.id, value=fact.data["room"]))


DEFINITION = Definition(
    name="watcher",
    package=__name__,
    metadata=metadata,
    events=[Seen],
    follows={"source": {"source.opened": on_opened, "source.moved": on_moved}},
)
