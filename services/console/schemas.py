"""The shapes of what the console itself takes: tokens and operations."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate


class Shape(Schema):
    class Meta:
        unknown = RAISE


class NewToken(Shape):
    role = fields.String(
        required=True,
        validate=validate.Length(1, 200),
        metadata={"description": "department:<code>, caseworker:<desk>, reader or ops"},
    )
    label = fields.String(
        load_default="",
        validate=validate.Length(max=200),
        metadata={"description": "whose it is, for the list of tokens"},
    )


class ImportLines(Shape):
    lines = fields.List(
        fields.String(),
        required=True,
        validate=validate.Length(1, 500),
        metadata={"description": "lines of the import format, in order; docs/import.md"},
    )


class StartJob(Shape):
    kind = fields.String(
        required=True,
        validate=validate.Length(1, 200),
        metadata={"description": "verify or rebuild"},
    )
