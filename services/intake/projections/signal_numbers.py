"""The tables of departments' running numbers: the highest that came, and which are missing."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa

from services.intake.domain.department_sequence import next_place, remove_from_gap
from services.intake.projections.cases import metadata
from services.intake.projections.signals import utc
from tsunagu.log.database import upsert
from tsunagu.log.unit_of_work import RecordedEvent

sequence_highest = sa.Table(
    "sequence_highest",
    metadata,
    sa.Column("department", sa.Text, primary_key=True),
    sa.Column("number", sa.BigInteger, nullable=False),
)

sequence_gap = sa.Table(
    "sequence_gap",
    metadata,
    sa.Column("department", sa.Text, primary_key=True),
    sa.Column("first", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("last", sa.BigInteger, nullable=False),
    sa.Column("noticed_at", sa.Text, nullable=False, comment="UTC"),
)


def follow_numbers(connection: sa.Connection, received: list[RecordedEvent]) -> None:
    """Notice what is missing before a number, and that what was missing has come."""
    of_department: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for e in received:
        if e.event.sequence is not None:
            of_department[e.event.department].append((e.event.sequence, utc(e.recorded_at)))
    for department, numbers in of_department.items():
        _follow_department(connection, department, numbers)


def _follow_department(
    connection: sa.Connection, department: str, numbers: list[tuple[int, str]]
) -> None:
    before = highest = _get_highest(connection, department)
    for number, at in numbers:
        if number <= highest:
            _remove_gap(connection, department, number, number)
            continue
        highest, gap = next_place(highest, number)
        if gap is not None:
            _add_gap(connection, department, *gap, at)
    if highest != before:
        row = {"department": department, "number": highest}
        upsert(connection, sequence_highest, ["department"], row)


def close_gap(connection: sa.Connection, e: RecordedEvent) -> None:
    department, first, last = e.event.department, e.event.first, e.event.last
    _remove_gap(connection, department, first, last)
    highest = _get_highest(connection, department)
    if last > highest:
        if first > highest + 1:
            _add_gap(connection, department, highest + 1, first - 1, utc(e.recorded_at))
        row = {"department": department, "number": last}
        upsert(connection, sequence_highest, ["department"], row)


def _get_highest(connection: sa.Connection, department: str) -> int:
    table = sequence_highest
    found = connection.execute(sa.select(table.c.number).where(table.c.department == department))
    return int(found.scalar() or 0)


def _add_gap(connection: sa.Connection, department: str, first: int, last: int, at: str) -> None:
    row = {"department": department, "first": first, "last": last, "noticed_at": at}
    connection.execute(sequence_gap.insert(), row)


def _remove_gap(connection: sa.Connection, department: str, first: int, last: int) -> None:
    table = sequence_gap
    touched = (table.c.department == department, table.c.first <= last, table.c.last >= first)
    for gap in connection.execute(sa.select(table).where(*touched)).all():
        where = (table.c.department == department, table.c.first == gap.first)
        connection.execute(table.delete().where(*where))
        for start, end in remove_from_gap((gap.first, gap.last), first, last):
            _add_gap(connection, department, start, end, gap.noticed_at)
