"""The log, the desk directory, sheets, needs and their history."""

import sqlalchemy as sa
from alembic import op
from tsunagu.log.tables import create_kit_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_kit_tables(op)
    op.create_table(
        "desk_directory",
        sa.Column("desk", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text),
        sa.Column("ja", sa.Text),
        sa.Column("en", sa.Text),
        sa.Column("lead_desk", sa.Text),
        sa.Column("capacity", sa.Text),
    )
    op.create_table(
        "desk_clock",
        sa.Column("desk", sa.Text, primary_key=True),
        sa.Column("step", sa.Text, primary_key=True),
        sa.Column("from_desk", sa.Text, primary_key=True),
        sa.Column("days", sa.Integer, nullable=False),
        sa.Column("lead_after", sa.Integer, nullable=False),
        sa.Column("support_after", sa.Integer, nullable=False),
        sa.Column("running", sa.Boolean, nullable=False),
    )
    op.create_table(
        "referral_list",
        sa.Column("referral_id", sa.Text, primary_key=True),
        sa.Column("need_id", sa.Text, nullable=False, index=True),
        sa.Column("person_id", sa.Text, nullable=False, index=True),
        sa.Column("case_id", sa.Text),
        sa.Column("from_desk", sa.Text, nullable=False, index=True),
        sa.Column("to_desk", sa.Text, nullable=False, index=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("issues", sa.JSON, nullable=False),
        sa.Column("hop", sa.Integer, nullable=False),
        sa.Column("replaces", sa.Text),
        sa.Column("warm", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("outcome", sa.Text),
    )
    op.create_table(
        "need_list",
        sa.Column("need_id", sa.Text, primary_key=True),
        sa.Column("person_id", sa.Text),
        sa.Column("case_id", sa.Text),
        sa.Column("referral_id", sa.Text),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("owner_desk", sa.Text, index=True),
        sa.Column("next_step", sa.Text),
        sa.Column("due_on", sa.Date),
        sa.Column("because", sa.Text),
        sa.Column("alarm_on", sa.Date, index=True),
        sa.Column("lead_on", sa.Date),
        sa.Column("support_on", sa.Date),
    )
    op.create_table(
        "referral_history",
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("referral_id", sa.Text, nullable=False, index=True),
        sa.Column("on", sa.Date, nullable=False),
        sa.Column("first_on", sa.Date, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("details", sa.JSON, nullable=False),
    )
