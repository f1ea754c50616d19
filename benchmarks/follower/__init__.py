"""The service that follows the measured one into a projection table, by a bulk applier."""

from __future__ import annotations

import sqlalchemy as sa

from tsunagu.contracts.facts import Fact
from tsunagu.hosting.definition import Definition
from tsunagu.log.bulk_insert import insert_rows

metadata = sa.MetaData()
notes = sa.Table(
    "notes",
    metadata,
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("stream", sa.Text, nullable=False),
    sa.Column("happened_on", sa.Date, nullable=False),
    sa.Column("person_id", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
)
NAMES = ["position", "stream", "happened_on", "person_id", "text"]


class Notes:
    """One row for each fact."""

    def apply(self, connection: sa.Connection, facts: list[Fact]) -> None:
        rows = [
            (f.position, f.stream, f.data["on"], f.data["person_id"], f.data["text"]) for f in facts
        ]
        insert_rows(connection, "notes", NAMES, rows)


DEFINITION = Definition(
    name="follower",
    package=__name__,
    metadata=metadata,
    follows={"subject": {}},
    applier=Notes(),
)
