"""Commands of reporting: which reports there are, and one of them over a period, as of a day."""

from __future__ import annotations

from datetime import date

from services.reporting.queries import catalogue
from services.reporting.queries.rendering import render_report
from services.reporting.queries.rows_as_of import Period, RowsAsOf
from services.reporting.schemas import ReportQuery
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.process import clock


class Reports(ServiceBase):
    @command
    def list_reports(self) -> list[dict[str, str]]:
        """Every report: name and what it shows."""
        return [
            {"name": r.name, "ja": r.title.ja, "en": r.title.en} for r in catalogue.REPORTS.values()
        ]

    @command
    def fiscal_years(self) -> list[int]:
        """The fiscal years with anything on record."""
        with self.store.database.snapshot() as connection:
            return RowsAsOf(connection, clock.today()).list_fiscal_years()

    @command(ReportQuery)
    def report(self, query: ReportQuery, name: str) -> JsonObject:
        """One report; `as_of`: what was known at the end of that day."""
        report = catalogue.find_report(name)
        with self.store.database.snapshot() as connection:
            known = RowsAsOf(connection, clock.today(), query.as_of)
            period = catalogue.choose_period(
                report, known, query.fiscal_year, query.date_from, query.date_to
            )
            data = report.count(known, period, self.runtime.city)
        return render_report(report, data | _describe(name, period, query.as_of), query.format)


def _describe(name: str, period: Period, as_of: date | None) -> dict[str, str | None]:
    """What a report says of itself beside its figures."""
    return {
        "report": name,
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "as_of": as_of.isoformat() if as_of else None,
    }
