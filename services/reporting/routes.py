"""REST of reporting: the list of reports, and each report in its formats."""

from __future__ import annotations

from services.reporting import schemas
from tsunagu.contracts.routes import FIGURES, FILE, Route

ROUTES = (
    Route(
        verb="GET",
        path="/reports",
        method="list_reports",
        ja="報告の一覧",
        en="All reports",
        roles=FIGURES,
    ),
    Route(
        verb="GET",
        path="/reports/<name>",
        method="report",
        ja="報告",
        en="One report",
        roles=FIGURES,
        query=schemas.ReportQuery,
        answers=FILE,
    ),
    Route(
        verb="GET",
        path="/fiscal-years",
        method="fiscal_years",
        ja="記録のある年度",
        en="Fiscal years on record",
        roles=FIGURES,
    ),
)
