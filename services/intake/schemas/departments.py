"""The shapes of what is asked for a department's month."""

from __future__ import annotations

from marshmallow import validate

from services.intake.schemas.shared import Choice, Desk, Shape
from tsunagu.contracts.day_ranges import check_month
from tsunagu.contracts.payload import fields, payload
from tsunagu.domain.text import Problem, Text

NOT_A_MONTH = Problem(
    Text("月ではありません", "not a month"), Text("2026-11 のように", "as 2026-11")
)
MONTH = validate.Regexp(r"(19|20)\d\d-(0[1-9]|1[0-2])\Z", error=NOT_A_MONTH)


@payload
class Month(Shape):
    month: str = fields.String(
        required=True, validate=[MONTH, check_month], metadata={"description": "YYYY-MM"}
    )
    department: str = Desk("code of the department", required=True)


@payload
class MonthQuery(Shape):
    format: str = Choice(("json", "xlsx"), "json if left out", load_default="json")
