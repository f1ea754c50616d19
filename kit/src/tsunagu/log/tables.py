"""The kit's own tables, which every service's first migration creates.

One that the kit has gained since is added at the service's next start: see `migration`.

The event table is append-only: nothing in the kit updates or deletes a row of
it. `head` has one row; whoever appends holds it until the commit, which makes
positions gap-free and in commit order.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

kit_metadata = sa.MetaData()

event_table = sa.Table(
    "event",
    kit_metadata,
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("stream", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("schema", sa.Integer, nullable=False),
    sa.Column("recorded_at", sa.Text, nullable=False, comment="UTC, ISO 8601, microseconds"),
    sa.Column("recorded_on", sa.Text, comment="day an imported fact became known, if earlier"),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("correlation", sa.Text),
    sa.Column("causation", sa.Text),
    sa.Column("data", sa.Text, nullable=False, comment="JSON, never personal"),
    sa.Column("personal", sa.LargeBinary, comment="AES-GCM under the person's key"),
    sa.Column("ordinal", sa.Integer, nullable=False, comment="place in its batch, from 1"),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("stream", "version"),
)

head_table = sa.Table(
    "head",
    kit_metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.Column("previous", sa.LargeBinary, nullable=False),
)

checkpoint_table = sa.Table(
    "checkpoint",
    kit_metadata,
    sa.Column("reader", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("updated_at", sa.Text, nullable=False),
)

parked_table = sa.Table(
    "parked",
    kit_metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("source", sa.Text),
    sa.Column("stream", sa.Text),
    sa.Column("position", sa.BigInteger),
    sa.Column("type", sa.Text),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("behind", sa.Text, comment="id of the parked fact it waits behind"),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("parked_at", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False, comment="sealed with the master key"),
    sa.Index("parked_stream", "source", "stream"),
)

lease_table = sa.Table(
    "lease",
    kit_metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("holder", sa.Text, nullable=False),
    sa.Column("until", sa.Float, nullable=False),
)

personal_key_table = sa.Table(
    "personal_key",
    kit_metadata,
    sa.Column("person_id", sa.Text, primary_key=True),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),
    sa.Column("created_at", sa.Text, nullable=False),
)

imported_line_table = sa.Table(
    "imported_line",
    kit_metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("imported_at", sa.Text, nullable=False),
)

kept_answer_table = sa.Table(
    "kept_answer",
    kit_metadata,
    sa.Column("name", sa.Text, primary_key=True, comment="keyed hash of account and key"),
    sa.Column("request", sa.Text, nullable=False, comment="keyed hash of what was asked"),
    sa.Column("persons", sa.Text, nullable=False, comment="JSON: whose keys open the answer"),
    sa.Column("answer", sa.LargeBinary, nullable=False, comment="sealed"),
    sa.Column("kept_at", sa.Text, nullable=False, comment="UTC, ISO 8601, seconds"),
    sa.Index("kept_answer_kept_at", "kept_at"),
)

GENESIS = b"\x00" * 32


def create_kit_tables(op: Any) -> None:
    """Create the kit's tables through alembic's `op`."""
    connection = op.get_bind()
    kit_metadata.create_all(connection)
    connection.execute(head_table.insert().values(id=1, position=0, hash=GENESIS, previous=GENESIS))
