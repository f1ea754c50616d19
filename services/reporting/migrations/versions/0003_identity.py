"""Which person ids are one human; facts archived before say nothing of it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "person_alias",
        sa.Column("seq", sa.BigInteger),
        sa.Column("person_id", sa.Text),
        sa.Column("into_id", sa.Text),
        sa.Column("known_from", sa.Date),
        sa.Column("known_until", sa.Date),
    )
    op.create_index("ix_person_alias_0_initial", "person_alias", ["person_id"])
