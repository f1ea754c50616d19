import sqlalchemy as sa
from alembic import op

from tsunagu.log.tables import create_kit_tables

revision = "0001"
down_revision = None


def upgrade():
    create_kit_tables(op)
    op.create_table(
        "applied",
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("fact", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
    )
