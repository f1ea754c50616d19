"""The log and intake's first read models."""

import sqlalchemy as sa
from alembic import op
from tsunagu.log.tables import create_kit_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_kit_tables(op)
    op.create_table(
        "case_list",
        sa.Column("case_id", sa.Text, primary_key=True),
        sa.Column("person_id", sa.Text, nullable=False, index=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("owner_desk", sa.Text, index=True),
        sa.Column("next_step", sa.Text),
        sa.Column("due_on", sa.Date),
        sa.Column("last_consulted_on", sa.Date),
        sa.Column("ended_on", sa.Date),
        sa.Column("main_issue", sa.Text),
    )
    op.create_table(
        "signal_list",
        sa.Column("signal_id", sa.Text, primary_key=True),
        sa.Column("department", sa.Text, nullable=False, index=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("noticed_on", sa.Date, nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("urgent", sa.Boolean, nullable=False),
        sa.Column("person_id", sa.Text),
        sa.Column("case_id", sa.Text),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("owner_desk", sa.Text),
        sa.Column("next_step", sa.Text),
        sa.Column("due_on", sa.Date),
    )
    op.create_table(
        "timeline",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("case_id", sa.Text, nullable=False, index=True),
        sa.Column("on", sa.Date, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("details", sa.JSON, nullable=False),
    )
    op.create_table(
        "record_index",
        sa.Column("record_id", sa.Text, primary_key=True),
        sa.Column("person_id", sa.Text, nullable=False),
        sa.Column("of_type", sa.Text, nullable=False),
        sa.Column("on", sa.Date, nullable=False),
        sa.Column("first_on", sa.Date, nullable=False),
    )
    op.create_index("record_index_person", "record_index", ["person_id", "of_type", "on"])
    op.create_table(
        "signal_history",
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("signal_id", sa.Text, nullable=False, index=True),
        sa.Column("on", sa.Date, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("details", sa.JSON, nullable=False),
    )
