"""The query of a report: period, day of knowledge and format."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Self

from marshmallow import ValidationError, validate

from services.reporting.domain.limits import MOST_PRINTED_ROWS
from tsunagu.contracts.day_ranges import (
    FIRST_FISCAL_YEAR,
    MOST_MONTHS,
    DayRange,
    check_day_of_knowledge,
    check_fiscal_year,
    check_period,
    check_reported_day,
)
from tsunagu.contracts.payload import Payload, fields, payload
from tsunagu.domain.text import Problem, Text

FORMATS = ("json", "csv", "table", "xlsx")
BOTH = Problem(
    Text("年度か from/to のどちらか一方を", "not both a fiscal year and days"),
    Text("一方を外す", "leave one of them out"),
)


def build_day_field(description: str, span: DayRange, name: str | None = None) -> Any:
    return fields.Date(
        data_key=name,
        load_default=None,
        allow_none=True,
        validate=span,
        metadata={"description": description},
    )


@payload
class ReportQuery(Payload):
    """Over which days, as of which day, and in which form; the report's own days if left out."""

    fiscal_year: int | None = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=check_fiscal_year,
        metadata={
            "description": f"April to March; from {FIRST_FISCAL_YEAR} to the next fiscal year"
        },
    )
    date_from: date | None = build_day_field("first day", check_reported_day, "from")
    date_to: date | None = build_day_field(
        f"last day; at most {MOST_MONTHS} months after the first", check_reported_day, "to"
    )
    as_of: date | None = build_day_field("as known on that day", check_day_of_knowledge)
    format: str = fields.String(
        load_default="json",
        validate=validate.OneOf(FORMATS),
        metadata={"description": f"json if left out; a table has at most {MOST_PRINTED_ROWS} rows"},
    )

    def check(self) -> None:
        if self.fiscal_year is not None and (self.date_from or self.date_to):
            raise ValidationError(BOTH, "fiscal_year")
        check_period(self.date_from, self.date_to)

    @classmethod
    def load(cls, given: Mapping[str, Any]) -> Self:
        """Days may be called `date_from` and `date_to`, where a name must be Python's."""
        return super().load({key.removeprefix("date_"): value for key, value in given.items()})
