"""What a department is told of its own signals, month by month."""

from __future__ import annotations

from typing import Any

from services.intake import reference
from services.intake.queries.department_month import as_workbook, month_of
from services.intake.schemas import departments as department_schemas
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.process import clock


class Departments(ServiceBase):
    @command
    def department_month(self, department: str, month: str, **query: Any) -> dict[str, Any]:
        """The month's sheet of a department: JSON, or an Excel file."""
        asked = department_schemas.MonthQuery().load(query)
        department_schemas.Month().load({"month": month, "department": department})
        with self.store.reading() as connection:
            sheet = month_of(connection, department, month, clock.today())
        if asked["format"] == "xlsx":
            desks = {code: ja for ja, code in reference.desk_named().items()}
            kinds = {kind.code: kind.ja for kind in reference.kinds().values()}
            return as_workbook(sheet, kinds | desks)
        return sheet
