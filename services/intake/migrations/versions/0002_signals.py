"""Signals: clocks in hours, sequence numbers, slips and the grounds of sharing."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# A day of the city (UTC+9) is over at this time of the same day.
END_OF_DAY = "T15:00:00+00:00"


history = sa.table(
    "signal_history", sa.column("position", sa.BigInteger), sa.column("details", sa.JSON)
)
event = sa.table("event", sa.column("position", sa.BigInteger), sa.column("actor", sa.Text))


def upgrade() -> None:
    for name in ("due_at", "due_by", "alarm_at", "level", "consent_id", "conference_id"):
        op.add_column("signal_list", sa.Column(name, sa.Text))
    op.add_column("signal_list", sa.Column("consent_until", sa.Date))
    op.add_column(
        "signal_list", sa.Column("basis_now", sa.Text, nullable=False, server_default="")
    )
    op.add_column(
        "signal_list", sa.Column("feedback", sa.Boolean, nullable=False, server_default=sa.true())
    )
    op.execute("UPDATE signal_list SET basis_now = basis")
    op.execute(
        f"UPDATE signal_list SET due_by = CAST(due_on AS TEXT) || '{END_OF_DAY}',"
        f" alarm_at = CAST(due_on AS TEXT) || '{END_OF_DAY}' WHERE due_on IS NOT NULL"
    )
    op.create_index("signal_list_due", "signal_list", ["state", "due_by", "signal_id"])
    for name in ("person_id", "alarm_at", "consent_id"):
        op.create_index(f"ix_signal_list_{name}", "signal_list", [name])
    op.create_table(
        "signal_slip",
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("signal_id", sa.Text, nullable=False, unique=True),
        sa.Column("on", sa.Date, nullable=False),
    )
    op.create_table(
        "signal_refusal",
        sa.Column("signal_id", sa.Text, primary_key=True),
        sa.Column("department", sa.Text, nullable=False, index=True),
        sa.Column("on", sa.Date, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("fields", sa.JSON, nullable=False),
    )
    op.create_table(
        "sequence_highest",
        sa.Column("department", sa.Text, primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "sequence_gap",
        sa.Column("department", sa.Text, primary_key=True),
        sa.Column("first", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("last", sa.BigInteger, nullable=False),
        sa.Column("noticed_at", sa.Text, nullable=False),
    )
    _say_what_departments_recorded()


def _say_what_departments_recorded() -> None:
    """From now on a step says whether the department itself recorded it."""
    connection = op.get_bind()
    by_departments = sa.select(history.c.position, history.c.details).join(
        event, (event.c.position == history.c.position) & event.c.actor.startswith("department:")
    )
    for position, details in connection.execute(by_departments).all():
        connection.execute(
            history.update()
            .where(history.c.position == position)
            .values(details=details | {"by": "department"})
        )
