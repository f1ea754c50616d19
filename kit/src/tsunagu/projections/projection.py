"""Projections: tables made of archived facts, rebuilt at will beside the running ones.

A projection says which row each type of fact adds and what a later fact changes
in earlier rows; it never reads a clock. The same functions fill the running
tables, a rebuild's, and those that `verify` compares with, so the three cannot
differ by design, only by damage.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from tsunagu.contracts.facts import Fact
from tsunagu.domain.json_object import JsonObject
from tsunagu.log.bulk_insert import insert_rows
from tsunagu.log.database import Database
from tsunagu.log.event_log import Violation
from tsunagu.log.failpoints import failpoint
from tsunagu.projections import archive
from tsunagu.projections.archive import Archived

PAGE = 2_000
NAMED = 20  # differing rows that `verify` names one by one

Row = Sequence[Any]
MakeRow = Callable[[Archived], Row]
Change = Callable[[sa.Connection, sa.Table, Archived], None]


@dataclass(frozen=True)
class Projection:
    """One table. Its first column is `seq`, the number of the fact that made the row.

    `rows`: fact type → the row it adds, values in the table's column order.
    `changes`: fact type → what it does to rows that are there already.
    `indexes`: columns of each index; the table itself declares none, so that a
    rebuild can fill it first.
    """

    table: sa.Table
    rows: Mapping[str, MakeRow]
    changes: Mapping[str, Change] = field(default_factory=dict)
    indexes: Sequence[Sequence[str]] = ()

    def apply(self, connection: sa.Connection, table: sa.Table, facts: list[Archived]) -> None:
        """Bring the facts into `table`, this projection's or one shaped like it."""
        columns = [column.name for column in table.columns]
        pending: list[Row] = []
        make, changes = self.rows, self.changes
        for fact in facts:
            if (maker := make.get(fact.type)) is not None:
                pending.append(maker(fact))
            elif (change := changes.get(fact.type)) is not None:
                self._flush(connection, table, columns, pending)
                change(connection, table, fact)
        self._flush(connection, table, columns, pending)

    @staticmethod
    def _flush(
        connection: sa.Connection, table: sa.Table, columns: list[str], pending: list[Row]
    ) -> None:
        if pending:
            insert_rows(connection, table.name, columns, pending)
            pending.clear()

    def copy_table(self, suffix: str) -> sa.Table:
        """A table of the same shape under another name."""
        return self.table.to_metadata(sa.MetaData(), name=f"{self.table.name}__{suffix}")

    def create_indexes(self, connection: sa.Connection, table: sa.Table) -> None:
        """Create the indexes; their names are new each time, because old ones may still be held."""
        token = uuid.uuid4().hex[:8]
        for number, columns in enumerate(self.indexes):
            names = [table.c[name] for name in columns]
            sa.Index(f"ix_{self.table.name}_{number}_{token}", *names).create(connection)


class Projections:
    """All projections of one service: the `applier` of its definition.

    Every batch is archived first, then projected, in the subscription's transaction.
    """

    def __init__(self, projections: Sequence[Projection]) -> None:
        self.projections = list(projections)

    def apply(self, connection: sa.Connection, facts: list[Fact]) -> None:
        if facts:
            self._project(connection, archive.append(connection, facts), "")

    def _project(self, connection: sa.Connection, facts: list[Archived], suffix: str) -> None:
        for projection in self.projections:
            table = projection.copy_table(suffix) if suffix else projection.table
            projection.apply(connection, table, facts)

    # -- rebuild ----------------------------------------------------------------------------------

    def rebuild(self, database: Database, progress: Callable[[int, int], None]) -> JsonObject:
        """Make every table anew from the archive and switch; reports go on meanwhile.

        Killed anywhere, the running tables stay; the next rebuild begins afresh.
        Returns `{"facts": n}`.
        """
        reached = self._fill(database, "next", progress)
        for projection in self.projections:
            with database.writing() as connection:
                projection.create_indexes(connection, projection.copy_table("next"))
        with database.writing() as connection:
            reached = self._catch_up(connection, "next", reached)
            for projection in self.projections:
                name = projection.table.name
                connection.exec_driver_sql(f'DROP TABLE "{name}"')
                connection.exec_driver_sql(f'ALTER TABLE "{name}__next" RENAME TO "{name}"')
                failpoint("rebuild.mid_switch")
        return {"facts": reached}

    def _fill(self, database: Database, suffix: str, progress: Callable[[int, int], None]) -> int:
        """Fill fresh tables with what the archive holds now; how far that was."""
        with database.writing() as connection:
            for projection in self.projections:
                table = projection.copy_table(suffix)
                table.drop(connection, checkfirst=True)
                table.create(connection)
            total = archive.read_newest_number(connection)
        reached = 0
        while reached < total:
            with database.writing() as connection:
                facts = archive.read(connection, reached, PAGE)
                if not facts:  # damage, which `verify` names; a rebuild takes what there is
                    break
                self._project(connection, facts, suffix)
                reached = facts[-1].seq
            failpoint("rebuild.mid")
            progress(min(reached, total), total)
        return reached

    def _catch_up(self, connection: sa.Connection, suffix: str, reached: int) -> int:
        """Hold the archive and take the facts that came meanwhile."""
        archive.lock_archive(connection)
        while facts := archive.read(connection, reached, PAGE):
            self._project(connection, facts, suffix)
            reached = facts[-1].seq
        return reached

    # -- verify -----------------------------------------------------------------------------------

    def verify(
        self, database: Database, progress: Callable[[int, int], None]
    ) -> Iterator[Violation]:
        """The archive's chain, and every row that a rebuild would not make, or would make."""
        yield from archive.verify_archive(database, progress)
        reached = self._fill(database, "check", progress)
        found: list[Violation] = []
        with database.writing() as connection:
            self._catch_up(connection, "check", reached)
            for projection in self.projections:
                found += _find_differences(connection, projection)
                projection.copy_table("check").drop(connection)
        yield from found


def _find_differences(connection: sa.Connection, projection: Projection) -> Iterator[Violation]:
    name = projection.table.name
    columns = ", ".join(f'"{column.name}"' for column in projection.table.columns)
    for here, there, code, sentence in (
        (
            name,
            f"{name}__check",
            "projection_row_altered",
            "作り直した表と違います / differs from a rebuild",
        ),
        (
            f"{name}__check",
            name,
            "projection_row_missing",
            "作り直すとできる行がありません / a rebuild would have this row",
        ),
    ):
        query = f'SELECT {columns} FROM "{here}" EXCEPT SELECT {columns} FROM "{there}"'
        rows = connection.exec_driver_sql(f"SELECT seq FROM ({query}) AS d ORDER BY seq").all()
        for row in rows[:NAMED]:
            yield Violation(code, f"{name} seq {row.seq}", sentence)
        if len(rows) > NAMED:
            yield Violation(code, name, f"ほかに {len(rows) - NAMED} 行 / and more rows")
    count = f'SELECT count(*) FROM "{name}"'
    here_n = connection.exec_driver_sql(count).scalar_one()
    there_n = connection.exec_driver_sql(f'SELECT count(*) FROM "{name}__check"').scalar_one()
    if here_n > there_n:  # EXCEPT does not see a row that stands twice
        yield Violation(
            "projection_row_doubled",
            name,
            f"{here_n - there_n} 行多い / {here_n - there_n} row(s) too many",
        )
