"""The query of a report: period, day of knowledge and format."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Self

from marshmallow import validate

from tsunagu.contracts.payload import Payload, fields, payload

FORMATS = ("json", "csv", "table", "xlsx")


def build_day_field(description: str, name: str | None = None) -> Any:
    return fields.Date(
        data_key=name, load_default=None, allow_none=True, metadata={"description": description}
    )


@payload
class ReportQuery(Payload):
    """Over which days, as of which day, and in which form; the report's own days if left out."""

    fiscal_year: int | None = fields.Integer(
        load_default=None, allow_none=True, metadata={"description": "April to March"}
    )
    date_from: date | None = build_day_field("first day", "from")
    date_to: date | None = build_day_field("last day", "to")
    as_of: date | None = build_day_field("as known on that day")
    format: str = fields.String(
        load_default="json",
        validate=validate.OneOf(FORMATS),
        metadata={"description": "json if left out"},
    )

    @classmethod
    def load(cls, given: Mapping[str, Any]) -> Self:
        """Days may be called `date_from` and `date_to`, where a name must be Python's."""
        return super().load({key.removeprefix("date_"): value for key, value in given.items()})
