"""REST of the monthly sheet: each department its own, consultation support any."""

from __future__ import annotations

from typing import Any

from services.intake.schemas.departments import MonthQuery
from tsunagu.contracts.route_kinds import ask
from tsunagu.contracts.routes import DEPARTMENT, FILE, Route

OWN_MONTH = "/departments/own/months/<month>"


def _ask_own_month(path: str, ja: str, en: str, **more: Any) -> Route:
    acting = {DEPARTMENT: "department"}
    return ask(
        path,
        "department_month",
        ja,
        en,
        MonthQuery,
        roles=(DEPARTMENT,),
        acting=acting,
        answers=FILE,
        **more,
    )


DEPARTMENTS = (
    _ask_own_month(OWN_MONTH, "自分の部署の月のまとめ", "The month's sheet of your own department"),
    # Somebody who reads paths from left to right takes it for a part of the signal "months".
    _ask_own_month(
        "/signals/months/<month>",
        "自分の部署の月のまとめ（前の道）",
        "The month's sheet of your own department, at its former address",
        superseded_by=OWN_MONTH,
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
