"""The fields that the facts of this service share, and the ids of their examples."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from tsunagu.contracts.facts import FactSchema

PERSON = "11111111-1111-5111-8111-111111111111"
CASE = "22222222-2222-5222-8222-222222222222"
LANDLORD = "44444444-4444-5444-8444-444444444444"
RULES = "142166-2025-04-01"
OF_CASE = {"person_id": PERSON, "case_id": CASE, "on": "2026-11-20"}


def code(description: str, **options: Any) -> fields.String:
    return fields.String(required=True, metadata={"description": description}, **options)


def number(description: str) -> fields.Integer:
    return fields.Integer(required=True, metadata={"description": description})


def day(description: str, **options: Any) -> fields.Date:
    return fields.Date(required=True, metadata={"description": description}, **options)


def yes_or_no(description: str) -> fields.Boolean:
    return fields.Boolean(required=True, metadata={"description": description})


def codes(description: str) -> fields.List[str]:
    return fields.List(fields.String(), required=True, metadata={"description": description})


class OfCase(FactSchema):
    """Whose it is: the id of the person and, where there is one, of the case at intake."""

    person_id = code("id of the person")
    case_id = code("id of the case at intake", allow_none=True)
