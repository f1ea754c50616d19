"""The log, the inbox of sheets, and the tables of the three desks."""

import sqlalchemy as sa
from alembic import op
from tsunagu.sheets.inbox import create_sheet_tables
from tsunagu.log.tables import create_kit_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_kit_tables(op)
    create_sheet_tables(op)
    op.create_table(
        "course_list",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("person_id", sa.Text, nullable=False, index=True),
        sa.Column("case_id", sa.Text),
        sa.Column("referral_id", sa.Text),
        sa.Column("household_id", sa.Text),
        sa.Column("desk", sa.Text, nullable=False, index=True),
        sa.Column("state", sa.Text, nullable=False, index=True),
        sa.Column("begun_on", sa.Date, nullable=False),
        sa.Column("next_step", sa.Text),
        sa.Column("due_on", sa.Date, index=True),
        sa.Column("ended_on", sa.Date),
        sa.Column("ended_because", sa.Text),
    )
    op.create_table(
        "benefit_list",
        sa.Column("benefit_id", sa.Text, primary_key=True),
        sa.Column("person_id", sa.Text, nullable=False, index=True),
        sa.Column("case_id", sa.Text),
        sa.Column("landlord_id", sa.Text),
        sa.Column("state", sa.Text, nullable=False, index=True),
        sa.Column("applied_on", sa.Date, nullable=False),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("outstanding", sa.JSON, nullable=False),
        sa.Column("cause", sa.Text),
        sa.Column("months_granted", sa.Integer, nullable=False),
        sa.Column("months_paid", sa.Integer, nullable=False),
        sa.Column("amount", sa.Integer, nullable=False),
        sa.Column("first_month", sa.Text),
        sa.Column("rule_version", sa.Text),
        sa.Column("unverified", sa.JSON, nullable=False),
        sa.Column("reasons", sa.JSON, nullable=False),
        sa.Column("stop_reason", sa.Text),
        sa.Column("resumable_until", sa.Date),
    )
    op.create_table(
        "benefit_payment",
        sa.Column("benefit_id", sa.Text, primary_key=True),
        sa.Column("month", sa.Text, primary_key=True),
        sa.Column("payment", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False, index=True),
        sa.Column("amount", sa.Integer, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False, index=True),
        sa.Column("sent_on", sa.Date),
        sa.Column("alarmed", sa.Boolean, nullable=False),
        sa.Column("duties", sa.JSON, nullable=False),
        sa.Column("duties_met", sa.Boolean),
    )
    op.create_table(
        "moving_list",
        sa.Column("moving_id", sa.Text, primary_key=True),
        sa.Column("person_id", sa.Text, nullable=False, index=True),
        sa.Column("case_id", sa.Text),
        sa.Column("state", sa.Text, nullable=False, index=True),
        sa.Column("applied_on", sa.Date, nullable=False),
        sa.Column("outstanding", sa.JSON, nullable=False),
        sa.Column("amount", sa.Integer, nullable=False),
        sa.Column("paid_on", sa.Date),
        sa.Column("rule_version", sa.Text),
        sa.Column("reasons", sa.JSON, nullable=False),
    )
    op.create_table(
        "shelter_list",
        sa.Column("shelter_id", sa.Text, primary_key=True),
        sa.Column("title", sa.Text),
        sa.Column("capacity", sa.Integer, nullable=False),
        sa.Column("taken", sa.Integer, nullable=False),
    )
    op.create_table(
        "stay_list",
        sa.Column("stay_id", sa.Text, primary_key=True),
        sa.Column("shelter_id", sa.Text, nullable=False, index=True),
        sa.Column("person_id", sa.Text, nullable=False, index=True),
        sa.Column("case_id", sa.Text),
        sa.Column("state", sa.Text, nullable=False, index=True),
        sa.Column("begun_on", sa.Date, nullable=False),
        sa.Column("until", sa.Date, nullable=False, index=True),
        sa.Column("warn_days", sa.Integer, nullable=False),
        sa.Column("warn_on", sa.Date, nullable=False, index=True),
        sa.Column("places", sa.Integer, nullable=False),
        sa.Column("warned", sa.Boolean, nullable=False),
        sa.Column("overrun", sa.Boolean, nullable=False),
        sa.Column("ended_on", sa.Date),
        sa.Column("nights", sa.Integer),
        sa.Column("reason", sa.Text),
        sa.Column("next_place", sa.Text),
    )
    op.create_table(
        "landlord_list",
        sa.Column("landlord_id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("won_by", sa.Text, nullable=False),
        sa.Column("won_on", sa.Date, nullable=False),
        sa.Column("accepts", sa.JSON, nullable=False),
    )
    op.create_table(
        "search_list",
        sa.Column("search_id", sa.Text, primary_key=True),
        sa.Column("person_id", sa.Text, nullable=False, index=True),
        sa.Column("case_id", sa.Text),
        sa.Column("state", sa.Text, nullable=False, index=True),
        sa.Column("begun_on", sa.Date, nullable=False),
        sa.Column("wishes", sa.JSON, nullable=False),
        sa.Column("viewed", sa.Integer, nullable=False),
        sa.Column("guarantor", sa.Text),
        sa.Column("ended_on", sa.Date),
        sa.Column("reason", sa.Text),
    )
    op.create_table(
        "flat_application",
        sa.Column("application_id", sa.Text, primary_key=True),
        sa.Column("search_id", sa.Text, nullable=False, index=True),
        sa.Column("landlord_id", sa.Text, nullable=False, index=True),
        sa.Column("asked_on", sa.Date, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
    )
    op.create_table(
        "watch_list",
        sa.Column("watch_id", sa.Text, primary_key=True),
        sa.Column("person_id", sa.Text, nullable=False, index=True),
        sa.Column("case_id", sa.Text),
        sa.Column("state", sa.Text, nullable=False, index=True),
        sa.Column("begun_on", sa.Date, nullable=False),
        sa.Column("until", sa.Date, nullable=False),
        sa.Column("every_days", sa.Integer, nullable=False),
        sa.Column("grace_days", sa.Integer, nullable=False),
        sa.Column("ended_on", sa.Date),
        sa.Column("reason", sa.Text),
        sa.Column("to_desk", sa.Text),
    )
    op.create_table(
        "watch_visit",
        sa.Column("watch_id", sa.Text, primary_key=True),
        sa.Column("scheduled_on", sa.Date, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("last_on", sa.Date),
        sa.Column("alarm", sa.Boolean, nullable=False),
        sa.Column("escalated", sa.Boolean, nullable=False),
    )
