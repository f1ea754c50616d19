"""The table of the programmes' facts, one row for each that a report counts.

Their facts differ too much for columns of their own: what a figure needs beside
the day and the person stands in `details`, as the publisher said it.
"""

from __future__ import annotations

from typing import Any

import orjson
import sqlalchemy as sa

from services.reporting.projections.consultations import CORE, metadata
from services.reporting.projections.identity import IDENTITY
from tsunagu.projections.archive import Archived
from tsunagu.projections.projection import Projection

programme_step = sa.Table(
    "programme_step",
    metadata,
    sa.Column("seq", sa.BigInteger),
    sa.Column("type", sa.Text),
    sa.Column("on", sa.Date),
    sa.Column("known_from", sa.Date),
    sa.Column("known_until", sa.Date),
    sa.Column("person_id", sa.Text),
    sa.Column("subject", sa.Text, comment="id of what it happened to, within its programme"),
    sa.Column("details", sa.Text, comment="JSON of the other fields"),
)

# fact type → the field that names what it happened to.
SUBJECT_OF: dict[str, str] = {
    **dict.fromkeys(
        (
            "employment.seeker_registered",
            "employment.support_ended",
            "employment.support_reopened",
        ),
        "seeker_id",
    ),
    "employment.readiness_moved": "person_id",
    "employment.income_increased": "record_id",
    **dict.fromkeys(("employment.employer_listed", "employment.employer_won"), "employer_id"),
    "employment.opening_received": "opening_id",
    **dict.fromkeys(
        (
            "employment.introduced",
            "employment.interview_arranged",
            "employment.introduction_settled",
        ),
        "introduction_id",
    ),
    **dict.fromkeys(
        (
            "employment.hired",
            "employment.retention_checked",
            "employment.left_work",
            "employment.hire_withdrawn",
        ),
        "record_id",
    ),
    **dict.fromkeys(
        (
            "employment.preparation_started",
            "employment.session_attended",
            "employment.preparation_ended",
        ),
        "preparation_id",
    ),
    **dict.fromkeys(("employment.training_started", "employment.training_ended"), "training_id"),
    **dict.fromkeys(
        (
            "housing.benefit_applied",
            "housing.benefit_decided",
            "housing.benefit_paid",
            "housing.benefit_payment_returned",
            "housing.benefit_extended",
            "housing.benefit_not_continued",
            "housing.benefit_stopped",
            "housing.benefit_resumed",
            "housing.benefit_ended",
        ),
        "benefit_id",
    ),
    **dict.fromkeys(
        (
            "housing.moving_costs_applied",
            "housing.moving_costs_decided",
            "housing.moving_costs_paid",
        ),
        "moving_id",
    ),
    "housing.shelter_capacity_set": "shelter_id",
    **dict.fromkeys(("housing.stay_begun", "housing.stay_ended"), "stay_id"),
    "housing.landlord_won": "landlord_id",
    **dict.fromkeys(
        (
            "housing.flat_search_begun",
            "housing.landlord_refused",
            "housing.moved_in",
            "housing.flat_search_ended",
        ),
        "search_id",
    ),
    **dict.fromkeys(
        (
            "housing.watch_over_begun",
            "housing.visit_made",
            "housing.visit_missed",
            "housing.watch_over_ended",
        ),
        "watch_id",
    ),
    **dict.fromkeys(("foodbank.visit_recorded",), "visit_id"),
    "foodbank.parcel_given": "parcel_id",
    "foodbank.parcel_taken_back": "parcel_id",
    "foodbank.aide_contact": "contact_id",
    **dict.fromkeys(("foodbank.drive_held", "foodbank.drive_reweighed"), "drive_id"),
    "foodbank.stock_discarded": "lot_id",
    **dict.fromkeys(
        (
            "foodbank.invitation_offered",
            "foodbank.invitation_answered",
            "foodbank.invitation_agreed",
            "foodbank.invitation_withdrawn",
        ),
        "visitor_id",
    ),
    **dict.fromkeys(("foodbank.visitor_came", "foodbank.visitor_came_corrected"), "record_id"),
}
_COLUMNS = {"on", "person_id", "case_id"}


def _build_row(f: Archived) -> tuple[Any, ...]:
    details = {k: v for k, v in f.data.items() if k not in _COLUMNS and v is not None}
    return (
        f.seq,
        f.type,
        f.data["on"],
        f.known_on,
        None,
        f.data.get("person_id"),
        f.data[SUBJECT_OF[f.type]],
        orjson.dumps(details, option=orjson.OPT_SORT_KEYS).decode(),
    )


PROGRAMMES = Projection(
    table=programme_step,
    rows=dict.fromkeys(SUBJECT_OF, _build_row),
    indexes=(("type", "on"),),
)

PROJECTIONS = (*CORE, PROGRAMMES, IDENTITY)
