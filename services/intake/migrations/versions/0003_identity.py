"""Persons who are one: keyed digests to find them by, proposals, merges."""

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    pass
