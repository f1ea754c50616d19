"""Which reports there are, and how each is asked: the table of contents of `figures/`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from services.reporting.domain.refusals import NO_SUCH_REPORT
from services.reporting.queries.figures.consultation_table import consultation_table
from services.reporting.queries.figures.employment import employment
from services.reporting.queries.figures.foodbank import foodbank
from services.reporting.queries.figures.handovers import network, sources
from services.reporting.queries.figures.housing import housing
from services.reporting.queries.figures.issues import issues
from services.reporting.queries.figures.ledger import Ledger, Period
from services.reporting.queries.figures.monthly import monthly
from services.reporting.queries.figures.referrals import referrals
from services.reporting.queries.figures.signals import signals
from services.reporting.queries.figures.unmet_needs import unmet_needs
from tsunagu.contracts.validation_errors import fault
from tsunagu.domain.calendar import fiscal_year
from tsunagu.domain.errors import Invalid
from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.text import Text

EARLIEST_YEAR, LATEST_YEAR = 1990, 2100


@dataclass(frozen=True)
class Report:
    """One report; `count` gets the ledger, the period and the city's code."""

    name: str
    ja: str
    en: str
    count: Callable[[Ledger, Period, str], JsonObject]
    yearly: bool = False  # asked by fiscal year only


REPORTS = {
    report.name: report
    for report in (
        Report(
            "consultation_table",
            "生活保護と自立相談からみた相談状況（年度）",
            "Consultations seen from public assistance and self-reliance support, by fiscal year",
            lambda ledger, period, city: consultation_table(ledger, fiscal_year(period.first)),
            yearly=True,
        ),
        Report(
            "issues",
            "初回アセスメントの課題",
            "Issues at the first assessment, alone and in pairs",
            lambda ledger, period, city: issues(ledger, period),
        ),
        Report("monthly", "国への月次報告", "National monthly figures", monthly),
        Report(
            "sources",
            "どの窓口から来たか",
            "Which desks bring people, and which come again",
            lambda ledger, period, city: sources(ledger, period),
        ),
        Report(
            "referrals",
            "つなぎの結果",
            "What became of the sheets sent",
            lambda ledger, period, city: referrals(ledger, period),
        ),
        Report(
            "network",
            "窓口どうしのつながり",
            "Which desk hands over to which",
            lambda ledger, period, city: network(ledger, period),
        ),
        Report(
            "unmet_needs",
            "どの事業も受けていない課題",
            "Issues that no programme took up",
            lambda ledger, period, city: unmet_needs(ledger, period),
        ),
        Report(
            "signals",
            "端緒から最初の連絡まで",
            "From a signal to the first contact",
            lambda ledger, period, city: signals(ledger, period),
        ),
        Report(
            "employment",
            "就労支援：登録から定着まで",
            "Employment: from registration to a job that lasts",
            lambda ledger, period, city: employment(ledger, period),
        ),
        Report(
            "housing",
            "住まいの支援：給付・一時生活・入居・見守り",
            "Housing: benefits, shelter, flats and watching over",
            lambda ledger, period, city: housing(ledger, period),
        ),
        Report(
            "foodbank",
            "フードバンクと、のちの相談",
            "The food bank, and who later comes to consultation",
            lambda ledger, period, city: foodbank(ledger, period),
        ),
    )
}


def find_report(name: str) -> Report:
    if name not in REPORTS:
        raise NO_SUCH_REPORT(name=name, names=", ".join(REPORTS), known=list(REPORTS))
    return REPORTS[name]


def choose_period(
    report: Report,
    ledger: Ledger,
    year: int | None,
    first: date | None,
    last: date | None,
) -> Period:
    """The period asked for. By default all there is; for yearly ones the newest fiscal year."""
    faults = []
    if year is not None and (first or last):
        faults.append(fault("fiscal_year", Text("年度か from/to のどちらか一方を", "not both")))
    if year is not None and not EARLIEST_YEAR <= year <= LATEST_YEAR:
        faults.append(fault("fiscal_year", Text("年度ではありません", "no fiscal year"), "2016"))
    if report.yearly and (first or last):
        faults.append(
            fault(
                "from",
                Text("この報告は年度ごとです", "this report goes by year"),
                "--fiscal-year 2016",
            )
        )
    if first and last and last < first:
        faults.append(fault("to", Text("from より前です", "before from"), "to ≥ from"))
    if faults:
        raise Invalid(faults)
    if year is not None:
        return Period.of_fiscal_year(year)
    extent = ledger.extent() or Period(ledger.day, ledger.day)
    if report.yearly:
        return Period.of_fiscal_year(fiscal_year(extent.last))
    start, end = first or extent.first, last or extent.last
    return Period(start, max(start, end) if last is None else end)
