"""What the published facts of intake share: ids for examples, fields, and common parts."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from tsunagu.contracts.facts import FactSchema
from tsunagu.domain.json_object import JsonObject

PERSON = "11111111-1111-5111-8111-111111111111"
CASE = "22222222-2222-5222-8222-222222222222"
RECORD = "33333333-3333-5333-8333-333333333333"
SIGNAL = "44444444-4444-5444-8444-444444444444"
CONSENT = "55555555-5555-5555-8555-555555555555"
MEETING = "99999999-9999-5999-8999-999999999999"
DECISION = "aaaaaaaa-aaaa-5aaa-8aaa-aaaaaaaaaaaa"
CORRECTION = "66666666-6666-5666-8666-666666666666"


def code_field(description: str, **options: Any) -> fields.String:
    return fields.String(required=True, metadata={"description": description}, **options)


def id_field(of: str) -> fields.String:
    return code_field(f"id of the {of}")


class OfPerson(FactSchema):
    person_id = id_field("person")


class OfCase(OfPerson):
    case_id = id_field("case")


class WithOwner(FactSchema):
    owner_desk = code_field("desk that owns the next step")
    next_step = code_field("what happens next")
    due_on = fields.Date(required=True, metadata={"description": "by when"})


WITH_OWNER: JsonObject = {
    "owner_desk": "consultation_support",
    "next_step": "assessment",
    "due_on": "2026-12-04",
}
OF_CASE: JsonObject = {"person_id": PERSON, "case_id": CASE, "on": "2026-11-20"}
OF_MEETING = OF_CASE | {"meeting_id": MEETING}
OF_RECORD = OF_CASE | {"record_id": RECORD}
OF_SIGNAL: JsonObject = {"signal_id": SIGNAL, "on": "2026-11-20"}
