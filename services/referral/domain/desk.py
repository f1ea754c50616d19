"""A desk (窓口): any place that can own a person's next step.

Departments, programmes and partners alike. A desk says how much room it has
and how long a referral may wait there.
"""

from __future__ import annotations

from datetime import date

from services.referral.domain.clock import DEFAULT_CLOCKS, STEPS, Clock
from services.referral.domain.events import (
    CAPACITIES,
    DeskCapacitySet,
    DeskClockSet,
    DeskDescribed,
    DeskListed,
)
from services.referral.domain.refusals import CAPACITY_UNKNOWN, CLOCK_IMPOSSIBLE, STEP_UNKNOWN
from tsunagu.domain.aggregate import Aggregate, applies


class Desk(Aggregate):
    category = "desk"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.kind = ""
        self.ja = ""
        self.en = ""
        self.lead_desk = id
        self.capacity = "available"
        self.clocks: dict[tuple[str, str | None], Clock] = {}

    def enter_in_directory(self, *, kind: str, ja: str, en: str, lead_desk: str, on: date) -> None:
        """List it under these names; nothing happens where it stands there so already."""
        if (self.kind, self.ja) != (kind, ja):
            self.record(DeskListed(desk=self.id, kind=kind, ja=ja, on=on))
        if (self.en, self.lead_desk) != (en, lead_desk) or self.version == 1:
            self.record(DeskDescribed(desk=self.id, en=en, lead_desk=lead_desk, on=on))

    def set_capacity(self, *, capacity: str, on: date) -> None:
        if capacity not in CAPACITIES:
            raise CAPACITY_UNKNOWN()
        if capacity != self.capacity:
            self.record(DeskCapacitySet(desk=self.id, capacity=capacity, on=on))

    def set_clock(self, *, step: str, clock: Clock, from_desk: str | None, on: date) -> None:
        """How long `step` may wait here; `from_desk` limits it to the route from that desk."""
        if step not in STEPS:
            raise STEP_UNKNOWN()
        if clock.days < 1 or not 1 <= clock.lead_after <= clock.support_after:
            raise CLOCK_IMPOSSIBLE()
        if self.clocks.get((step, from_desk)) != clock:
            self.record(
                DeskClockSet(
                    desk=self.id,
                    on=on,
                    step=step,
                    from_desk=from_desk,
                    days=clock.days,
                    lead_after=clock.lead_after,
                    support_after=clock.support_after,
                    running=clock.running,
                )
            )

    def clock_for(self, step: str, from_desk: str | None = None) -> Clock:
        """The clock of a step here: the route's own, else the desk's, else the usual one."""
        for route in (from_desk, None):
            if (own := self.clocks.get((step, route))) is not None:
                return own
        return DEFAULT_CLOCKS[step]

    @applies(DeskListed)
    def _listed(self, e: DeskListed) -> None:
        self.kind, self.ja = e.kind, e.ja

    @applies(DeskDescribed)
    def _described(self, e: DeskDescribed) -> None:
        self.en, self.lead_desk = e.en, e.lead_desk

    @applies(DeskCapacitySet)
    def _capacity_set(self, e: DeskCapacitySet) -> None:
        self.capacity = e.capacity

    @applies(DeskClockSet)
    def _clock_set(self, e: DeskClockSet) -> None:
        self.clocks[e.step, e.from_desk] = Clock(e.days, e.lead_after, e.support_after, e.running)
