"""The log, the inbox of sheets, and the tables of visitors, visits, parcels and stock."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from tsunagu.sheets.inbox import create_sheet_tables
from tsunagu.log.tables import create_kit_tables

revision = "0001"
down_revision = None


def _step() -> list[sa.Column[Any]]:
    return [
        sa.Column("owner_desk", sa.Text),
        sa.Column("next_step", sa.Text),
        sa.Column("due_on", sa.Date, index=True),
    ]


def upgrade() -> None:
    create_kit_tables(op)
    create_sheet_tables(op)
    op.create_table(
        "visitor_list",
        sa.Column("visitor_id", sa.Text, primary_key=True),
        sa.Column("card", sa.Text, index=True),
        sa.Column("person_id", sa.Text, index=True),
        sa.Column("case_id", sa.Text),
        sa.Column("known_on", sa.Date, nullable=False),
        sa.Column("first_visit_on", sa.Date, index=True),
        sa.Column("last_visit_on", sa.Date),
        sa.Column("visits", sa.Integer, nullable=False),
        sa.Column("offers", sa.Integer, nullable=False),
        sa.Column("invitation", sa.Text, index=True),
        sa.Column("since", sa.Date),
        sa.Column("may_ask_again_on", sa.Date),
        sa.Column("asked_themselves", sa.Boolean, nullable=False),
        *_step(),
        sa.Column("by_sheet", sa.Boolean, nullable=False),
        sa.Column("came_on", sa.Date),
        sa.Column("came_days", sa.Integer),
        sa.Column("came_invitation", sa.Text),
        sa.Column("came_by_themselves", sa.Boolean),
        sa.Column("forgotten", sa.Boolean, nullable=False),
    )
    op.create_table(
        "visit_list",
        sa.Column("visit_id", sa.Text, primary_key=True),
        sa.Column("visitor_id", sa.Text, index=True),
        sa.Column("person_id", sa.Text),
        sa.Column("case_id", sa.Text),
        sa.Column("referral_id", sa.Text),
        sa.Column("on", sa.Date, nullable=False, index=True),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("household_size", sa.Integer, nullable=False),
        sa.Column("children", sa.Integer, nullable=False),
        sa.Column("infants", sa.Integer, nullable=False),
        sa.Column("no_food_today", sa.Boolean, nullable=False),
        sa.Column("state", sa.Text, nullable=False, index=True),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("parcel_id", sa.Text),
        sa.Column("reason", sa.Text),
        *_step(),
    )
    op.create_table(
        "parcel_list",
        sa.Column("parcel_id", sa.Text, primary_key=True),
        sa.Column("visit_id", sa.Text, nullable=False, index=True),
        sa.Column("visitor_id", sa.Text, index=True),
        sa.Column("person_id", sa.Text),
        sa.Column("case_id", sa.Text),
        sa.Column("referral_id", sa.Text),
        sa.Column("packed_on", sa.Date, nullable=False),
        sa.Column("how", sa.Text, nullable=False),
        sa.Column("household_size", sa.Integer, nullable=False),
        sa.Column("days", sa.Integer, nullable=False),
        sa.Column("units", sa.Integer, nullable=False),
        sa.Column("grams", sa.Integer, nullable=False),
        sa.Column("short", sa.JSON, nullable=False),
        sa.Column("state", sa.Text, nullable=False, index=True),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("reason", sa.Text),
        *_step(),
    )
    op.create_table(
        "parcel_line",
        sa.Column("parcel_id", sa.Text, primary_key=True),
        sa.Column("lot_id", sa.Text, primary_key=True, index=True),
        sa.Column("units", sa.Integer, nullable=False),
    )
    op.create_table(
        "contact_list",
        sa.Column("contact_id", sa.Text, primary_key=True),
        sa.Column("visitor_id", sa.Text, index=True),
        sa.Column("visit_id", sa.Text),
        sa.Column("on", sa.Date, nullable=False, index=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("opened_up", sa.Text, nullable=False),
        sa.Column("promised", sa.Boolean, nullable=False),
        sa.Column("outcome", sa.Text),
        *_step(),
    )
    op.create_table(
        "lot_list",
        sa.Column("lot_id", sa.Text, primary_key=True),
        sa.Column("drive_id", sa.Text, index=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("item", sa.Text, nullable=False, index=True),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("received_on", sa.Date, nullable=False),
        sa.Column("expires_on", sa.Date, index=True),
        sa.Column("unit_grams", sa.Integer, nullable=False),
        sa.Column("needs_cooking", sa.Boolean, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("contents", sa.JSON, nullable=False),
        sa.Column("received", sa.Integer, nullable=False),
        sa.Column("on_shelf", sa.Integer, nullable=False, index=True),
        sa.Column("in_parcels", sa.Integer, nullable=False),
        sa.Column("handed_out", sa.Integer, nullable=False),
        sa.Column("discarded", sa.Integer, nullable=False),
    )
    op.create_table(
        "shelf",
        sa.Column("lot_id", sa.Text, primary_key=True),
        sa.Column("place", sa.Text, primary_key=True, index=True),
        sa.Column("units", sa.Integer, nullable=False),
    )
    op.create_table(
        "drive_list",
        sa.Column("drive_id", sa.Text, primary_key=True),
        sa.Column("partner", sa.Text, nullable=False, index=True),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("held_on", sa.Date, nullable=False),
        sa.Column("grams", sa.Integer, nullable=False),
        sa.Column("grams_by_category", sa.JSON, nullable=False),
    )
    op.create_table(
        "consultation_heard",
        sa.Column("record_id", sa.Text, primary_key=True),
        sa.Column("person_id", sa.Text, nullable=False, index=True),
        sa.Column("case_id", sa.Text, nullable=False),
        sa.Column("on", sa.Date, nullable=False),
        sa.Column("opening", sa.Text, nullable=False),
        sa.Column("from_desk", sa.Text),
    )
