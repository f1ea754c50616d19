"""Opening a visit from the log: who came, what their household is, and what becomes of the wish.

A parcel moves the visit, the parcel, its lots and the sheet in one unit of
work; so food is never taken twice, and none is without its place.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from services.foodbank import reference
from services.foodbank.domain.events import SHEET
from services.foodbank.domain.household import Eaters, Household
from services.foodbank.domain.packing import Filled, fill
from services.foodbank.domain.parcel import DELIVERY, PARCEL_GIVEN, Parcel
from services.foodbank.domain.ration import CITY, RationTable, checked_days
from services.foodbank.domain.stock import Lot
from services.foodbank.domain.visit import CALL_WHEN_STOCK, FIND_FOOD_TODAY, Visit
from services.foodbank.domain.visitor import Card, Visitor
from services.foodbank.queries import people, stock
from services.foodbank.reference.sheets import SHEETS
from tsunagu.domain.calendar import add_working_days
from tsunagu.domain.errors import Refused
from tsunagu.log.unit_of_work import UnitOfWork
from tsunagu.process.ids import new_id
from tsunagu.sheets.inbox import COMPLETED, FAILED, Sheet

# No law or source names these figures: they are this platform's.
CALL_DAYS = 3  # working days until we call whoever waits for stock
STEP_DAYS = 5  # working days for any other step whose day is not said


# -- who came -------------------------------------------------------------------------------------


def record_visit(work: UnitOfWork, asked: dict[str, Any]) -> Visit:
    """A visit of somebody known, of somebody new with a card, sent by a sheet, or anonymous."""
    on, referral_id = asked["on"], asked["referral_id"]
    sheet = work.load(SHEETS.Sheet, referral_id) if referral_id else None
    visitor = _visitor(work, asked, sheet)
    told = asked["household"]
    known = visitor.household if visitor else Household()
    visit = work.load_or_new(Visit, new_id())
    visit.record_visit(
        on=on,
        place=asked["place"],
        household=_of_visit(known.but(**told), told),
        wants_food=asked["wants_food"],
        no_food_today=asked["no_food_today"],
        due_on=asked["due_on"],
        visitor_id=visitor.id if visitor else None,
        person_id=visitor.person_id if visitor else None,
        case_id=visitor.case_id if visitor else None,
        referral_id=referral_id,
        note=asked["note"],
    )
    if visitor is not None:
        visitor.visit(on=on, by_sheet=sheet is not None)
        visitor.describe(on=on, **told)
        hear_of_consultations(work, visitor)
    if sheet is not None:
        sheet.take_up(on=on)
    return visit


def _of_visit(household: Household, told: dict[str, Any]) -> Household:
    """What the visit itself keeps: of what they cannot eat, only what was said now."""
    size = {n: getattr(household, n) for n in ("size", "children", "infants", "cannot_cook")}
    return Household(**size, allergies=told.get("allergies"), diets=told.get("diets"))


def _visitor(work: UnitOfWork, asked: dict[str, Any], sheet: Sheet | None) -> Visitor | None:
    visitor = None
    if asked["visitor_id"]:
        visitor = work.load(Visitor, asked["visitor_id"])
    elif asked["card"]:
        visitor = with_card(work, asked["card"], asked["on"])
    elif sheet is not None:
        known = people.visitors_of(work.connection, sheet.person_id)
        visitor = work.load(Visitor, known[0]) if known else new_visitor(work, asked["on"])
    if visitor is not None and sheet is not None:
        visitor.link(on=asked["on"], person_id=sheet.person_id, case_id=sheet.case_id, basis=SHEET)
    return visitor


def hear_of_consultations(work: UnitOfWork, visitor: Visitor) -> None:
    """What intake had told of the person before we knew that the visitor is this person."""
    if visitor.person_id is not None:
        for consultation in people.consultations_of(work.connection, visitor.person_id):
            visitor.hear_of(consultation)


def new_visitor(work: UnitOfWork, on: date) -> Visitor:
    visitor = work.load_or_new(Visitor, new_id())
    visitor.be_known(on=on)
    return visitor


def with_card(work: UnitOfWork, number: str, on: date) -> Visitor:
    """Whoever has this card; a number that nobody has, or a forgotten visitor had, is new."""
    card = work.load_or_new(Card, number)
    if card.visitor_id is not None:
        visitor = work.load(Visitor, card.visitor_id)
        if not visitor.forgotten:
            return visitor
    visitor = new_visitor(work, on)
    card.issue(on=on, visitor_id=visitor.id, instead_of=card.visitor_id)
    return visitor


def eaters_of(work: UnitOfWork, visit: Visit) -> Eaters:
    """Who eats from the visit's parcel: as said at the visit, and as known of the visitor."""
    if visit.visitor_id is None:
        return reference.eaters(visit.household)
    return reference.eaters(visit.household, work.load(Visitor, visit.visitor_id).household)


# -- the parcel -----------------------------------------------------------------------------------


def pack(work: UnitOfWork, visit: Visit, asked: dict[str, Any]) -> tuple[Parcel | None, Filled]:
    """Pack what suits them; where nothing does, the visit waits with a next step instead."""
    on = asked["on"]
    told = asked["household"]
    visit.tell(on=on, allergies=told.get("allergies"), diets=told.get("diets"))
    eaters = eaters_of(work, visit)
    due_on = _day_of_giving(visit, asked)
    table = work.load_or_new(RationTable, CITY)
    days = table.days if asked["days"] is None else checked_days(asked["days"])
    place = asked["place"] or visit.place
    shelves = stock.shelves_at(work.connection, place)
    filled = fill(
        shelves, table.rations, eaters, days=days, on=due_on, not_wanted=asked["not_wanted"]
    )
    if not filled.lines:
        wait_for_stock(visit, on)
        return None, filled
    parcel = work.load_or_new(Parcel, new_id())
    for lot_id, units in filled.lines.items():
        work.load(Lot, lot_id).pack(
            on=on,
            units=units,
            place=place,
            parcel_id=parcel.id,
            eaters=eaters,
            given_on=due_on,
        )
    visit.pack(on=on, parcel_id=parcel.id)
    parcel.pack(
        visit,
        filled,
        on=on,
        how=asked["how"],
        days=days,
        due_on=due_on,
        size=eaters.size,
        deliver_to=asked["deliver_to"],
    )
    return parcel, filled


def _day_of_giving(visit: Visit, asked: dict[str, Any]) -> date:
    due_on: date | None = asked["due_on"]
    if due_on is None and asked["how"] == DELIVERY:
        raise Refused(
            "delivery_day_required",
            "届ける日を入れてください / say on which day it will be delivered",
            field="due_on",
            remedy="due_on",
        )
    due_on = due_on or asked["on"]
    visit.checked_day(asked["on"], due_on)
    return due_on


def wait_for_stock(visit: Visit, on: date) -> None:
    if visit.no_food_today:
        visit.promise(on=on, next_step=FIND_FOOD_TODAY, due_on=on)
    else:
        visit.promise(on=on, next_step=CALL_WHEN_STOCK, due_on=add_working_days(on, CALL_DAYS))


def give(work: UnitOfWork, parcel: Parcel, on: date) -> Visit:
    """The parcel reaches them: its lots, its visit and the sheet behind it follow."""
    visit = work.load(Visit, parcel.visit_id)
    parcel.give(on=on)
    eaters = eaters_now(work, visit)
    for lot_id in parcel.lines:
        work.load(Lot, lot_id).hand_out(on=on, parcel_id=parcel.id, eaters=eaters)
    visit.receive(on=on)
    close_sheet(work, visit, on, COMPLETED, PARCEL_GIVEN)
    return visit


def eaters_now(work: UnitOfWork, visit: Visit) -> Eaters | None:
    """As `eaters_of`; None where the visitor was forgotten meanwhile, and nobody knows any more."""
    if visit.visitor_id is not None and work.load(Visitor, visit.visitor_id).forgotten:
        return None
    return eaters_of(work, visit)


def promise_day(work: UnitOfWork, parcel: Parcel, on: date, due_on: date) -> None:
    """Another day for the delivery, on which its food is still good for them."""
    visit = work.load(Visit, parcel.visit_id)
    parcel.promise_day(on=on, due_on=due_on)
    visit.checked_day(on, due_on)
    eaters = eaters_now(work, visit)
    for lot_id in parcel.lines:
        work.load(Lot, lot_id).may_go_to(eaters, due_on)


def take_back(work: UnitOfWork, parcel: Parcel, on: date, reason: str) -> Visit:
    """The food is where it was, and the visit waits again."""
    visit = work.load(Visit, parcel.visit_id)
    parcel.take_back(on=on, reason=reason)
    for lot_id in parcel.lines:
        work.load(Lot, lot_id).put_back(on=on, parcel_id=parcel.id)
    visit.unpack(on=on, due_on=add_working_days(on, CALL_DAYS))
    return visit


def close_sheet(work: UnitOfWork, visit: Visit, on: date, state: str, code: str) -> None:
    """Answer the sheet that sent them, if one did; one that has ended stays as it is."""
    if visit.referral_id is not None:
        work.load(SHEETS.Sheet, visit.referral_id).close(state=state, on=on, code=code)


def end_waiting(work: UnitOfWork, visit: Visit, on: date, reason: str) -> None:
    visit.end_waiting(on=on, reason=reason)
    close_sheet(work, visit, on, FAILED, reason)
