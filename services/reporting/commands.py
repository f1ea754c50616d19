"""Commands of reporting: which reports there are, and one of them over a period, as of a day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from services.reporting import schemas
from services.reporting.queries import catalogue
from services.reporting.queries.figures.ledger import Ledger, Period
from services.reporting.queries.rendering import rendered
from tsunagu.domain.calendar import city_today
from tsunagu.hosting.nameko_service import ServiceBase, command


class Reports(ServiceBase):
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
    def report(self, name: str, **query: Any) -> dict[str, Any]:
        """One report; `as_of`: what was known at the end of that day.

        Days are `from` and `to`, or `date_from` and `date_to` where a name must be Python's.
        """
        asked = schemas.ReportQuery().load(
            {key.removeprefix("date_"): value for key, value in query.items()}
        )
        report = catalogue.find(name)
        with self.store.database.snapshot() as connection:
            ledger = Ledger(connection, _today(), asked["as_of"])
            period = catalogue.period_of(
                report, ledger, asked["fiscal_year"], asked["date_from"], asked["date_to"]
            )
            data = report.count(ledger, period, self.runtime.city)
        return rendered(report, data | _named(name, period, asked["as_of"]), asked["format"])


def _named(name: str, period: Period, known: date | None) -> dict[str, str | None]:
    """What a report says of itself beside its figures."""
    return {
        "report": name,
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "as_of": known.isoformat() if known else None,
    }


def _today() -> date:
    return city_today(datetime.now(UTC))
