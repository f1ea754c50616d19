"""Commands on the directory of desks: which there are, their capacity and their clocks."""

from __future__ import annotations

from typing import Any

from services.referral import queries, schemas
from services.referral.commands import handover
from services.referral.domain.clock import Clock
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.process import clock


class Desks(ServiceBase):
    @command
    def list_desks(self) -> list[dict[str, Any]]:
        with self.store.reading() as connection:
            return queries.desks(connection)

    @command
    def set_capacity(self, desk: str, **body: Any) -> dict[str, Any]:
        """available, waitlist or none."""
        capacity = schemas.Capacity().load(body)["capacity"]
        with self.work() as work:
            handover.desk(work, desk).set_capacity(capacity=capacity, on=clock.today())
        return {"desk": desk, "capacity": capacity}

    @command
    def set_clock(self, desk: str, **body: Any) -> dict[str, Any]:
        """How long a step may wait at the desk, in working days; for one route or for all."""
        asked = schemas.ClockBody().load(body)
        days = Clock(asked["days"], asked["lead_after"], asked["support_after"], asked["running"])
        with self.work() as work:
            handover.desk(work, desk).set_clock(
                step=asked["step"], clock=days, from_desk=asked["from_desk"], on=clock.today()
            )
        return {"desk": desk, **asked}
