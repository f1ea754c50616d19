"""Schemas of the console's own request bodies: tokens and operations."""

from __future__ import annotations

from marshmallow import validate

from tsunagu.contracts.payload import Payload, fields, payload


@payload
class NewToken(Payload):
    role: str = fields.String(
        required=True,
        validate=validate.Length(1, 200),
        metadata={"description": "department:<code>, caseworker:<desk>, reader or ops"},
    )
    label: str = fields.String(
        load_default="",
        validate=validate.Length(max=200),
        metadata={"description": "whose it is, for the list of tokens"},
    )


@payload
class ImportLines(Payload):
    lines: tuple[str, ...] = fields.List(
        fields.String(),
        required=True,
        validate=validate.Length(1, 500),
        metadata={"description": "lines of the import format, in order; docs/import.md"},
    )


@payload
class StartJob(Payload):
    kind: str = fields.String(
        required=True,
        validate=validate.Length(1, 200),
        metadata={"description": "verify or rebuild"},
    )
