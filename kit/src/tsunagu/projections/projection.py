"""Projections: tables made of archived facts, rebuilt at will beside the running ones.

A projection says which row each type of fact adds and what a later fact changes
in earlier rows; it never reads a clock. The same functions fill the running
tables, a rebuild's, and those that `verify` compares with, so the three cannot
differ by design, only by damage.
"""

from __future__ import annotations

import itertools
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from tsunagu.contracts.facts import Fact
from tsunagu.domain.json_object import JsonObject
from tsunagu.log.bulk_insert import insert_rows
from tsunagu.log.database import Database
from tsunagu.log.event_log import Violation
from tsunagu.log.failpoints import failpoint
from tsunagu.process.concurrency import map_concurrently
from tsunagu.projections import archive
from tsunagu.projections.archive import Archived

PAGE = 10_000  # numbers of the archive that a rebuild reads, and commits, at a time
CHANGES = 1_000  # facts that change earlier rows, and are few, that it reads at a time
TURN = "projections"  # one rebuild or comparison at a time: they fill tables of one name
NAMED = 20  # differing rows that `verify` names one by one

Row = Sequence[Any]
MakeRow = Callable[[Archived], Row]
Change = Callable[[sa.Connection, sa.Table, Sequence[Archived]], None]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Projection:
    """One table. Its first column is `seq`, the number of the fact that made the row.

    `rows`: fact type → the row it adds, values in the table's column order.
    `changes`: fact type → what facts of it, in their order, do to rows of a lower `seq`; rows of
    a higher one may be there already (in a rebuild) and are not theirs to change.
    `indexes`: columns of each index, by whose equality (of text) reports or changes find rows;
    the table itself declares none, so that a rebuild can fill it first.
    """

    table: sa.Table
    rows: Mapping[str, MakeRow]
    changes: Mapping[str, Change] = field(default_factory=dict)
    indexes: Sequence[Sequence[str]] = ()

    def copy_table(self, suffix: str) -> sa.Table:
        """A table of the same shape under another name."""
        return self.table.to_metadata(sa.MetaData(), name=f"{self.table.name}__{suffix}")

    def create_indexes(self, connection: sa.Connection, table: sa.Table) -> None:
        """Create the indexes; their names are new each time, because old ones may still be held."""
        token = uuid.uuid4().hex[:8]
        for number, columns in enumerate(self.indexes):
            sa.Index(
                f"ix_{self.table.name}_{number}_{token}",
                *(table.c[name] for name in columns),
                # By bytes: sorting Japanese or English words by their language's rules takes
                # several times as long, and finding an equal text needs none of them.
                postgresql_ops={
                    name: "text_pattern_ops"
                    for name in columns
                    if isinstance(table.c[name].type, sa.Text)
                },
            ).create(connection)


class Projections:
    """All projections of one service: the `applier` of its definition.

    Every batch is archived first, then projected, in the subscription's transaction.
    """

    def __init__(self, projections: Sequence[Projection]) -> None:
        self.projections = list(projections)
        self._tables = [projection.table for projection in self.projections]
        # Fact type → the number of each projection that it adds a row to, and how.
        self._makers: dict[str, list[tuple[int, MakeRow]]] = defaultdict(list)
        for number, projection in enumerate(self.projections):
            for type, make in projection.rows.items():
                self._makers[type].append((number, make))
        self._changes = {type for projection in projections for type in projection.changes}

    def apply(self, connection: sa.Connection, facts: list[Fact]) -> None:
        if facts:
            self.project(connection, archive.append(connection, facts), self._tables)

    def project(
        self, connection: sa.Connection, facts: list[Archived], tables: list[sa.Table]
    ) -> None:
        """Bring the facts into `tables`, the projections' own or others shaped like them.

        All rows come first: a change concerns only rows of a lower number than its own.
        """
        self._add_rows(connection, [f for f in facts if f.type in self._makers], tables)
        self._make_changes(connection, [f for f in facts if f.type in self._changes], tables)

    def _add_rows(
        self, connection: sa.Connection, facts: Iterable[Archived], tables: list[sa.Table]
    ) -> None:
        rows: list[list[Row]] = [[] for _ in tables]
        makers = self._makers
        for fact in facts:
            for number, make in makers[fact.type]:
                rows[number].append(make(fact))
        for table, added in zip(tables, rows, strict=True):
            if added:
                insert_rows(connection, table.name, table.columns.keys(), added)

    def _make_changes(
        self, connection: sa.Connection, facts: list[Archived], tables: list[sa.Table]
    ) -> None:
        for projection, table in zip(self.projections, tables, strict=True):
            changes = projection.changes
            concerning = (fact for fact in facts if fact.type in changes)
            for type, run in itertools.groupby(concerning, key=lambda fact: fact.type):
                changes[type](connection, table, list(run))

    # -- rebuild ----------------------------------------------------------------------------------

    def rebuild(self, database: Database, progress: Progress) -> JsonObject:
        """Make every table anew from the archive and switch; reports go on meanwhile.

        Killed anywhere, the running tables stay; the next rebuild begins afresh.
        Returns `{"facts": n}`.
        """
        with database.take_turn(TURN):
            return self._rebuild(database, progress)

    def _rebuild(self, database: Database, progress: Progress) -> JsonObject:
        tables, reached = self._fill(database, "next", progress)
        with database.writing() as connection:
            reached = self._catch_up(connection, tables, reached)
            for table in self._tables:
                connection.exec_driver_sql(f'DROP TABLE "{table.name}"')
                connection.exec_driver_sql(
                    f'ALTER TABLE "{table.name}__next" RENAME TO "{table.name}"'
                )
                failpoint("rebuild.mid_switch")
        return {"facts": reached}

    def _fill(
        self, database: Database, suffix: str, progress: Progress
    ) -> tuple[list[sa.Table], int]:
        """Fresh tables with what the archive holds now, and how far that was.

        Rows first, then indexes, then the changes, which need the indexes to find their rows.
        """
        tables = [projection.copy_table(suffix) for projection in self.projections]
        with database.writing() as connection:
            for table in tables:
                table.drop(connection, checkfirst=True)
                table.create(connection)
            total = archive.read_newest_number(connection)

        def fill_page(after: int) -> int:
            up_to = min(after + PAGE, total)
            with database.writing() as connection:
                facts = archive.read(connection, after, up_to, self._makers)
                self._add_rows(connection, facts, tables)
            failpoint("rebuild.mid")
            return up_to

        def index_table(number: int) -> None:
            with database.writing() as connection:
                self.projections[number].create_indexes(connection, tables[number])

        # Two at once: while the server works on one page, the other is made ready here.
        for up_to in map_concurrently(fill_page, range(0, total, PAGE), at_once=2):
            progress(up_to, total)
        for _ in map_concurrently(index_table, range(len(tables)), at_once=2):
            pass
        self._change_rows(database, tables, total)
        return tables, total

    def _change_rows(self, database: Database, tables: list[sa.Table], total: int) -> None:
        """Make the changes of all facts up to number `total`, some facts at a time."""
        reached = 0
        while reached < total:
            with database.writing() as connection:
                facts = list(
                    archive.read(connection, reached, total, self._changes, at_most=CHANGES)
                )
                self._make_changes(connection, facts, tables)
            reached = facts[-1].seq if len(facts) == CHANGES else total

    def _catch_up(self, connection: sa.Connection, tables: list[sa.Table], reached: int) -> int:
        """Hold the archive and take the facts that came meanwhile."""
        newest, _ = archive.lock_archive(connection)
        for after in range(reached, newest, PAGE):
            up_to = min(after + PAGE, newest)
            types = {*self._makers, *self._changes}
            facts = list(archive.read(connection, after, up_to, types))
            self.project(connection, facts, tables)
        return newest

    # -- verify -----------------------------------------------------------------------------------

    def verify(self, database: Database, progress: Progress) -> Iterator[Violation]:
        """The archive's chain, and every row that a rebuild would not make, or would make."""
        yield from archive.verify_archive(database, progress)
        with database.take_turn(TURN):
            found = self._compare(database, progress)
        yield from found

    def _compare(self, database: Database, progress: Progress) -> list[Violation]:
        tables, reached = self._fill(database, "check", progress)
        found: list[Violation] = []
        with database.writing() as connection:
            self._catch_up(connection, tables, reached)
            for projection, table in zip(self.projections, tables, strict=True):
                found += _find_differences(connection, projection)
                table.drop(connection)
        return found


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
