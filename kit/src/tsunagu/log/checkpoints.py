"""How far a reader has come in a source's facts; moved in the transaction of their effects."""

from __future__ import annotations

import sqlalchemy as sa

from tsunagu.log.database import upsert
from tsunagu.log.tables import checkpoint_table
from tsunagu.process import clock


def read_position(connection: sa.Connection, reader: str, source: str) -> int:
    """The position of the last fact taken; 0 before the first."""
    found = connection.execute(
        sa.select(checkpoint_table.c.position)
        .where(checkpoint_table.c.reader == reader)
        .where(checkpoint_table.c.source == source)
    ).scalar()
    return int(found or 0)


def move(connection: sa.Connection, reader: str, source: str, to: int) -> None:
    upsert(
        connection,
        checkpoint_table,
        ["reader", "source"],
        {
            "reader": reader,
            "source": source,
            "position": to,
            "updated_at": clock.now().isoformat(),
        },
    )
