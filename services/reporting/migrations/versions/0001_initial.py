"""The log, the archive of facts, and the rows that reports count."""

import sqlalchemy as sa
from alembic import op
from tsunagu.projections.archive import create_archive_tables
from tsunagu.log.tables import create_kit_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_kit_tables(op)
    create_archive_tables(op)
    op.create_table(
        "support_record",
        sa.Column("seq", sa.BigInteger),
        sa.Column("record_id", sa.Text),
        sa.Column("type", sa.Text),
        sa.Column("on", sa.Date),
        sa.Column("known_from", sa.Date),
        sa.Column("known_until", sa.Date),
        sa.Column("person_id", sa.Text),
        sa.Column("case_id", sa.Text),
        sa.Column("from_desk", sa.Text),
        sa.Column("codes", sa.Text),
        sa.Column("employment_support", sa.Boolean),
    )
    op.create_index("ix_support_record_0_initial", "support_record", ["type", "on"])
    op.create_index("ix_support_record_1_initial", "support_record", ["person_id"])
    op.create_index("ix_support_record_2_initial", "support_record", ["record_id"])
    op.create_table(
        "referral_step",
        sa.Column("seq", sa.BigInteger),
        sa.Column("referral_id", sa.Text),
        sa.Column("type", sa.Text),
        sa.Column("on", sa.Date),
        sa.Column("known_from", sa.Date),
        sa.Column("known_until", sa.Date),
        sa.Column("need_id", sa.Text),
        sa.Column("person_id", sa.Text),
        sa.Column("from_desk", sa.Text),
        sa.Column("to_desk", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("codes", sa.Text),
        sa.Column("hop", sa.Integer),
        sa.Column("due_on", sa.Date),
    )
    op.create_index("ix_referral_step_0_initial", "referral_step", ["type", "on"])
    op.create_index("ix_referral_step_1_initial", "referral_step", ["referral_id"])
    op.create_index("ix_referral_step_2_initial", "referral_step", ["person_id"])
    op.create_table(
        "need_place",
        sa.Column("seq", sa.BigInteger),
        sa.Column("need_id", sa.Text),
        sa.Column("on", sa.Date),
        sa.Column("known_from", sa.Date),
        sa.Column("known_until", sa.Date),
        sa.Column("owner_desk", sa.Text),
        sa.Column("due_on", sa.Date),
    )
    op.create_index("ix_need_place_0_initial", "need_place", ["need_id"])
    op.create_table(
        "signal_step",
        sa.Column("seq", sa.BigInteger),
        sa.Column("signal_id", sa.Text),
        sa.Column("type", sa.Text),
        sa.Column("on", sa.Date),
        sa.Column("known_from", sa.Date),
        sa.Column("known_until", sa.Date),
        sa.Column("department", sa.Text),
        sa.Column("due_on", sa.Date),
    )
    op.create_index("ix_signal_step_0_initial", "signal_step", ["signal_id"])
    op.create_index("ix_signal_step_1_initial", "signal_step", ["type", "on"])
