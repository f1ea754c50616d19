"""What intake does with the facts of others: a case's timeline tells the whole course."""

from __future__ import annotations

from datetime import date

from services.intake.projections.cases import timeline
from tsunagu.contracts.facts import Fact
from tsunagu.log.unit_of_work import UnitOfWork

_NOT_SHOWN = {"case_id", "person_id", "on", "need_id"}

# What belongs on the one page of a case. A programme's daily entries (each session, each planned
# visit) stay with the programme.
SHOWN = {
    "referral": (
        "requested",
        "accepted",
        "rejected",
        "started",
        "put_on_hold",
        "resumed",
        "completed",
        "failed",
        "cancelled",
    ),
    "employment": (
        "seeker_registered",
        "readiness_moved",
        "introduced",
        "interview_arranged",
        "introduction_settled",
        "hired",
        "hire_withdrawn",
        "retention_checked",
        "retention_ended",
        "left_work",
        "income_increased",
        "support_ended",
        "support_reopened",
        "preparation_started",
        "preparation_stage_moved",
        "preparation_extended",
        "preparation_ended",
        "training_started",
        "training_extended",
        "training_ended",
    ),
    "housing": (
        "benefit_applied",
        "benefit_decided",
        "benefit_extended",
        "benefit_not_continued",
        "benefit_stopped",
        "benefit_resumed",
        "benefit_ended",
        "moving_costs_applied",
        "moving_costs_decided",
        "moving_costs_paid",
        "stay_begun",
        "stay_extended",
        "stay_ended",
        "flat_search_begun",
        "landlord_refused",
        "landlord_agreed",
        "guarantor_found",
        "moved_in",
        "watch_over_begun",
        "visit_missed",
        "watch_over_ended",
    ),
    "foodbank": (
        "food_promised",
        "waiting_ended",
        "delivery_promised",
        "parcel_given",
        "parcel_taken_back",
        "visitor_linked",
        "invitation_agreed",
        "visitor_connected",
        "visitor_came",
    ),
}


def on_timeline(work: UnitOfWork, fact: Fact) -> None:
    """A step of another service, in the case it belongs to."""
    case_id = fact.data.get("case_id")
    if case_id is None:
        return
    work.connection.execute(
        timeline.insert(),
        {
            "source": fact.source,
            "position": fact.position,
            "case_id": case_id,
            "on": date.fromisoformat(fact.data["on"]),
            "recorded_at": fact.time,
            "what": fact.type,
            "actor": fact.actor,
            "details": {
                k: v for k, v in fact.data.items() if k not in _NOT_SHOWN and v is not None
            },
        },
    )


FOLLOWS = {
    source: {f"{source}.{fact}": on_timeline for fact in facts} for source, facts in SHOWN.items()
}
