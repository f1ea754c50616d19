"""The list of reports, what each is called and which function of `figures/` counts it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from datetime import date

from services.reporting.domain.refusals import NO_SUCH_REPORT
from services.reporting.queries.figures.consultation_table import count_consultation_table
from services.reporting.queries.figures.employment import count_employment
from services.reporting.queries.figures.foodbank import count_foodbank
from services.reporting.queries.figures.handovers import count_handovers, count_sources
from services.reporting.queries.figures.housing import count_housing
from services.reporting.queries.figures.issues import count_issues
from services.reporting.queries.figures.monthly import count_months
from services.reporting.queries.figures.referrals import count_referrals
from services.reporting.queries.figures.signals import count_signals
from services.reporting.queries.figures.unmet_needs import count_unmet_needs
from services.reporting.queries.rows_as_of import Period, RowsAsOf
from tsunagu.contracts.validation_errors import fault
from tsunagu.domain.calendar import fiscal_year
from tsunagu.domain.errors import Invalid
from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.text import Text


@dataclass(frozen=True)
class Report:
    """One report; `count` gets the ledger, the period and the city's code."""

    name: str
    _: KW_ONLY
    title: Text
    count: Callable[[RowsAsOf, Period, str], JsonObject]
    yearly: bool = False  # asked by fiscal year only


REPORTS = {
    report.name: report
    for report in (
        Report(
            "consultation_table",
            title=Text(
                "生活保護と自立相談からみた相談状況（年度）",
                "Consultations seen from public assistance and self-reliance support, "
                "by fiscal year",
            ),
            count=lambda known, period, city: count_consultation_table(
                known, fiscal_year(period.first)
            ),
            yearly=True,
        ),
        Report(
            "issues",
            title=Text(
                "初回アセスメントの課題", "Issues at the first assessment, alone and in pairs"
            ),
            count=lambda known, period, city: count_issues(known, period),
        ),
        Report(
            "monthly", title=Text("国への月次報告", "National monthly figures"), count=count_months
        ),
        Report(
            "sources",
            title=Text("どの窓口から来たか", "Which desks bring people, and which come again"),
            count=lambda known, period, city: count_sources(known, period),
        ),
        Report(
            "referrals",
            title=Text("つなぎの結果", "What became of the sheets sent"),
            count=lambda known, period, city: count_referrals(known, period),
        ),
        Report(
            "network",
            title=Text("窓口どうしのつながり", "Which desk hands over to which"),
            count=lambda known, period, city: count_handovers(known, period),
        ),
        Report(
            "unmet_needs",
            title=Text("どの事業も受けていない課題", "Issues that no programme took up"),
            count=lambda known, period, city: count_unmet_needs(known, period),
        ),
        Report(
            "signals",
            title=Text("端緒から最初の連絡まで", "From a signal to the first contact"),
            count=lambda known, period, city: count_signals(known, period),
        ),
        Report(
            "employment",
            title=Text(
                "就労支援：登録から定着まで", "Employment: from registration to a job that lasts"
            ),
            count=lambda known, period, city: count_employment(known, period),
        ),
        Report(
            "housing",
            title=Text(
                "住まいの支援：給付・一時生活・入居・見守り",
                "Housing: benefits, shelter, flats and watching over",
            ),
            count=lambda known, period, city: count_housing(known, period),
        ),
        Report(
            "foodbank",
            title=Text(
                "フードバンクと、のちの相談", "The food bank, and who later comes to consultation"
            ),
            count=lambda known, period, city: count_foodbank(known, period),
        ),
    )
}


def find_report(name: str) -> Report:
    if name not in REPORTS:
        raise NO_SUCH_REPORT(name=name, names=", ".join(REPORTS), known=list(REPORTS))
    return REPORTS[name]


def choose_period(
    report: Report,
    known: RowsAsOf,
    year: int | None,
    first: date | None,
    last: date | None,
) -> Period:
    """The period asked for, days and year checked before (`ReportQuery`).

    By default all there is; for yearly ones the newest fiscal year.
    """
    if report.yearly and (first or last):
        field, by_year = "from" if first else "to", Text.same("fiscal_year=2016")
        raise Invalid(
            [fault(field, Text("この報告は年度ごとです", "this report goes by year"), by_year)]
        )
    if year is not None:
        return Period.of_fiscal_year(year)
    extent = known.find_extent() or Period.of_day(known.day)
    if report.yearly:
        return Period.of_fiscal_year(fiscal_year(extent.last))
    start, end = first or extent.first, last or extent.last
    return Period(start, max(start, end) if last is None else end)
