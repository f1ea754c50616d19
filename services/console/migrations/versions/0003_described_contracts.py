"""What each service last said of its facts, of what it takes in, and of its refusals."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "described_contracts",
        sa.Column("service", sa.Text, primary_key=True),
        sa.Column("contract", sa.JSON, nullable=False),
    )
