"""The shapes of what is asked for a department's month."""

from __future__ import annotations

from services.intake.schemas.shared import Choice, Desk, Shape
from tsunagu.contracts.day_ranges import check_month
from tsunagu.contracts.field_checks import MONTH, Pattern
from tsunagu.contracts.payload import fields, payload
from tsunagu.domain.text import Problem, Text

NOT_A_MONTH = Problem(
    Text("月ではありません", "not a month"), Text("2026-11 のように", "as 2026-11")
)


@payload
class Month(Shape):
    month: str = fields.String(
        required=True,
        validate=[Pattern(MONTH, NOT_A_MONTH), check_month],
        metadata={"description": "YYYY-MM"},
    )
    department: str = Desk("code of the department", required=True)


@payload
class MonthQuery(Shape):
    format: str = Choice(("json", "xlsx"), "json if left out", load_default="json")
