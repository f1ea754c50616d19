"""Reporting (報告): figures counted over people in the archived facts, as of any past day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from services.reporting import catalogue
from services.reporting.definition import DEFINITION
from services.reporting.figures.ledger import Ledger
from services.reporting.rendering import rendered
from tsunagu.calendar import city_today
from tsunagu.errors import Invalid
from tsunagu.faults import fault
from tsunagu.hosting import ServiceBase, command

FORMATS = ("json", "table", "csv", "xlsx")


class ReportingService(ServiceBase):
    name = "reporting"
    definition = DEFINITION

    @command
    def list_reports(self) -> list[dict[str, str]]:
        """Every report: name and what it shows."""
        return [{"name": r.name, "ja": r.ja, "en": r.en} for r in catalogue.REPORTS.values()]

    @command
    def fiscal_years(self) -> list[int]:
        """The fiscal years with anything on record."""
        with self.store.database.snapshot() as connection:
            return Ledger(connection, _today()).fiscal_years()

    @command
    def report(
        self,
        name: str,
        fiscal_year: int | None = None,
        date_from: str | None = None,
        date_to: str | None = None,
        as_of: str | None = None,
        format: str = "json",
    ) -> dict[str, Any]:
        """One report; `as_of`: what was known at the end of that day."""
        report = catalogue.find(name)
        first, last, known = _days(date_from=date_from, date_to=date_to, as_of=as_of)
        if format not in FORMATS:
            problem = "知らない形式です / no such format"
            raise Invalid([fault("format", problem, ", ".join(FORMATS))])
        with self.store.database.snapshot() as connection:
            ledger = Ledger(connection, _today(), known)
            period = catalogue.period_of(report, ledger, fiscal_year, first, last)
            data = report.count(ledger, period, self.runtime.city)
        asked = {
            "report": name,
            "from": period.first.isoformat(),
            "to": period.last.isoformat(),
            "as_of": known.isoformat() if known else None,
        }
        title = f"{report.ja} / {report.en}  {asked['from']} – {asked['to']}"
        if known:
            title += f"（{known} 時点 / as of {known}）"
        return rendered(name, title, data | asked, format)


def _today() -> date:
    return city_today(datetime.now(UTC))


def _days(**texts: str | None) -> list[date | None]:
    days: list[date | None] = []
    faults = []
    for name, text in texts.items():
        try:
            days.append(date.fromisoformat(text) if text else None)
        except ValueError:
            field = name.removeprefix("date_")
            faults.append(fault(field, "日付ではありません / no date", "2016-04-01"))
    if faults:
        raise Invalid(faults)
    return days
