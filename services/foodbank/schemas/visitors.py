"""What commands and questions on visitors are given."""

from __future__ import annotations

from marshmallow import validate

from services.foodbank.domain.events.invitation import INVITATION_STATES
from services.foodbank.schemas.bodies import Body, HouseholdShape
from services.foodbank.schemas.fields import CARD, After, Code, Id, Limit, Words, on_small_list
from tsunagu.contracts.payload import Payload, fields, payload
from tsunagu.contracts.text_fields import NAME


@payload
class Description(Body):
    nickname: str | None = Words("what the aide calls them; encrypted", NAME)
    note: str | None = Words("words; encrypted")
    household: HouseholdShape = fields.Nested(
        HouseholdShape.schema,
        load_default=HouseholdShape,
        metadata={"description": "who eats, and what not"},
    )


@payload
class Registration(Description):
    card: str | None = fields.String(
        load_default=None,
        allow_none=True,
        validate=CARD,
        metadata={"description": "number of the card they get, if any"},
    )


@payload
class CardShape(Body):
    card: str = fields.String(
        required=True, validate=CARD, metadata={"description": "the card's number"}
    )


@payload
class Link(Body):
    person_id: str = Id("id of the person at intake", required=True)
    case_id: str | None = Id("id of the case at intake")


@payload
class Unlink(Body):
    reason: str = Code("why", on_small_list("unlink_reason"))


@payload
class Connection(Link):
    referral_id: str | None = Id("the sheet that went to the desk, if any")


@payload
class VisitorQuery(Payload):
    card: str | None = fields.String(metadata={"description": "the one with this card"})
    person_id: str | None = fields.String(metadata={"description": "linked to this person"})
    invitation: str | None = fields.String(
        validate=validate.OneOf(INVITATION_STATES),
        metadata={"description": "where their invitation stands"},
    )
    may_be_asked: bool | None = fields.Boolean(
        metadata={"description": "whom the aide may invite today"}
    )
    after: str | None = After()
    limit: int | None = Limit()
