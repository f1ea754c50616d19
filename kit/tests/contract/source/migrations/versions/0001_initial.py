import sqlalchemy as sa
from alembic import op

from tsunagu.log.tables import create_kit_tables

revision = "0001"
down_revision = None


def upgrade():
    create_kit_tables(op)
    op.create_table(
        "moves", sa.Column("box", sa.Text, primary_key=True), sa.Column("n", sa.Integer)
    )
