"""One sheet from consultation support to household budget support, and every state it can be in.

2026-11-20 is a Friday before a holiday Monday (Labour Thanksgiving Day).
"""

from datetime import date
from typing import Any

from services.referral.domain import events

FRIDAY = date(2026, 11, 20)
SENDER, RECEIVER, STRANGER = "consultation_support", "household_budget", "waterworks"

CARRIES: dict[str, Any] = {
    "need_id": "n1",
    "person_id": "p1",
    "case_id": "c1",
    "to_desk": RECEIVER,
    "issues": ("debt",),
    "replaces": None,
    "hop": 1,
    "warm": False,
    "basis": "consent",
    "consent_id": "k1",
}
IDS: dict[str, Any] = {
    "referral_id": "r1",
    "need_id": "n1",
    "person_id": "p1",
    "case_id": "c1",
    "on": FRIDAY,
    "from_desk": SENDER,
    "to_desk": RECEIVER,
}


def written(**other: Any) -> events.SheetWritten:
    values = IDS | CARRIES | {"name": "座間 太郎", "remarks": "夜は電話に出られない"} | other
    return events.SheetWritten(**values)


def requested(**other: Any) -> events.Requested:
    carried = {k: CARRIES[k] for k in ("issues", "replaces", "hop", "warm")}
    return events.Requested(**IDS | carried | {"due_on": date(2026, 11, 26)} | other)


ACCEPTED = events.Accepted(**IDS)
STARTED = events.Started(**IDS)
ON_HOLD = events.PutOnHold(**IDS, reason="in_hospital")
RESUMED = events.Resumed(**IDS)
REJECTED = events.Rejected(**IDS, reason="no_capacity")
COMPLETED = events.Completed(**IDS, outcome="support_given")
FAILED = events.Failed(**IDS, reason="lost_contact")
CANCELLED = events.Cancelled(**IDS, reason="not_wanted", by="sender")
ENTERED_IN_ERROR = events.EnteredInError(**IDS)

_UNDER_WAY = (written(), requested(), ACCEPTED, STARTED)
COURSE: dict[str, tuple[Any, ...]] = {
    "draft": (written(),),
    "requested": (written(), requested()),
    "accepted": (written(), requested(), ACCEPTED),
    "in_progress": _UNDER_WAY,
    "on_hold": (*_UNDER_WAY, ON_HOLD),
    "rejected": (written(), requested(), REJECTED),
    "completed": (*_UNDER_WAY, COMPLETED),
    "failed": (*_UNDER_WAY, FAILED),
    "cancelled": (written(), requested(), CANCELLED),
    "entered_in_error": (written(), ENTERED_IN_ERROR),
}
STATES = tuple(COURSE)
