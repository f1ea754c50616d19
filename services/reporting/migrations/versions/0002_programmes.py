"""What programmes did; a rebuild fills it for facts that were archived before."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "programme_step",
        sa.Column("seq", sa.BigInteger),
        sa.Column("type", sa.Text),
        sa.Column("on", sa.Date),
        sa.Column("known_from", sa.Date),
        sa.Column("known_until", sa.Date),
        sa.Column("person_id", sa.Text),
        sa.Column("subject", sa.Text),
        sa.Column("details", sa.Text),
    )
    op.create_index("ix_programme_step_0_initial", "programme_step", ["type", "on"])
    op.create_index("ix_programme_step_1_initial", "programme_step", ["subject"])
