"""Commands on the directory of desks: which there are, their capacity and their clocks."""

from __future__ import annotations

from services.referral import queries
from services.referral.commands.loading import load_desk
from services.referral.domain.clock import Clock
from services.referral.schemas import Capacity, ClockBody
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.process import clock


class Desks(ServiceBase):
    @command
    def list_desks(self) -> list[JsonObject]:
        with self.store.reading() as connection:
            return queries.list_desks(connection)

    @command(Capacity)
    def set_capacity(self, body: Capacity, desk: str) -> JsonObject:
        """available, waitlist or none."""
        with self.work() as work:
            load_desk(work, desk).set_capacity(capacity=body.capacity, on=clock.today())
        return {"desk": desk, "capacity": body.capacity}

    @command(ClockBody)
    def set_clock(self, body: ClockBody, desk: str) -> JsonObject:
        """How long a step may wait at the desk, in working days; for one route or for all."""
        days = Clock(**body.values("step", "from_desk"))
        with self.work() as work:
            load_desk(work, desk).set_clock(
                step=body.step, clock=days, from_desk=body.from_desk, on=clock.today()
            )
        return {"desk": desk, **body.values()}
