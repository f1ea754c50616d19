"""The tables of the desks' screens. None holds a personal field; all follow from the log."""

from __future__ import annotations

import sqlalchemy as sa

from services.housing.reference.sheets import SHEETS
from tsunagu.projections.work_lists import WorkList

metadata = sa.MetaData()


def _subject_columns() -> list[sa.Column[str]]:
    return [
        sa.Column("person_id", sa.Text, nullable=False, index=True),
        sa.Column("case_id", sa.Text),
    ]


course_list = sa.Table(
    "course_list",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    *_subject_columns(),
    sa.Column("referral_id", sa.Text, comment="the sheet it began from"),
    sa.Column("household_id", sa.Text),
    sa.Column("desk", sa.Text, nullable=False, index=True),
    sa.Column("state", sa.Text, nullable=False, index=True, comment="open or ended"),
    sa.Column("begun_on", sa.Date, nullable=False),
    sa.Column("next_step", sa.Text),
    sa.Column("due_on", sa.Date, index=True),
    sa.Column("ended_on", sa.Date),
    sa.Column("ended_because", sa.Text),
)
COURSES = WorkList(course_list.c.id, kind=course_list.c.kind, desk=course_list.c.desk)

benefit_list = sa.Table(
    "benefit_list",
    metadata,
    sa.Column("benefit_id", sa.Text, primary_key=True),
    *_subject_columns(),
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

benefit_payment = sa.Table(
    "benefit_payment",
    metadata,
    sa.Column("benefit_id", sa.Text, primary_key=True),
    sa.Column("month", sa.Text, primary_key=True),
    sa.Column("payment", sa.Text, nullable=False, comment="both: its place in a list"),
    sa.Column("state", sa.Text, nullable=False, index=True, comment="due, sent or returned"),
    sa.Column("amount", sa.Integer, nullable=False),
    sa.Column("due_on", sa.Date, nullable=False, index=True),
    sa.Column("sent_on", sa.Date),
    sa.Column("alarmed", sa.Boolean, nullable=False),
    sa.Column("duties", sa.JSON, nullable=False, comment="duty → times done"),
    sa.Column("duties_met", sa.Boolean, comment="None until they are checked"),
)

moving_list = sa.Table(
    "moving_list",
    metadata,
    sa.Column("moving_id", sa.Text, primary_key=True),
    *_subject_columns(),
    sa.Column("state", sa.Text, nullable=False, index=True),
    sa.Column("applied_on", sa.Date, nullable=False),
    sa.Column("outstanding", sa.JSON, nullable=False),
    sa.Column("amount", sa.Integer, nullable=False),
    sa.Column("paid_on", sa.Date),
    sa.Column("rule_version", sa.Text),
    sa.Column("reasons", sa.JSON, nullable=False),
)

shelter_list = sa.Table(
    "shelter_list",
    metadata,
    sa.Column("shelter_id", sa.Text, primary_key=True),
    sa.Column("title", sa.Text),
    sa.Column("capacity", sa.Integer, nullable=False),
    sa.Column("taken", sa.Integer, nullable=False),
)

stay_list = sa.Table(
    "stay_list",
    metadata,
    sa.Column("stay_id", sa.Text, primary_key=True),
    sa.Column("shelter_id", sa.Text, nullable=False, index=True),
    *_subject_columns(),
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

landlord_list = sa.Table(
    "landlord_list",
    metadata,
    sa.Column("landlord_id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("won_by", sa.Text, nullable=False),
    sa.Column("won_on", sa.Date, nullable=False),
    sa.Column("accepts", sa.JSON, nullable=False),
)

search_list = sa.Table(
    "search_list",
    metadata,
    sa.Column("search_id", sa.Text, primary_key=True),
    *_subject_columns(),
    sa.Column("state", sa.Text, nullable=False, index=True),
    sa.Column("begun_on", sa.Date, nullable=False),
    sa.Column("wishes", sa.JSON, nullable=False),
    sa.Column("viewed", sa.Integer, nullable=False),
    sa.Column("guarantor", sa.Text),
    sa.Column("ended_on", sa.Date),
    sa.Column("reason", sa.Text),
)

flat_application = sa.Table(
    "flat_application",
    metadata,
    sa.Column("application_id", sa.Text, primary_key=True),
    sa.Column("search_id", sa.Text, nullable=False, index=True),
    sa.Column("landlord_id", sa.Text, nullable=False, index=True),
    sa.Column("asked_on", sa.Date, nullable=False),
    sa.Column("state", sa.Text, nullable=False, comment="asked, accepted, refused or moved_in"),
    sa.Column("reason", sa.Text),
)

watch_list = sa.Table(
    "watch_list",
    metadata,
    sa.Column("watch_id", sa.Text, primary_key=True),
    *_subject_columns(),
    sa.Column("state", sa.Text, nullable=False, index=True),
    sa.Column("begun_on", sa.Date, nullable=False),
    sa.Column("until", sa.Date, nullable=False),
    sa.Column("every_days", sa.Integer, nullable=False),
    sa.Column("grace_days", sa.Integer, nullable=False),
    sa.Column("ended_on", sa.Date),
    sa.Column("reason", sa.Text),
    sa.Column("to_desk", sa.Text),
)

watch_visit = sa.Table(
    "watch_visit",
    metadata,
    sa.Column("watch_id", sa.Text, primary_key=True),
    sa.Column("scheduled_on", sa.Date, primary_key=True),
    sa.Column("state", sa.Text, nullable=False, comment="planned, made, missed or dropped"),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("last_on", sa.Date),
    sa.Column("alarm", sa.Boolean, nullable=False, comment="missed, and not seen since"),
    sa.Column("escalated", sa.Boolean, nullable=False),
)

SHEETS.table(metadata)
