"""Builders in the counter's words: days, households, lots, visits, visitors.

2026-11-20 is a Friday before a holiday Monday (Labour Thanksgiving Day).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from services.foodbank.domain.events import invitation as invitation_events
from services.foodbank.domain.events import parcel as parcel_events
from services.foodbank.domain.events import stock
from services.foodbank.domain.events import visit as visit_events
from services.foodbank.domain.events import visitor as visitor_events
from services.foodbank.domain.goods import Goods
from services.foodbank.domain.household import Eaters
from services.foodbank.domain.packing import Shelf

FRIDAY = date(2026, 11, 20)
TUESDAY = date(2026, 11, 24)
WHO: dict[str, Any] = {"visitor_id": "v1", "person_id": None, "case_id": None, "on": FRIDAY}
LINKED: dict[str, Any] = WHO | {"person_id": "p1", "case_id": "c1"}
VISIT: dict[str, Any] = WHO | {"visit_id": "k1", "referral_id": None}


def days(n: int) -> date:
    return FRIDAY + timedelta(days=n)


def eaters(**other: Any) -> Eaters:
    one = {"adults": 1, "children": 0, "infants": 0, "cannot_cook": False}
    return Eaters(**one | {"avoids": frozenset(), "label": "unread"} | other)


def goods(**other: Any) -> Goods:
    one = {"item": "retort_curry", "category": "main_dish", "unit_grams": 200, "label": "all"}
    return Goods(**one | other)


def shelf(lot_id: str = "l1", units: int = 10, drive_id: str | None = None, **other: Any) -> Shelf:
    return Shelf(lot_id, units, goods(**other), drive_id)


# -- events ---------------------------------------------------------------------------------------


def received(**other: Any) -> stock.StockReceived:
    lot = {"lot_id": "l1", "on": FRIDAY, "drive_id": "d1", "source": "food_drive"}
    lot |= {"item": "retort_curry", "category": "main_dish", "units": 10, "unit_grams": 200}
    lot |= {"grams": 2000, "expires_on": days(30), "needs_cooking": False, "label": "all"}
    return stock.StockReceived(**lot | {"contents": (), "place": "food_bank"} | other)


def visited(**other: Any) -> visit_events.VisitRecorded:
    visit = {"place": "food_bank", "household_size": 3, "children": 1, "infants": 0}
    visit |= {"cannot_cook": False, "wants_food": True, "no_food_today": False}
    return visit_events.VisitRecorded(**VISIT | visit | other)


def promised(next_step: str = "pack_parcel", **other: Any) -> visit_events.FoodPromised:
    step = {"owner_desk": "food_bank", "next_step": next_step, "due_on": FRIDAY}
    return visit_events.FoodPromised(**VISIT | step | other)


def packed(**other: Any) -> parcel_events.ParcelPacked:
    parcel = {"parcel_id": "b1", "how": "hand_over", "household_size": 3, "days": 3}
    parcel |= {"lines": {"l1": 4}, "units": 4, "grams": 800, "drive_ids": ("d1",), "short": ()}
    step = {"owner_desk": "food_bank", "next_step": "hand_over", "due_on": FRIDAY}
    return parcel_events.ParcelPacked(**VISIT | parcel | step | other)


KNOWN = visitor_events.VisitorKnown(visitor_id="v1", on=FRIDAY)
OFFERED = invitation_events.InvitationOffered(**WHO)
ASKED = invitation_events.VisitorAsked(**WHO)


def answered(
    answer: str, again_on: date | None = None, **other: Any
) -> invitation_events.InvitationAnswered:
    return invitation_events.InvitationAnswered(
        **WHO | other, answer=answer, may_ask_again_on=again_on
    )


def agreed(**other: Any) -> invitation_events.InvitationAgreed:
    step = {"owner_desk": "food_bank", "next_step": "accompany", "due_on": TUESDAY}
    return invitation_events.InvitationAgreed(**WHO | step | other)


def linked(**other: Any) -> visitor_events.VisitorLinked:
    return visitor_events.VisitorLinked(**LINKED | {"basis": "consent"} | other)


def first_visit(on: date = FRIDAY, by_sheet: bool = False) -> visitor_events.FirstVisit:
    return visitor_events.FirstVisit(visitor_id="v1", on=on, by_sheet=by_sheet)
