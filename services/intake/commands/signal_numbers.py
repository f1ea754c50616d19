"""Commands on departments' running numbers: which never came, why, and how their sending stands."""

from __future__ import annotations

from services.intake.commands.signal_access import check_department
from services.intake.domain.department_sequence import Numbering
from services.intake.queries import departments
from services.intake.schemas.signals import GapExplanation, OfDepartment
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import ServiceBase, command


class SignalNumbers(ServiceBase):
    @command(OfDepartment)
    def signal_gaps(self, query: OfDepartment, acting_department: str | None = None) -> JsonObject:
        """Running numbers of departments that never came."""
        return self._list_gaps(acting_department or query.department)

    @command(GapExplanation)
    def explain_signal_gap(
        self, gap: GapExplanation, acting_department: str | None = None
    ) -> JsonObject:
        """These numbers will not come, and why."""
        department = check_department(acting_department or gap.department)
        with self.work() as work:
            work.load_or_new(Numbering, department).explain(**gap.values("department"))
        return self._list_gaps(department)

    @command(OfDepartment)
    def department_state(
        self, query: OfDepartment, acting_department: str | None = None
    ) -> JsonObject:
        """How a department's own sending stands."""
        department = check_department(acting_department or query.department)
        with self.store.reading() as connection:
            return departments.get_state(connection, department, self.store.clock())

    def _list_gaps(self, department: str | None) -> JsonObject:
        with self.store.reading() as connection:
            found = departments.list_gaps(connection, department, self.store.clock())
        return {"departments": found}
