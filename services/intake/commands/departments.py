"""Commands on departments: what one is told of its own signals, month by month."""

from __future__ import annotations

from services.intake import reference
from services.intake.queries.department_month import make_workbook, summarise_month
from services.intake.schemas.departments import Month, MonthQuery
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.process import clock


class Departments(ServiceBase):
    @command(MonthQuery)
    def department_month(self, query: MonthQuery, department: str, month: str) -> JsonObject:
        """The month's sheet of a department: JSON, or an Excel file."""
        Month.load({"month": month, "department": department})
        with self.store.reading() as connection:
            sheet = summarise_month(connection, department, month, clock.today())
        if query.format == "xlsx":
            desks = {code: ja for ja, code in reference.desk_named().items()}
            kinds = {kind.code: kind.ja for kind in reference.kinds().values()}
            return make_workbook(sheet, kinds | desks)
        return sheet
