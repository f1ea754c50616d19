"""What became of the sheets sent in a period: accepted, rejected and why, closed, overdue, hops."""

from __future__ import annotations

from collections import Counter
from statistics import mean, median
from typing import Any

from services.reporting.queries.rows_as_of import Period, RowsAsOf, compute_ratio
from tsunagu.domain.json_object import JsonObject

# What a receiver can only do to a referral that it took on.
TAKEN_ON = (
    "referral.accepted",
    "referral.started",
    "referral.put_on_hold",
    "referral.resumed",
    "referral.completed",
    "referral.failed",
)
WITHOUT_HELP = ("referral.rejected", "referral.failed", "referral.cancelled")
ENDED = (*WITHOUT_HELP, "referral.completed")


def count_referrals(known: RowsAsOf, period: Period) -> JsonObject:
    """Days are calendar days; `mean_hops` counts the sheets it took for one need."""
    sent = known.list_sheets(period)
    steps = known.list_sheet_steps(row.referral_id for row in sent)
    places = known.find_places()
    counts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    by_state: dict[str, Counter[str]] = {}
    days: list[int] = []
    hops: dict[str, int] = {}
    for row in sent:
        course = steps[row.referral_id]
        hops[row.need_id] = max(hops.get(row.need_id, 0), row.hop or 1)
        taken_on = [step.on for step in course if step.type in TAKEN_ON]
        if taken_on:
            counts["accepted"] += 1
            days.append((min(taken_on) - row.on).days)
        last = next((step for step in reversed(course) if step.type in ENDED), None)
        if last is None:
            counts["open"] += 1
            counts["overdue"] += _is_overdue(known, row, places)
            continue
        state = last.type.removeprefix("referral.")
        counts[state] += 1
        if last.type in WITHOUT_HELP and last.reason:
            reasons[last.reason] += 1
            by_state.setdefault(state, Counter())[last.reason] += 1
    return {
        "sent": len(sent),
        **{name: counts[name] for name in ("accepted", "rejected", "completed", "open", "overdue")},
        "failed": counts["failed"],
        "cancelled": counts["cancelled"],
        "closed_loop_ratio": compute_ratio(counts["completed"], len(sent)),
        "mean_hops": round(mean(hops.values()), 3) if hops else None,
        "median_days_to_accept": median(days) if days else None,
        "reasons": dict(sorted(reasons.items())),
        "reasons_by_state": {state: dict(sorted(by.items())) for state, by in by_state.items()},
    }


def _is_overdue(known: RowsAsOf, row: Any, places: JsonObject) -> bool:
    """Whether the step the need now stands at was due before the day of the report."""
    place = places.get(row.need_id)
    due_on = place.due_on if place is not None and place.owner_desk else row.due_on
    return due_on is not None and due_on < known.day
