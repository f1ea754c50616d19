"""The shapes of the facts that `published` lists: what each field means to a subscriber."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from tsunagu.contracts.facts import FactSchema


def _code(description: str, **options: Any) -> fields.String:
    return fields.String(required=True, metadata={"description": description}, **options)


def _maybe(description: str) -> fields.String:
    return _code(description, allow_none=True)


def _number(description: str, **options: Any) -> fields.Integer:
    return fields.Integer(required=True, metadata={"description": description}, **options)


def _yes(description: str) -> fields.Boolean:
    return fields.Boolean(required=True, metadata={"description": description})


def _day(description: str, **options: Any) -> fields.Date:
    return fields.Date(required=True, metadata={"description": description}, **options)


class WithStep(FactSchema):
    owner_desk = _code("desk that owns the next step")
    next_step = _code("what happens next")
    due_on = _day("by when")


class OfPerson(FactSchema):
    person_id = _maybe("id of the person at intake, if the visitor is linked")
    case_id = _maybe("id of the case at intake")


class OfVisitor(OfPerson):
    visitor_id = _code("id of the visitor at the food bank")


class OfVisit(OfPerson):
    visit_id = _code("id of the visit")
    visitor_id = _maybe("id of the visitor; none: anonymous")


class OfWaiting(OfVisit):
    referral_id = _maybe("the sheet that sent them")


class VisitRecorded(OfWaiting):
    place = _code("where")
    household_size = _number("how many eat")
    children = _number("of them children")
    infants = _number("of them infants")
    cannot_cook = _yes("no gas or water to cook with")
    wants_food = _yes("food was wanted")
    no_food_today = _yes("nothing to eat on that day")


class FoodPromised(OfWaiting, WithStep):
    pass


class WaitingEnded(OfWaiting):
    reason = _code("how it ended without a parcel")


class OfParcel(OfWaiting):
    parcel_id = _code("id of the parcel")


class DeliveryPromised(OfParcel, WithStep):
    pass


class ParcelGiven(OfParcel):
    how = _code("hand_over, or delivery: the promised delivery was made")
    household_size = _number("how many eat")
    days = _number("days it was packed for")
    units = _number("packages")
    grams = _number("weight")
    drive_ids = fields.List(
        fields.String(), required=True, metadata={"description": "food drives it came from"}
    )


class ParcelTakenBack(OfParcel):
    reason = _code("why it was not given")


class StockReceived(FactSchema):
    lot_id = _code("id of the lot")
    drive_id = _maybe("the food drive that brought it")
    source = _code("who gave it")
    item = _code("what")
    category = _code("category of the item")
    units = _number("packages")
    unit_grams = _number("weight of one")
    grams = _number("weight of all")
    expires_on = _day("last good day", allow_none=True)
    needs_cooking = _yes("cannot be eaten as it is")
    label = _code("how far its label was read: unread, mandatory or all")
    contents = fields.List(
        fields.String(), required=True, metadata={"description": "allergens and ingredients in it"}
    )
    place = _code("where it lies")


class StockDiscarded(FactSchema):
    lot_id = _code("id of the lot")
    drive_id = _maybe("the food drive that brought it")
    item = _code("what")
    category = _code("category of the item")
    place = _code("where it lay")
    units = _number("packages")
    grams = _number("weight")
    reason = _code("why")


class DriveReweighed(FactSchema):
    drive_id = _code("id of the food drive")
    grams = _number("weight of all")
    grams_by_category = fields.Dict(
        required=True, metadata={"description": "category → weight in grams"}
    )


class DriveHeld(DriveReweighed):
    partner = _code("with whom")
    place = _code("where")


class AideContact(OfPerson):
    contact_id = _code("id of the contact")
    visitor_id = _maybe("id of the visitor, if known again")
    visit_id = _maybe("the visit at which it was")
    kind = _code("kind of contact")
    opened_up = _code("how far they spoke of themselves")


class OfContact(OfPerson):
    contact_id = _code("id of the contact")
    visitor_id = _maybe("id of the visitor, if known again")


class ContactStepSet(OfContact, WithStep):
    pass


class ContactStepEnded(OfContact):
    outcome = _code("what became of the promise")


class InvitationAnswered(OfVisitor):
    answer = _code("thinking or declined")
    may_ask_again_on = _day("from when they allow asking again", allow_none=True)


class InvitationStep(OfVisitor, WithStep):
    pass


class InvitationWithdrawn(OfVisitor):
    reason = _code("why, as a code")
    may_ask_again_on = _day("from when they allow asking again", allow_none=True)


class VisitorLinked(OfVisitor):
    basis = _code("consent or sheet")


class VisitorUnlinked(OfVisitor):
    reason = _code("why the link was wrong")


class VisitorConnected(OfVisitor):
    way = _code("consultation, sheet or in_person")
    referral_id = _maybe("the sheet, if by one")


class VisitorCame(OfVisitor):
    record_id = _code("intake's record of the consultation")
    first_visit_on = _day("first visit to the food bank")
    days = _number("days from there to the consultation")
    invitation = _maybe("where the invitation stood then")
    by_themselves = _yes("the food bank had not brought them")


class CameCorrected(OfVisitor):
    record_id = _code("intake's record of the consultation")
    first_visit_on = _day("first visit to the food bank")
    days = _number("the right number; none: it does not count", allow_none=True)
