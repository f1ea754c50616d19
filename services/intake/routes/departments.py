"""REST of the monthly sheet: each department its own, consultation support any."""

from __future__ import annotations

from services.intake.schemas.departments import MonthQuery
from tsunagu.contracts.routes import DEPARTMENT, FILE, Route

DEPARTMENTS = (
    Route(
        verb="GET",
        path="/signals/months/<month>",
        method="department_month",
        ja="自分の部署の月のまとめ",
        en="The month's sheet of your own department",
        roles=(DEPARTMENT,),
        query=MonthQuery,
        acting={DEPARTMENT: "department"},
        answers=FILE,
    ),
    Route(
        verb="GET",
        path="/departments/<department>/months/<month>",
        method="department_month",
        ja="部署ごとの月のまとめ（その部署が見るとおり）",
        en="A department's sheet, as that department sees it",
        query=MonthQuery,
        answers=FILE,
    ),
)
