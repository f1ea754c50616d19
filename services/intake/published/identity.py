"""What others may know of who is one person: ids, codes and a score, never what a record says."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from services.intake.domain.events import identity, signal
from tsunagu.contracts.facts import FactSchema, FactType

PERSON = "11111111-1111-5111-8111-111111111111"
OTHER = "12121212-1212-5121-8121-121212121212"
SIGNAL = "44444444-4444-5444-8444-444444444444"
OTHER_SIGNAL = "45454545-4545-5454-8545-454545454545"
PROPOSAL = "77777777-7777-5777-8777-777777777777"
DAY = "2026-11-20"


def _text(description: str, allow_none: bool = False) -> fields.String:
    about = {"description": description}
    return fields.String(required=True, allow_none=allow_none, metadata=about)


def _reasons() -> fields.List[Any]:
    about = {"description": "codes of what agrees or not"}
    return fields.List(fields.String(), required=True, metadata=about)


class Place(FactSchema):
    owner_desk = _text("desk that owns the next step")
    next_step = _text("what happens next")
    due_on = fields.Date(required=True, metadata={"description": "by when"})


class MatchProposedSchema(Place):
    proposal_id = _text("id of the proposal")
    person_id = _text("id of the person's new record")
    other_id = _text("id of the record it may be")
    score = fields.Integer(required=True, metadata={"description": "how likely, 0 to 100"})
    reasons = _reasons()


class MatchDecidedSchema(FactSchema):
    proposal_id = _text("id of the proposal")
    person_id = _text("id of the person's record")
    other_id = _text("id of the record it was compared with")


class PersonsMergedSchema(FactSchema):
    person_id = _text("id of the record that stands for the other from now on")
    into_id = _text("id of the record it stands for")
    ground = _text("automatic, confirmed or by_hand")
    reasons = _reasons()
    proposal_id = _text("the proposal that was confirmed", allow_none=True)


class PersonsSplitSchema(FactSchema):
    person_id = _text("id of the record that stands for itself again")
    from_id = _text("id of the record it was merged into")
    reason = _text("why")


class SignalAttachedSchema(Place):
    signal_id = _text("id of the signal")
    to_id = _text("id of the signal that leads: both are one need")
    due_at = _text("by when, where hours count: UTC, ISO 8601", allow_none=True)


class SignalDetachedSchema(Place):
    signal_id = _text("id of the signal, a need of its own again")
    person_id = _text("id of the person it is about", allow_none=True)
    due_at = _text("by when, where hours count: UTC, ISO 8601", allow_none=True)


_PLACE = {"owner_desk": "consultation_support", "next_step": "first_contact", "on": DAY}
_PLACE["due_on"] = "2026-11-26"
_SIGNAL = {"signal_id": SIGNAL, "due_at": None} | _PLACE
_MATCH = {"proposal_id": PROPOSAL, "person_id": PERSON, "other_id": OTHER, "on": DAY}
_PROPOSED = {
    "next_step": "decide_match",
    "score": 96,
    "reasons": ["name_same", "birth_one_digit_off", "address_same_house"],
}
_MERGED = {
    "person_id": PERSON,
    "into_id": OTHER,
    "on": DAY,
    "ground": "automatic",
    "reasons": ["name_same", "birth_same", "phone_same"],
    "proposal_id": None,
}
_SPLIT = {"person_id": PERSON, "from_id": OTHER, "on": DAY, "reason": "different_person"}

IDENTITY_FACTS = (
    FactType(identity.MatchProposed, MatchProposedSchema, _MATCH | _PLACE | _PROPOSED),
    FactType(identity.MatchConfirmed, MatchDecidedSchema, _MATCH),
    FactType(identity.MatchDeclined, MatchDecidedSchema, _MATCH),
    FactType(identity.MatchLapsed, MatchDecidedSchema, _MATCH),
    FactType(identity.PersonsMerged, PersonsMergedSchema, _MERGED),
    FactType(identity.PersonsSplit, PersonsSplitSchema, _SPLIT),
    FactType(signal.SignalAttached, SignalAttachedSchema, _SIGNAL | {"to_id": OTHER_SIGNAL}),
    FactType(signal.SignalDetached, SignalDetachedSchema, _SIGNAL | {"person_id": PERSON}),
)
