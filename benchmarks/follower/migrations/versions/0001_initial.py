from alembic import op
from follower import notes

from tsunagu.log.tables import create_kit_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_kit_tables(op)
    notes.create(op.get_bind())
