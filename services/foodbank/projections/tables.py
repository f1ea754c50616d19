"""The tables that the food bank's screens ask. None holds a personal field."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from services.foodbank.reference.sheets import SHEETS

metadata = sa.MetaData()
sheet_inbox = SHEETS.table(metadata)


def _step() -> list[sa.Column[Any]]:
    """Whose the promise is, what comes next, and by when; empty where nothing is promised."""
    return [
        sa.Column("owner_desk", sa.Text),
        sa.Column("next_step", sa.Text),
        sa.Column("due_on", sa.Date, index=True),
    ]


visitor_list = sa.Table(
    "visitor_list",
    metadata,
    sa.Column("visitor_id", sa.Text, primary_key=True),
    sa.Column("card", sa.Text, index=True),
    sa.Column("person_id", sa.Text, index=True),
    sa.Column("case_id", sa.Text),
    sa.Column("known_on", sa.Date, nullable=False),
    sa.Column("first_visit_on", sa.Date, index=True),
    sa.Column("last_visit_on", sa.Date),
    sa.Column("visits", sa.Integer, nullable=False),
    sa.Column("offers", sa.Integer, nullable=False),
    sa.Column("invitation", sa.Text, index=True, comment="empty: never spoken of"),
    sa.Column("since", sa.Date),
    sa.Column("may_ask_again_on", sa.Date),
    sa.Column("asked_themselves", sa.Boolean, nullable=False),
    *_step(),
    sa.Column("by_sheet", sa.Boolean, nullable=False, comment="another desk sent them first"),
    sa.Column("came_on", sa.Date, comment="to consultation, after the first visit"),
    sa.Column("came_days", sa.Integer),
    sa.Column("came_invitation", sa.Text, comment="where the invitation stood then"),
    sa.Column("came_by_themselves", sa.Boolean),
    sa.Column("forgotten", sa.Boolean, nullable=False),
)

visit_list = sa.Table(
    "visit_list",
    metadata,
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

parcel_list = sa.Table(
    "parcel_list",
    metadata,
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

parcel_line = sa.Table(
    "parcel_line",
    metadata,
    sa.Column("parcel_id", sa.Text, primary_key=True),
    sa.Column("lot_id", sa.Text, primary_key=True, index=True),
    sa.Column("units", sa.Integer, nullable=False),
)

contact_list = sa.Table(
    "contact_list",
    metadata,
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

lot_list = sa.Table(
    "lot_list",
    metadata,
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

shelf = sa.Table(
    "shelf",
    metadata,
    sa.Column("lot_id", sa.Text, primary_key=True),
    sa.Column("place", sa.Text, primary_key=True, index=True),
    sa.Column("units", sa.Integer, nullable=False),
)

drive_list = sa.Table(
    "drive_list",
    metadata,
    sa.Column("drive_id", sa.Text, primary_key=True),
    sa.Column("partner", sa.Text, nullable=False, index=True),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("held_on", sa.Date, nullable=False),
    sa.Column("grams", sa.Integer, nullable=False),
    sa.Column("grams_by_category", sa.JSON, nullable=False),
)

# Rows from intake's facts, kept because most visitors are linked only after they came.
consultation_heard = sa.Table(
    "consultation_heard",
    metadata,
    sa.Column("record_id", sa.Text, primary_key=True),
    sa.Column("person_id", sa.Text, nullable=False, index=True),
    sa.Column("case_id", sa.Text, nullable=False),
    sa.Column("on", sa.Date, nullable=False),
    sa.Column("opening", sa.Text, nullable=False),
    sa.Column("from_desk", sa.Text),
)
