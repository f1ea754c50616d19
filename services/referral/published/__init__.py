"""The facts referral publishes: its only door. Never a name, an address or free text."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from services.referral.domain import events
from tsunagu.contracts.facts import Catalogue, FactSchema, FactType

PERSON = "11111111-1111-5111-8111-111111111111"
CASE = "22222222-2222-5222-8222-222222222222"
REFERRAL = "77777777-7777-5777-8777-777777777777"
NEED = "88888888-8888-5888-8888-888888888888"


def _code(description: str, **options: Any) -> fields.String:
    return fields.String(required=True, metadata={"description": description}, **options)


class OfReferral(FactSchema):
    referral_id = _code("id of the referral")
    need_id = _code("the need it carries")
    person_id = _code("id of the person")
    case_id = _code("id of the case at intake", allow_none=True)
    from_desk = _code("sender")
    to_desk = _code("receiver")


class RequestedSchema(OfReferral):
    issues = fields.List(fields.String(), required=True)
    replaces = _code("the referral it follows", allow_none=True)
    hop = fields.Integer(required=True, metadata={"description": "how many sheets for this need"})
    warm = fields.Boolean(required=True, metadata={"description": "staff goes along"})
    due_on = fields.Date(required=True, metadata={"description": "answer by"})


class WithReason(OfReferral):
    reason = _code("why, as a code")


class CompletedSchema(OfReferral):
    outcome = _code("what came of it, as a code")


class CancelledSchema(WithReason):
    by = _code("sender or receiver")


class StatusSchema(FactSchema):
    referral_id = _code("id of the referral")
    status = _code("received, first_contact_made or accompanied")


class RemindedSchema(FactSchema):
    referral_id = _code("id of the referral")
    desk = _code("desk that is reminded")


class EscalatedSchema(RemindedSchema):
    level = _code("desk_lead, then support_lead")


class NeedPlacedSchema(FactSchema):
    need_id = _code("id of the need")
    person_id = _code("id of the person")
    case_id = _code("id of the case at intake", allow_none=True)
    owner_desk = _code("desk that owns the next step")
    next_step = _code("what happens next")
    due_on = fields.Date(required=True, metadata={"description": "by when"})
    because = _code("the referral's state, or placed")


class NeedClosedSchema(FactSchema):
    need_id = _code("id of the need")
    person_id = _code("id of the person")
    reason = _code("why it ended")


class DeskListedSchema(FactSchema):
    desk = _code("code of the desk")
    kind = _code("department, programme or partner")
    ja = _code("Japanese name")


class DeskCapacitySchema(FactSchema):
    desk = _code("code of the desk")
    capacity = _code("available, waitlist or none")


class RecordCorrectedSchema(FactSchema):
    correction_id = _code("id of the correction")
    referral_id = _code("id of the referral")
    of_type = _code("fact type that was wrong")
    set = fields.Dict(required=True, metadata={"description": "its fields' right values"})


_IDS = {
    "referral_id": REFERRAL,
    "need_id": NEED,
    "person_id": PERSON,
    "case_id": CASE,
    "on": "2026-11-20",
    "from_desk": "consultation_support",
    "to_desk": "household_budget",
}
_DAY = {"referral_id": REFERRAL, "on": "2026-11-25"}

CATALOGUE = Catalogue(
    "referral",
    [
        FactType(
            events.DeskListed,
            DeskListedSchema,
            {"desk": "waterworks", "kind": "department", "ja": "経営総務課", "on": "2026-11-20"},
        ),
        FactType(
            events.DeskCapacitySet,
            DeskCapacitySchema,
            {"desk": "temporary_shelter", "capacity": "waitlist", "on": "2026-11-20"},
        ),
        FactType(
            events.Requested,
            RequestedSchema,
            _IDS
            | {
                "issues": ["debt"],
                "replaces": None,
                "hop": 1,
                "warm": True,
                "due_on": "2026-11-26",
            },
        ),
        FactType(events.StatusNoted, StatusSchema, _DAY | {"status": "accompanied"}),
        FactType(events.Accepted, OfReferral, _IDS),
        FactType(events.Rejected, WithReason, _IDS | {"reason": "no_capacity"}),
        FactType(events.Started, OfReferral, _IDS),
        FactType(events.PutOnHold, WithReason, _IDS | {"reason": "in_hospital"}),
        FactType(events.Resumed, OfReferral, _IDS),
        FactType(events.Completed, CompletedSchema, _IDS | {"outcome": "support_given"}),
        FactType(events.Failed, WithReason, _IDS | {"reason": "lost_contact"}),
        FactType(
            events.Cancelled, CancelledSchema, _IDS | {"reason": "not_wanted", "by": "sender"}
        ),
        FactType(events.EnteredInError, OfReferral, _IDS),
        FactType(
            events.NeedPlaced,
            NeedPlacedSchema,
            {
                "need_id": NEED,
                "person_id": PERSON,
                "case_id": CASE,
                "on": "2026-11-20",
                "owner_desk": "consultation_support",
                "next_step": "find_another_way",
                "due_on": "2026-11-25",
                "because": "rejected",
            },
        ),
        FactType(
            events.NeedClosed,
            NeedClosedSchema,
            {"need_id": NEED, "person_id": PERSON, "on": "2026-12-20", "reason": "completed"},
        ),
        FactType(events.Reminded, RemindedSchema, _DAY | {"desk": "household_budget"}),
        FactType(
            events.Escalated,
            EscalatedSchema,
            _DAY | {"desk": "consultation_support", "level": "desk_lead"},
        ),
        FactType(
            events.RecordCorrected,
            RecordCorrectedSchema,
            {
                "correction_id": "66666666-6666-5666-8666-666666666666",
                "referral_id": REFERRAL,
                "of_type": "referral.requested",
                "on": "2026-11-21",
                "set": {"to_desk": "legal_advice"},
            },
        ),
    ],
)
