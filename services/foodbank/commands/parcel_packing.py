"""Packing a parcel for a visit from what lies on the shelf, or letting the visit wait.

The parcel moves the visit, itself and its lots in one unit of work; so food is
never taken twice, and none is without its place.
"""

from __future__ import annotations

from datetime import date

from services.foodbank import reference
from services.foodbank.domain.deadlines import calculate_call_day
from services.foodbank.domain.household import Eaters
from services.foodbank.domain.lot import Lot
from services.foodbank.domain.packing import Filled, fill
from services.foodbank.domain.parcel import DELIVERY, Parcel
from services.foodbank.domain.ration import CITY, RationTable, checked_days
from services.foodbank.domain.refusals import DELIVERY_DAY_REQUIRED
from services.foodbank.domain.visit import CALL_WHEN_STOCK, FIND_FOOD_TODAY, Visit
from services.foodbank.domain.visitor import Visitor
from services.foodbank.queries import stock
from services.foodbank.schemas.parcels import Packing
from tsunagu.log.unit_of_work import UnitOfWork
from tsunagu.process.ids import new_id


def pack(work: UnitOfWork, visit: Visit, asked: Packing) -> tuple[Parcel | None, Filled]:
    """Pack what suits them; where nothing does, the visit waits with a next step instead."""
    household = asked.household
    visit.record_diet(on=asked.on, allergies=household.allergies, diets=household.diets)
    eaters = load_eaters(work, visit)
    due_on = _find_day_of_giving(visit, asked)
    table = work.load_or_new(RationTable, CITY)
    days = table.days if asked.days is None else checked_days(asked.days)
    place = asked.place or visit.place
    filled = fill(
        stock.list_shelves_at(work.connection, place),
        table.rations,
        eaters,
        days=days,
        on=due_on,
        not_wanted=asked.not_wanted,
    )
    if not filled.lines:
        _let_wait(visit, asked.on)
        return None, filled
    parcel = work.load_or_new(Parcel, new_id())
    _take_from_shelf(work, parcel, filled, place, eaters, on=asked.on, given_on=due_on)
    visit.pack(on=asked.on, parcel_id=parcel.id)
    parcel.pack(
        visit,
        filled,
        on=asked.on,
        how=asked.how,
        days=days,
        due_on=due_on,
        size=eaters.size,
        deliver_to=asked.deliver_to,
    )
    return parcel, filled


def load_eaters(work: UnitOfWork, visit: Visit) -> Eaters:
    """Who eats from the visit's parcel: as said at the visit, and as known of the visitor."""
    if visit.visitor_id is None:
        return reference.eaters_of(visit.household)
    return reference.eaters_of(visit.household, work.load(Visitor, visit.visitor_id).household)


def _find_day_of_giving(visit: Visit, asked: Packing) -> date:
    if asked.due_on is None and asked.how == DELIVERY:
        raise DELIVERY_DAY_REQUIRED()
    due_on = asked.due_on or asked.on
    visit.check_due(asked.on, due_on)
    return due_on


def _let_wait(visit: Visit, on: date) -> None:
    """Nothing suits them: somebody finds food today, or calls once there is some."""
    if visit.no_food_today:
        visit.promise(on=on, next_step=FIND_FOOD_TODAY, due_on=on)
    else:
        visit.promise(on=on, next_step=CALL_WHEN_STOCK, due_on=calculate_call_day(on))


def _take_from_shelf(
    work: UnitOfWork,
    parcel: Parcel,
    filled: Filled,
    place: str,
    eaters: Eaters,
    *,
    on: date,
    given_on: date,
) -> None:
    for lot_id, units in filled.lines.items():
        work.load(Lot, lot_id).pack(
            on=on,
            units=units,
            place=place,
            parcel_id=parcel.id,
            eaters=eaters,
            given_on=given_on,
        )
