"""Who may act: the food bank's own desk, for whatever happens at the food bank."""

from __future__ import annotations

from contextlib import AbstractContextManager

from services.foodbank.domain.refusals import NOT_THIS_DESK
from services.foodbank.reference.sheets import SHEETS
from tsunagu.hosting.nameko_service import ServiceBase
from tsunagu.log.unit_of_work import UnitOfWork


class DeskCommands(ServiceBase):
    """Commands that only the food bank's own desk may give."""

    def work_of(self, desk: str) -> AbstractContextManager[UnitOfWork]:
        """A unit of work of that desk; refused to any desk but the food bank's own."""
        if desk not in SHEETS.desks:
            raise NOT_THIS_DESK(by=desk)
        return self.work()
