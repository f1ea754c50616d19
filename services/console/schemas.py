"""Schemas of the console's own request bodies: tokens and operations."""

from __future__ import annotations

import marshmallow
from marshmallow import validate

from tsunagu.contracts.payload import Payload, fields, payload


@payload
class NewToken(Payload):
    role: str = fields.String(
        required=True,
        validate=validate.Length(min=1),
        metadata={"description": "department:<code>, caseworker:<desk>, reader or ops"},
    )
    label: str = fields.String(
        load_default="",
        metadata={"description": "whose it is, for the list of tokens"},
    )


@payload
class ImportLines(Payload):
    lines: tuple[str, ...] = fields.List(
        marshmallow.fields.String(),  # a document each: refused with its number, if at all
        required=True,
        validate=validate.Length(1, 500),
        metadata={"description": "lines of the import format, in order; docs/import.md"},
    )


@payload
class StartJob(Payload):
    kind: str = fields.String(
        required=True,
        validate=validate.Length(min=1),
        metadata={"description": "verify or rebuild"},
    )
