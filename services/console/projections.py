"""The table of tokens, looked up by the digest of what a caller presents.

Beside it, each service's last description of its routes and contract; these come from no event.
"""

from __future__ import annotations

import sqlalchemy as sa

from services.console.domain.token import TokenIssued, TokenRevoked
from tsunagu.log.unit_of_work import RecordedEvent

metadata = sa.MetaData()

token_table = sa.Table(
    "token",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False, unique=True),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("issued_on", sa.Date, nullable=False),
    sa.Column("revoked_on", sa.Date),
)

described_routes = sa.Table(
    "described_routes",
    metadata,
    sa.Column("service", sa.Text, primary_key=True),
    sa.Column("routes", sa.JSON, nullable=False),
)

described_contracts = sa.Table(
    "described_contracts",
    metadata,
    sa.Column("service", sa.Text, primary_key=True),
    sa.Column("contract", sa.JSON, nullable=False),
)


def on_issued(connection: sa.Connection, e: RecordedEvent) -> None:
    connection.execute(
        token_table.insert().values(
            id=e.event.token_id,
            role=e.event.role,
            digest=e.event.digest,
            label=e.event.label,
            issued_on=e.event.on,
        )
    )


def on_revoked(connection: sa.Connection, e: RecordedEvent) -> None:
    connection.execute(
        token_table.update()
        .where(token_table.c.id == e.event.token_id)
        .values(revoked_on=e.event.on)
    )


READ_MODELS = {TokenIssued: on_issued, TokenRevoked: on_revoked}
