"""Signals: clocks in hours, sequence numbers, slips and the grounds of sharing."""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    pass
