"""REST of the monthly sheet: each department its own, consultation support any."""

from __future__ import annotations

from services.intake.schemas.departments import MonthQuery
from tsunagu.contracts.route_kinds import ask
from tsunagu.contracts.routes import DEPARTMENT, FILE

DEPARTMENTS = (
    ask(
        "/signals/months/<month>",
        "department_month",
        "自分の部署の月のまとめ",
        "The month's sheet of your own department",
        MonthQuery,
        roles=(DEPARTMENT,),
        acting={DEPARTMENT: "department"},
        answers=FILE,
    ),
    ask(
        "/departments/<department>/months/<month>",
        "department_month",
        "部署ごとの月のまとめ（その部署が見るとおり）",
        "A department's sheet, as that department sees it",
        MonthQuery,
        answers=FILE,
    ),
)
