"""The kit's tables and the inbox."""

from alembic import op
from tsunagu.log.tables import create_kit_tables
from tsunagu.sheets.inbox import create_sheet_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_kit_tables(op)
    create_sheet_tables(op)
