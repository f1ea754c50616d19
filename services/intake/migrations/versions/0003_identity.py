"""Who is one person: the index by which they are found, aliases, proposals, signals joined."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def _of_a_key(index: bool = False) -> "sa.Column[str]":
    """A person's id that lives as long as their key: who is forgotten leaves no row behind."""
    return sa.Column(
        "person_id",
        sa.Text,
        sa.ForeignKey("personal_key.person_id", ondelete="CASCADE"),
        primary_key=True,
        index=index,
    )


def upgrade() -> None:
    op.create_table(
        "person_key",
        sa.Column("digest", sa.LargeBinary, primary_key=True),
        _of_a_key(index=True),
        sa.Column("kind", sa.Text, nullable=False),
    )
    op.create_table(
        "person_profile", _of_a_key(), sa.Column("sealed", sa.LargeBinary, nullable=False)
    )
    op.create_table(
        "person_index_form",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("form", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "person_alias",
        sa.Column("person_id", sa.Text, primary_key=True),
        sa.Column("into_id", sa.Text, nullable=False),
        sa.Column("human_id", sa.Text, nullable=False, index=True),
        sa.Column("ground", sa.Text, nullable=False),
        sa.Column("on", sa.Date, nullable=False),
    )
    op.create_table(
        "match_list",
        sa.Column("proposal_id", sa.Text, primary_key=True),
        sa.Column("person_id", sa.Text, nullable=False, index=True),
        sa.Column("other_id", sa.Text, nullable=False, index=True),
        sa.Column("score", sa.Integer, nullable=False),
        sa.Column("reasons", sa.JSON, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("proposed_on", sa.Date, nullable=False),
        sa.Column("decided_on", sa.Date),
        sa.Column("owner_desk", sa.Text),
        sa.Column("next_step", sa.Text),
        sa.Column("due_on", sa.Date),
        sa.Index("match_list_due", "state", "due_on", "proposal_id"),
    )
    op.add_column("signal_list", sa.Column("attached_to", sa.Text))
    op.create_index("ix_signal_list_attached_to", "signal_list", ["attached_to"])
