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


def read_positions(connection: sa.Connection, reader: str) -> dict[str, int]:
    """source → position of the last fact taken; those before the first are left out."""
    table = checkpoint_table
    query = sa.select(table.c.source, table.c.position).where(table.c.reader == reader)
    return {source: int(position) for source, position in connection.execute(query)}


def list_sources(connection: sa.Connection, reader: str) -> list[str]:
    """The sources that this reader ever followed."""
    return list(
        connection.execute(
            sa.select(checkpoint_table.c.source)
            .where(checkpoint_table.c.reader == reader)
            .order_by(checkpoint_table.c.source)
        ).scalars()
    )


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
