"""The shapes of what is asked for a department's month."""

from __future__ import annotations

from marshmallow import fields, validate

from services.intake.schemas.shared import Choice, Desk, Shape

MONTH = validate.Regexp(
    r"(19|20)\d\d-(0[1-9]|1[0-2])\Z",
    error="月ではありません / not a month → 2026-11 のように / as 2026-11",
)


class Month(Shape):
    month = fields.String(required=True, validate=MONTH, metadata={"description": "YYYY-MM"})
    department = Desk("code of the department", required=True)


class MonthQuery(Shape):
    format = Choice(("json", "xlsx"), "json if left out", load_default="json")
