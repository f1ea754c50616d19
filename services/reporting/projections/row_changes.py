"""What a later fact does to rows that stand already: it ends them, or puts a right one in place.

Nothing is overwritten: a row keeps the days on which it was believed, so that a report as of
one of them still shows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from tsunagu.domain.json_object import JsonObject
from tsunagu.projections.archive import Archived
from tsunagu.projections.projection import Change


def end_rows(key: str, of_type: str | None = None) -> Change:
    """A change by which the rows with the fact's `key` hold no longer, from the day it was known.

    `of_type`: only rows of this type.
    """

    def end(connection: sa.Connection, table: sa.Table, facts: Sequence[Archived]) -> None:
        ended = (
            (table.c[key] == sa.bindparam("same"))
            & (table.c.seq < sa.bindparam("number"))
            & table.c.known_until.is_(None)
        )
        if of_type:
            ended &= table.c.type == of_type
        connection.execute(
            table.update().where(ended).values(known_until=sa.bindparam("known")),
            [
                {
                    "same": fact.data[key],
                    "number": fact.seq,
                    "known": date.fromisoformat(fact.known_on),
                }
                for fact in facts
            ],
        )

    return end


def revise_row(
    connection: sa.Connection,
    table: sa.Table,
    which: sa.ColumnElement[bool],
    fact: Archived,
    values: JsonObject,
) -> None:
    """End the row that held until now and add the right one, known from the correction on."""
    # The newest matching row is the one corrected; a record has only one that still holds.
    old = connection.execute(
        sa.select(table)
        .where(which, table.c.seq < fact.seq, table.c.known_until.is_(None))
        .order_by(table.c.seq.desc())
    ).first()
    if old is None:
        return
    known = max(fact.known_on, old.known_from.isoformat())
    day = date.fromisoformat(known)
    connection.execute(table.update().where(table.c.seq == old.seq, which).values(known_until=day))

    def find_type(name: str) -> Any:
        return table.c[name].type

    right = dict(old._mapping) | {
        name: date.fromisoformat(value) if value and isinstance(find_type(name), sa.Date) else value
        for name, value in values.items()
        if name in table.c
    }
    connection.execute(
        table.insert().values(right | {"seq": fact.seq, "known_from": day, "known_until": None})
    )
