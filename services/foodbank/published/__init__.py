"""The facts the food bank publishes: its only door. Never a name, an address or free text.

What a household cannot eat stays inside; weights are whole grams.
"""

from __future__ import annotations

from services.foodbank.domain.events import (
    contact,
    food_drive,
    invitation,
    parcel,
    stock,
    visit,
    visitor,
)
from services.foodbank.domain.events.fields import DESK
from services.foodbank.published import schemas as shapes
from services.foodbank.reference.sheets import SHEETS
from tsunagu.contracts.facts import Catalogue, FactType

PERSON = "11111111-1111-5111-8111-111111111111"
CASE = "22222222-2222-5222-8222-222222222222"
RECORD = "33333333-3333-5333-8333-333333333333"
REFERRAL = "77777777-7777-5777-8777-777777777777"
VISITOR = "f0000001-0000-5000-8000-000000000001"
VISIT = "f0000002-0000-5000-8000-000000000002"
PARCEL = "f0000003-0000-5000-8000-000000000003"
LOT = "f0000004-0000-5000-8000-000000000004"
DRIVE = "f0000005-0000-5000-8000-000000000005"
CONTACT = "f0000006-0000-5000-8000-000000000006"


_ON = {"on": "2026-11-20"}
_PERSON = {"person_id": PERSON, "case_id": CASE} | _ON
_VISITOR = {"visitor_id": VISITOR} | _PERSON
_VISIT = {"visit_id": VISIT, "referral_id": REFERRAL} | _VISITOR
_ANONYMOUS = {"visitor_id": None, "person_id": None, "case_id": None, "referral_id": None}
_PARCEL = {"parcel_id": PARCEL} | _VISIT
_CONTACT = {"contact_id": CONTACT} | _VISITOR
_WEIGHT = {"grams": 8000, "grams_by_category": {"main_dish": 3000, "staple": 5000}}
_GIVEN = {"household_size": 3, "days": 3, "units": 14, "grams": 5400, "drive_ids": [DRIVE]}


def _owed(next_step: str) -> dict[str, str]:
    return {"owner_desk": DESK, "next_step": next_step, "due_on": "2026-11-25"}


_STOCK = {"lot_id": LOT, "drive_id": DRIVE, "item": "retort_curry", "category": "main_dish"} | _ON

CATALOGUE = Catalogue(
    "foodbank",
    [
        SHEETS.fact,
        FactType(
            food_drive.DriveHeld,
            shapes.DriveHeld,
            {"drive_id": DRIVE, "partner": "seikatsu_club", "place": "city_hall"} | _ON | _WEIGHT,
        ),
        FactType(
            food_drive.DriveReweighed,
            shapes.DriveReweighed,
            {"drive_id": DRIVE} | _ON | _WEIGHT,
        ),
        FactType(
            stock.StockReceived,
            shapes.StockReceived,
            _STOCK
            | {
                "source": "food_drive",
                "units": 12,
                "unit_grams": 200,
                "grams": 2400,
                "expires_on": "2027-03-31",
                "needs_cooking": False,
                "label": "all",
                "contents": ["milk", "wheat"],
                "place": "food_bank",
            },
        ),
        FactType(
            stock.StockDiscarded,
            shapes.StockDiscarded,
            _STOCK | {"place": "food_bank", "units": 2, "grams": 400, "reason": "expired"},
        ),
        FactType(
            visit.VisitRecorded,
            shapes.VisitRecorded,
            _VISIT
            | _ANONYMOUS
            | {
                "place": "food_bank",
                "household_size": 3,
                "children": 1,
                "infants": 0,
                "cannot_cook": False,
                "wants_food": True,
                "no_food_today": False,
            },
        ),
        FactType(visit.FoodPromised, shapes.FoodPromised, _VISIT | _owed("call_when_stock")),
        FactType(
            visit.WaitingEnded,
            shapes.WaitingEnded,
            _VISIT | {"reason": "found_food_elsewhere"},
        ),
        FactType(
            parcel.DeliveryPromised,
            shapes.DeliveryPromised,
            _PARCEL | _owed("deliver"),
        ),
        FactType(
            parcel.ParcelGiven,
            shapes.ParcelGiven,
            _PARCEL | _GIVEN | {"how": "delivery"},
        ),
        FactType(
            parcel.ParcelTakenBack,
            shapes.ParcelTakenBack,
            _PARCEL | {"reason": "nobody_home"},
        ),
        FactType(
            contact.AideContact,
            shapes.AideContact,
            _CONTACT | {"visit_id": VISIT, "kind": "chat", "opened_up": "a_little"},
        ),
        FactType(
            contact.ContactStepSet,
            shapes.ContactStepSet,
            _CONTACT | _owed("bring_leaflet"),
        ),
        FactType(
            contact.ContactStepEnded,
            shapes.ContactStepEnded,
            _CONTACT | {"outcome": "done"},
        ),
        FactType(invitation.VisitorAsked, shapes.OfVisitor, _VISITOR),
        FactType(invitation.InvitationOffered, shapes.OfVisitor, _VISITOR),
        FactType(
            invitation.InvitationAnswered,
            shapes.InvitationAnswered,
            _VISITOR | {"answer": "thinking", "may_ask_again_on": "2026-12-11"},
        ),
        FactType(invitation.InvitationAgreed, shapes.InvitationStep, _VISITOR | _owed("accompany")),
        FactType(
            invitation.InvitationStepSet, shapes.InvitationStep, _VISITOR | _owed("write_sheet")
        ),
        FactType(
            invitation.InvitationWithdrawn,
            shapes.InvitationWithdrawn,
            _VISITOR | {"reason": "not_now", "may_ask_again_on": None},
        ),
        FactType(visitor.VisitorLinked, shapes.VisitorLinked, _VISITOR | {"basis": "consent"}),
        FactType(
            visitor.VisitorUnlinked,
            shapes.VisitorUnlinked,
            _VISITOR | {"reason": "wrong_person"},
        ),
        FactType(
            invitation.VisitorConnected,
            shapes.VisitorConnected,
            _VISITOR | {"way": "consultation", "referral_id": None},
        ),
        FactType(
            visitor.VisitorCame,
            shapes.VisitorCame,
            _VISITOR
            | {
                "record_id": RECORD,
                "first_visit_on": "2026-08-20",
                "days": 92,
                "invitation": "declined",
                "by_themselves": True,
            },
        ),
        FactType(
            visitor.CameCorrected,
            shapes.CameCorrected,
            _VISITOR | {"record_id": RECORD, "first_visit_on": "2026-08-20", "days": 91},
        ),
        FactType(visitor.VisitorForgotten, shapes.OfVisitor, _VISITOR),
    ],
)
