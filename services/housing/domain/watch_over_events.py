"""Events of a watch-over (見守り): visits for a year to somebody who moved in.

All visits are fixed when the watch-over begins. Each of them is made, or missed
with an alarm, or still to come: a visit that nobody made within its grace raises
an alarm at the desk, and some working days later at the consultation support
lead, until somebody has seen the person. Coming and finding nobody at home is
kept as an attempt; the visit stays open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tsunagu.domain.aggregate import event, personal

WATCHING, ENDED = "watching", "ended"
YEAR_OVER, HANDED_OVER = "year_over", "handed_over"
END_REASONS = (
    YEAR_OVER,
    HANDED_OVER,
    "moved_away",
    "own_wish",
    "hospital_or_facility",
    "lost_contact",
    "died",
    "other",
)
CONSULTATION_SUPPORT = "consultation_support"


@dataclass(frozen=True, kw_only=True)
class _OfWatch:
    watch_id: str
    person_id: str
    case_id: str | None
    on: date


@event("housing.watch_over_begun")
class WatchOverBegun(_OfWatch):
    """`visits`: every day on which a visit is planned. Grace and escalation in working days."""

    every_days: int
    until: date
    visits: tuple[str, ...]
    grace_days: int
    escalate_days: int


@event("housing.visit_made")
class VisitMade(_OfWatch):
    """`met` False: nobody was at home. `late`: after its grace, so the visit stays missed."""

    scheduled_on: date
    met: bool
    late: bool
    note: str | None = personal()


@event("housing.visit_missed")
class VisitMissed(_OfWatch):
    """The alarm at the desk: nobody saw the person when it was time. Once for each visit."""

    scheduled_on: date
    desk: str


@event("housing.visit_alarm_escalated")
class VisitAlarmEscalated(_OfWatch):
    """Still not seen: the consultation support lead hears of it. Once for each visit."""

    scheduled_on: date
    desk: str


@event("housing.watch_over_ended")
class WatchOverEnded(_OfWatch):
    """`to_desk`: who goes on, where it was handed over."""

    reason: str
    to_desk: str | None
    visits_made: int
    visits_missed: int
    note: str | None = personal()


WATCH_EVENTS: tuple[type, ...] = (
    WatchOverBegun, VisitMade, VisitMissed, VisitAlarmEscalated, WatchOverEnded,
)  # fmt: skip
