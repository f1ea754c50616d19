"""Clocks: how long a step may wait, and who hears of it when it waits too long.

Working days of the city (weekends, public holidays and the year end do not
count). On the due day the desk itself is reminded; `lead_after` working days
later its lead hears of it, `support_after` working days after the due day the
consultation support lead. All three days are fixed when the step begins, so a
clock neither depends on how often anybody looks at it nor on later settings.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tsunagu.domain.calendar import add_working_days

RETURNED = "returned"  # the need is back on the sender's desk


@dataclass(frozen=True)
class Clock:
    """Working days from the beginning of a step to its due day, and on from there."""

    days: int
    lead_after: int = 2
    support_after: int = 5
    running: bool = True

    def due_on(self, start: date) -> date:
        return add_working_days(start, self.days)


@dataclass(frozen=True)
class Deadlines:
    """The three days of one waiting step."""

    remind_on: date
    lead_on: date
    support_on: date


# No law names these figures: they are this platform's, and each desk may set its own.
DEFAULT_CLOCKS: dict[str, Clock] = {
    "draft": Clock(2),
    "requested": Clock(3),
    "accepted": Clock(5),
    "in_progress": Clock(20),
    "on_hold": Clock(20),
    RETURNED: Clock(2),
}
STEPS = tuple(DEFAULT_CLOCKS)


def deadlines_of(clock: Clock, due_on: date) -> Deadlines:
    """When to remind and to escalate a step that is due on that day."""
    return Deadlines(
        remind_on=due_on,
        lead_on=add_working_days(due_on, clock.lead_after),
        support_on=add_working_days(due_on, clock.support_after),
    )
