"""What a later fact does to rows that stand already: it ends them, or puts a right one in place.

Nothing is overwritten: a row keeps the days on which it was believed, so that a report as of
one of them still shows it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from tsunagu.domain.json_object import JsonObject
from tsunagu.projections.archive import Archived
from tsunagu.projections.projection import Change


def end_rows(key: str, of_type: str | None = None) -> Change:
    """A change by which the rows with the fact's `key` hold no longer, from the day it was known.

    `of_type`: only rows of this type.
    """

    def end(connection: sa.Connection, table: sa.Table, facts: Sequence[Archived]) -> None:
        ends = [_End(fact.data[key], fact.seq, date.fromisoformat(fact.known_on)) for fact in facts]
        together = connection.dialect.name == "postgresql"
        given = _MANY.c if together else _ONE
        ended = (
            (table.c[key] == given.same)
            & (table.c.seq < given.number)
            & table.c.known_until.is_(None)
        )
        if of_type:
            ended &= table.c.type == of_type
        statement = table.update().where(ended).values(known_until=given.known)
        if together:
            for turn in _split_in_turns(ends):
                columns = _End(*map(list, zip(*turn, strict=True)))
                connection.execute(statement, columns._asdict())
        else:
            connection.execute(statement, [end._asdict() for end in ends])

    return end


class _End(NamedTuple):
    """Rows with this key and a lower number hold no longer, from that day; or columns of such."""

    same: Any
    number: Any
    known: Any


# What a statement is given: one end, or on PostgreSQL lists of them.
_ONE = _End(*map(sa.bindparam, _End._fields))
_MANY = (
    sa.func.unnest(
        *(
            sa.bindparam(name, type_=ARRAY(of))
            for name, of in zip(_End._fields, (sa.Text, sa.BigInteger, sa.Date), strict=True)
        )
    )
    .table_valued(*_End._fields)
    .render_derived(name="ends")
)


def _split_in_turns(ends: Iterable[_End]) -> list[list[_End]]:
    """The first end of every key, then the second ones, and so on.

    A statement may end a row once only, and the first end after it is the one that counts.
    """
    turns: list[list[_End]] = []
    times: Counter[str] = Counter()
    for end in ends:
        if times[end.same] == len(turns):
            turns.append([])
        turns[times[end.same]].append(end)
        times[end.same] += 1
    return turns


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
