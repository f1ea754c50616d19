"""The tables that the desks' screens are read from; none holds a personal field."""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()

desk_directory = sa.Table(
    "desk_directory",
    metadata,
    sa.Column("desk", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text),
    sa.Column("ja", sa.Text),
    sa.Column("en", sa.Text),
    sa.Column("lead_desk", sa.Text),
    sa.Column("capacity", sa.Text),
)

desk_clock = sa.Table(
    "desk_clock",
    metadata,
    sa.Column("desk", sa.Text, primary_key=True),
    sa.Column("step", sa.Text, primary_key=True),
    sa.Column("from_desk", sa.Text, primary_key=True, comment="empty: every sender"),
    sa.Column("days", sa.Integer, nullable=False),
    sa.Column("lead_after", sa.Integer, nullable=False),
    sa.Column("support_after", sa.Integer, nullable=False),
    sa.Column("running", sa.Boolean, nullable=False),
)

referral_list = sa.Table(
    "referral_list",
    metadata,
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

need_list = sa.Table(
    "need_list",
    metadata,
    sa.Column("need_id", sa.Text, primary_key=True),
    sa.Column("person_id", sa.Text),
    sa.Column("case_id", sa.Text),
    sa.Column("referral_id", sa.Text),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("owner_desk", sa.Text, index=True),
    sa.Column("next_step", sa.Text),
    sa.Column("due_on", sa.Date),
    sa.Column("because", sa.Text),
    sa.Column("alarm_on", sa.Date, index=True, comment="when to remind or escalate next"),
    sa.Column("lead_on", sa.Date),
    sa.Column("support_on", sa.Date),
)

referral_history = sa.Table(
    "referral_history",
    metadata,
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("referral_id", sa.Text, nullable=False, index=True),
    sa.Column("on", sa.Date, nullable=False),
    sa.Column("first_on", sa.Date, nullable=False, comment="as recorded, before any correction"),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("details", sa.JSON, nullable=False),
)
