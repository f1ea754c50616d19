"""What intake does with the facts of others: a case's timeline tells the whole course."""

from __future__ import annotations

from datetime import date

from services.intake.readmodels import timeline
from tsunagu.contracts import Fact
from tsunagu.store import Work

_NOT_SHOWN = {"case_id", "person_id", "on", "need_id"}


def on_timeline(work: Work, fact: Fact) -> None:
    """A step of a referral, in the case it belongs to."""
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
    "referral": {
        "referral.requested": on_timeline,
        "referral.accepted": on_timeline,
        "referral.rejected": on_timeline,
        "referral.started": on_timeline,
        "referral.put_on_hold": on_timeline,
        "referral.resumed": on_timeline,
        "referral.completed": on_timeline,
        "referral.failed": on_timeline,
        "referral.cancelled": on_timeline,
    }
}
