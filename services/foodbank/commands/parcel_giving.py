"""What becomes of a packed parcel: given, promised for another day, or taken back to the shelf.

The visit, the lots and the sheet behind it follow in the same unit of work.
"""

from __future__ import annotations

from datetime import date

from services.foodbank.commands.parcel_packing import load_eaters
from services.foodbank.commands.visit_recording import close_sheet
from services.foodbank.domain.deadlines import calculate_call_day
from services.foodbank.domain.household import Eaters
from services.foodbank.domain.lot import Lot
from services.foodbank.domain.parcel import PARCEL_GIVEN, Parcel
from services.foodbank.domain.visit import Visit
from services.foodbank.domain.visitor import Visitor
from tsunagu.log.unit_of_work import UnitOfWork
from tsunagu.sheets.inbox import COMPLETED


def give(work: UnitOfWork, parcel: Parcel, on: date) -> Visit:
    """The parcel reaches them: its lots, its visit and the sheet behind it follow."""
    visit = work.load(Visit, parcel.visit_id)
    parcel.give(on=on)
    eaters = _load_eaters_now(work, visit)
    for lot_id in parcel.lines:
        work.load(Lot, lot_id).hand_out(on=on, parcel_id=parcel.id, eaters=eaters)
    visit.receive(on=on)
    close_sheet(work, visit, on, COMPLETED, PARCEL_GIVEN)
    return visit


def promise_day(work: UnitOfWork, parcel: Parcel, on: date, due_on: date) -> None:
    """Another day for the delivery, on which its food is still good for them."""
    visit = work.load(Visit, parcel.visit_id)
    parcel.promise_day(on=on, due_on=due_on)
    visit.check_due(on, due_on)
    eaters = _load_eaters_now(work, visit)
    for lot_id in parcel.lines:
        work.load(Lot, lot_id).check_suits(eaters, due_on)


def take_back(work: UnitOfWork, parcel: Parcel, on: date, reason: str) -> Visit:
    """The food is where it was, and the visit waits again."""
    visit = work.load(Visit, parcel.visit_id)
    parcel.take_back(on=on, reason=reason)
    for lot_id in parcel.lines:
        work.load(Lot, lot_id).put_back(on=on, parcel_id=parcel.id)
    visit.unpack(on=on, due_on=calculate_call_day(on))
    return visit


def _load_eaters_now(work: UnitOfWork, visit: Visit) -> Eaters | None:
    """Who eats; None where the visitor was forgotten meanwhile, and nobody knows any more."""
    if visit.visitor_id is not None and work.load(Visitor, visit.visitor_id).forgotten:
        return None
    return load_eaters(work, visit)
