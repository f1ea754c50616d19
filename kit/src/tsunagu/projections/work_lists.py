"""The lists of work items: what waits at which desk, and until when.

They are read models of the service's own log, kept in the transaction of the event. Either each
kind has a table of its own, or one table shows several and says which in its column `kind`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.work_item import ENDED, OPEN
from tsunagu.log.open_needs import OpenNeed
from tsunagu.log.unit_of_work import RecordedEvent
from tsunagu.projections.paging import check_filter, narrow_query, page_by_due, parse_state_filter

STATES = (OPEN, ENDED, "all")
NOTHING_NEXT: JsonObject = {
    "state": ENDED,
    "owner_desk": None,
    "next_step": None,
    "due_on": None,
}
OPENED: JsonObject = {"state": OPEN}


def work_item_columns() -> list[sa.Column[Any]]:
    """Whether it is open, whose it is, what comes next, and by when."""
    return [
        sa.Column("state", sa.Text, nullable=False, index=True, comment="open or ended"),
        sa.Column("owner_desk", sa.Text, index=True),
        sa.Column("next_step", sa.Text),
        sa.Column("due_on", sa.Date, index=True),
    ]


@dataclass(frozen=True)
class WorkList:
    """`key`: the column with the item's id. `desk`: that with its owner, where it is no
    `owner_desk`. `kind`: the kind that stands there, or the column that says which."""

    key: sa.Column[Any]
    kind: str | sa.Column[Any]
    desk: sa.Column[Any] | None = None

    @property
    def table(self) -> sa.Table:
        return self.key.table  # type: ignore[return-value]

    @property
    def owner(self) -> sa.Column[Any]:
        return self.table.c.owner_desk if self.desk is None else self.desk

    def is_item(self, kind: str, id: str) -> sa.ColumnElement[bool]:
        """Which row is that item's."""
        own = self.key == id
        return own if isinstance(self.kind, str) else own & (self.kind == kind)

    def next_step_set(self, connection: sa.Connection, e: RecordedEvent) -> None:
        """The read model of the item's next step."""
        step = {self.owner.name: e.event.owner_desk, "next_step": e.event.next_step}
        connection.execute(
            self.table.update()
            .where(self.is_item(e.event.kind, e.event.id))
            .values(**step, due_on=e.event.due_on)
        )

    def open_needs(self, connection: sa.Connection) -> Iterator[OpenNeed]:
        """Every open item with the desk that owns its next step; for `Definition.needs`."""
        c = self.table.c
        kind = sa.literal(self.kind) if isinstance(self.kind, str) else self.kind
        query = sa.select(kind, self.key, self.owner, c.next_step, c.due_on)
        for row in connection.execute(query.where(c.state == OPEN)):
            yield OpenNeed(*row)

    def read_page(
        self,
        connection: sa.Connection,
        *,
        state: str,
        desk: str | None = None,
        before: date | None = None,
        after: str | None = None,
        limit: int | None = None,
        **equal: Any,
    ) -> tuple[list[JsonObject], str | None]:
        """One page by due date, and the cursor of the next.

        `before`: only what was due before that day. `equal`: columns with just these values.
        """
        check_filter("state", state, STATES)
        c = self.table.c
        columns = [(c[name], value) for name, value in equal.items()]
        query = narrow_query(
            sa.select(self.table),
            (c.state, parse_state_filter(state)),
            (self.owner, desk),
            *columns,
        )
        if before is not None:
            query = query.where(c.due_on < before)
        return page_by_due(connection, query, c.due_on, self.key, after, limit)


class WorkLists:
    """Several lists, each of one kind."""

    def __init__(self, keys: Mapping[str, sa.Column[Any]]) -> None:
        self.of = {kind: WorkList(key, kind) for kind, key in keys.items()}

    def next_step_set(self, connection: sa.Connection, e: RecordedEvent) -> None:
        self.of[e.event.kind].next_step_set(connection, e)

    def open_needs(self, connection: sa.Connection) -> Iterator[OpenNeed]:
        for one in self.of.values():
            yield from one.open_needs(connection)
