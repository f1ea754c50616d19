"""What each service last said of its REST routes."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "described_routes",
        sa.Column("service", sa.Text, primary_key=True),
        sa.Column("routes", sa.JSON, nullable=False),
    )
