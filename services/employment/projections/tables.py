"""The tables behind this service's screens. None holds a personal field.

Whatever waits for somebody has the columns of a work item, so that one list shows
all of it by due date and `verify` can see that nothing open lacks an owner.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from services.employment.reference.sheets import SHEETS
from tsunagu.projections.work_lists import WorkLists, work_item_columns

Row = sa.Row[*tuple[Any, ...]]  # of any of these tables

metadata = sa.MetaData()
sheet_inbox = SHEETS.table(metadata)


def _person() -> list[sa.Column[Any]]:
    return [
        sa.Column("person_id", sa.Text, nullable=False, index=True),
        sa.Column("case_id", sa.Text),
    ]


seeker_list = sa.Table(
    "seeker_list",
    metadata,
    sa.Column("seeker_id", sa.Text, primary_key=True),
    *_person(),
    sa.Column("registered_on", sa.Date, nullable=False),
    sa.Column("registration", sa.Integer, nullable=False),
    sa.Column("rung", sa.Integer),
    sa.Column("outcome", sa.Text),
    sa.Column("ended_on", sa.Date),
    sa.Column("introductions", sa.Integer, nullable=False),
    sa.Column("jobs", sa.Integer, nullable=False, comment="that the person has now"),
    sa.Column("wishes", sa.JSON, nullable=False, comment="what matching compares"),
    *work_item_columns(),
)

# One row for each support of a person: the lines of the ledger 求職管理簿.
seeker_registration = sa.Table(
    "seeker_registration",
    metadata,
    sa.Column("seeker_id", sa.Text, primary_key=True),
    sa.Column("registration", sa.Integer, primary_key=True),
    sa.Column("person_id", sa.Text, nullable=False),
    sa.Column("on", sa.Date, nullable=False),
    sa.Column("ended_on", sa.Date),
    sa.Column("outcome", sa.Text),
    sa.Column("occupations", sa.JSON, nullable=False),
)

readiness_move = sa.Table(
    "readiness_move",
    metadata,
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("person_id", sa.Text, nullable=False, index=True),
    sa.Column("on", sa.Date, nullable=False),
    sa.Column("was", sa.Integer),
    sa.Column("rung", sa.Integer, nullable=False),
    sa.Column("direction", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)

employer_list = sa.Table(
    "employer_list",
    metadata,
    sa.Column("employer_id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, comment="of the organisation"),
    sa.Column("address", sa.Text, comment="of the organisation"),
    sa.Column("industry", sa.Text),
    sa.Column("listed_on", sa.Date, nullable=False),
    sa.Column("introduced_by_kind", sa.Text, nullable=False),
    sa.Column("introduced_by", sa.Text, index=True),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("result", sa.Text, comment="won or given_up"),
    sa.Column("won_on", sa.Date),
    sa.Column("won_no_great_hope", sa.Boolean),
    sa.Column("first_hire_on", sa.Date, comment="the first success"),
    sa.Column("hires", sa.Integer, nullable=False),
    *work_item_columns(),
)

employer_attempt = sa.Table(
    "employer_attempt",
    metadata,
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("employer_id", sa.Text, nullable=False, index=True),
    sa.Column("on", sa.Date, nullable=False),
    sa.Column("how", sa.Text, nullable=False),
    sa.Column("no_great_hope", sa.Boolean, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("for_seeker", sa.Text),
)

opening_list = sa.Table(
    "opening_list",
    metadata,
    sa.Column("opening_id", sa.Text, primary_key=True),
    sa.Column("employer_id", sa.Text, nullable=False, index=True),
    sa.Column("received_on", sa.Date, nullable=False),
    sa.Column("title", sa.Text),
    sa.Column("occupation", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("places", sa.Integer, nullable=False),
    sa.Column("hires", sa.Integer, nullable=False),
    sa.Column("valid_from", sa.Date, nullable=False),
    sa.Column("valid_until", sa.Date, nullable=False, index=True),
    sa.Column("closed_because", sa.Text),
    sa.Column("closed_on", sa.Date),
    sa.Column("conditions", sa.JSON, nullable=False, comment="what matching compares"),
    *work_item_columns(),
)

introduction_list = sa.Table(
    "introduction_list",
    metadata,
    sa.Column("introduction_id", sa.Text, primary_key=True),
    sa.Column("seeker_id", sa.Text, nullable=False, index=True),
    *_person(),
    sa.Column("registration", sa.Integer, nullable=False),
    sa.Column("opening_id", sa.Text, nullable=False, index=True),
    sa.Column("employer_id", sa.Text, nullable=False),
    sa.Column("on", sa.Date, nullable=False),
    sa.Column("interview_on", sa.Date),
    sa.Column("accompanied", sa.Boolean, nullable=False),
    sa.Column("result", sa.Text),
    sa.Column("reason", sa.Text),
    sa.Column("settled_on", sa.Date),
    *work_item_columns(),
)

job_list = sa.Table(
    "job_list",
    metadata,
    sa.Column("record_id", sa.Text, primary_key=True),
    sa.Column("seeker_id", sa.Text, nullable=False, index=True),
    *_person(),
    sa.Column("introduction_id", sa.Text, index=True),
    sa.Column("opening_id", sa.Text, index=True),
    sa.Column("employer_id", sa.Text, index=True),
    sa.Column("on", sa.Date, nullable=False),
    sa.Column("starts_on", sa.Date, nullable=False),
    sa.Column("through", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("wage", sa.Integer),
    sa.Column("wage_per", sa.Text),
    sa.Column("hours_per_week", sa.Integer),
    sa.Column("open_ended", sa.Boolean, nullable=False),
    sa.Column("checked_months", sa.Integer, nullable=False),
    sa.Column("left_on", sa.Date),
    sa.Column("left_because", sa.Text),
    sa.Column("withdrawn", sa.Boolean, nullable=False, comment="never was: not to be counted"),
    sa.Column("result", sa.Text, comment="how asking after it ended"),
    *work_item_columns(),
)

preparation_list = sa.Table(
    "preparation_list",
    metadata,
    sa.Column("preparation_id", sa.Text, primary_key=True),
    *_person(),
    sa.Column("on", sa.Date, nullable=False),
    sa.Column("ends_by", sa.Date, nullable=False),
    sa.Column("extensions", sa.Integer, nullable=False),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("sessions", sa.Integer, nullable=False),
    sa.Column("attended", sa.Integer, nullable=False),
    sa.Column("outcome", sa.Text),
    sa.Column("ended_on", sa.Date),
    *work_item_columns(),
)

session_list = sa.Table(
    "session_list",
    metadata,
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("preparation_id", sa.Text, nullable=False, index=True),
    sa.Column("on", sa.Date, nullable=False),
    sa.Column("session", sa.Text, nullable=False),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("attendance", sa.Text, nullable=False),
)

training_list = sa.Table(
    "training_list",
    metadata,
    sa.Column("training_id", sa.Text, primary_key=True),
    *_person(),
    sa.Column("on", sa.Date, nullable=False),
    sa.Column("until", sa.Date, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("employed", sa.Boolean, nullable=False),
    sa.Column("workplace_kind", sa.Text, nullable=False),
    sa.Column("workplace", sa.Text, nullable=False),
    sa.Column("wage", sa.Integer),
    sa.Column("allowance", sa.Integer),
    sa.Column("days", sa.Integer, nullable=False),
    sa.Column("attended", sa.Integer, nullable=False),
    sa.Column("result", sa.Text),
    sa.Column("ended_on", sa.Date),
    *work_item_columns(),
)

# Which work answers a sheet: one sheet begins one.
sheet_work = sa.Table(
    "sheet_work",
    metadata,
    sa.Column("referral_id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("id", sa.Text, nullable=False),
)

WORK_LISTS = WorkLists(
    {
        "seeker": seeker_list.c.seeker_id,
        "employer": employer_list.c.employer_id,
        "opening": opening_list.c.opening_id,
        "introduction": introduction_list.c.introduction_id,
        "job": job_list.c.record_id,
        "preparation": preparation_list.c.preparation_id,
        "training": training_list.c.training_id,
    }
)
