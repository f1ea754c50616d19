"""How a report is asked for."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

FORMATS = ("json", "csv", "table", "xlsx")


def Day(says: str, name: str | None = None) -> fields.Date:
    return fields.Date(
        data_key=name, load_default=None, allow_none=True, metadata={"description": says}
    )


class ReportQuery(Schema):
    class Meta:
        unknown = RAISE

    fiscal_year = fields.Integer(
        load_default=None, allow_none=True, metadata={"description": "April to March"}
    )
    date_from = Day("first day", "from")
    date_to = Day("last day", "to")
    as_of = Day("as known on that day")
    format = fields.String(
        load_default="json",
        validate=validate.OneOf(FORMATS),
        metadata={"description": "json if left out"},
    )
