"""Support conferences and coordination meetings: which there were, and their decisions."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "meeting_list",
        sa.Column("meeting_id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("desk", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("members", sa.Integer, nullable=False),
        sa.Column("cases", sa.Integer, nullable=False),
    )
    op.create_table(
        "decision_list",
        sa.Column("decision_id", sa.Text, primary_key=True),
        sa.Column("meeting_id", sa.Text, nullable=False),
        sa.Column("case_id", sa.Text, nullable=False),
        sa.Column("owner_desk", sa.Text, nullable=False),
        sa.Column("next_step", sa.Text, nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("result", sa.Text),
    )
    for column in ("meeting_id", "case_id", "owner_desk"):
        op.create_index(f"ix_decision_list_{column}", "decision_list", [column])
