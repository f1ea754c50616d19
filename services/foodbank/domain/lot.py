"""A lot (在庫): units of one item that came in together, with one date and one label.

Every unit is at one moment in exactly one place: on a shelf, in a parcel not
yet given, handed out, or discarded; so nothing falls below zero. Whatever takes
units for a household asks here, whatever it asked before: a lot gives nothing
out of date, nothing they avoid, nothing whose label was not read far enough for
them, and nothing to cook where nobody can.
"""

from __future__ import annotations

from datetime import date

from services.foodbank.domain.checks import check_new, check_positive, check_state
from services.foodbank.domain.events.stock import (
    StockDiscarded,
    StockHandedOut,
    StockMoved,
    StockPacked,
    StockPutBack,
    StockReceived,
)
from services.foodbank.domain.goods import (
    CONTAINS,
    EXPIRED,
    LABEL_UNREAD,
    NEEDS_COOKING,
    Goods,
)
from services.foodbank.domain.household import Eaters
from services.foodbank.domain.refusals import (
    ALREADY_EXPIRED,
    FOOD_CONTAINS,
    FOOD_EXPIRED,
    FOOD_LABEL_UNREAD,
    FOOD_NEEDS_COOKING,
    NOT_ENOUGH_STOCK,
    NOT_EXPIRED,
)
from tsunagu.domain.aggregate import Aggregate, applies
from tsunagu.domain.codes import require_code
from tsunagu.domain.errors import require

_REFUSAL_OF = {
    EXPIRED: FOOD_EXPIRED,
    CONTAINS: FOOD_CONTAINS,
    LABEL_UNREAD: FOOD_LABEL_UNREAD,
    NEEDS_COOKING: FOOD_NEEDS_COOKING,
}


class Lot(Aggregate):
    category = "lot"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.goods: Goods | None = None
        self.drive_id: str | None = None
        self.received = self.handed_out = self.discarded = 0
        self.shelves: dict[str, int] = {}
        self.in_parcels: dict[str, tuple[int, str]] = {}  # parcel → units, and from which place

    @property
    def left(self) -> int:
        """Units that can still be given: on shelves and in open parcels."""
        return sum(self.shelves.values()) + sum(units for units, _ in self.in_parcels.values())

    def receive(
        self,
        *,
        on: date,
        units: int,
        place: str,
        source: str,
        drive_id: str | None,
        item: str,
        category: str,
        unit_grams: int,
        expires_on: date | None,
        needs_cooking: bool,
        label: str,
        contents: tuple[str, ...],
    ) -> None:
        """It came in, from `source`, perhaps by a food drive."""
        check_new(self, "received")
        check_positive(units)
        check_positive(unit_grams, "unit_grams")
        if expires_on is not None and expires_on < on:
            raise ALREADY_EXPIRED(on=on)
        self.record(
            StockReceived(
                lot_id=self.id,
                on=on,
                drive_id=drive_id,
                source=source,
                item=item,
                category=category,
                units=units,
                unit_grams=unit_grams,
                grams=units * unit_grams,
                expires_on=expires_on,
                needs_cooking=needs_cooking,
                label=label,
                contents=contents,
                place=require_code("place", place),
            )
        )

    def move(self, *, on: date, units: int, from_place: str, to_place: str) -> None:
        self._check_on_shelf(units, from_place)
        if from_place != to_place:
            self.record(
                StockMoved(
                    lot_id=self.id,
                    on=on,
                    units=units,
                    from_place=from_place,
                    to_place=require_code("to_place", to_place),
                )
            )

    def pack(
        self,
        *,
        on: date,
        units: int,
        place: str,
        parcel_id: str,
        eaters: Eaters,
        given_on: date,
    ) -> None:
        """Take units from the shelf for a parcel that will be given on `given_on`."""
        self._check_on_shelf(units, place)
        packed = parcel_id in self.in_parcels
        check_state("in_this_parcel" if packed else "on_the_shelf", ("on_the_shelf",))
        self.check_suits(eaters, given_on)
        self.record(
            StockPacked(lot_id=self.id, on=on, units=units, place=place, parcel_id=parcel_id)
        )

    def put_back(self, *, on: date, parcel_id: str) -> None:
        """The parcel was not given: its units are where they were."""
        units, place = self._find_in_parcel(parcel_id)
        self.record(
            StockPutBack(lot_id=self.id, on=on, units=units, place=place, parcel_id=parcel_id)
        )

    def hand_out(self, *, on: date, parcel_id: str, eaters: Eaters | None) -> None:
        """The parcel was given. `eaters` None: they are forgotten, only the date can be checked."""
        units, _ = self._find_in_parcel(parcel_id)
        self.check_suits(eaters, on)
        self.record(StockHandedOut(lot_id=self.id, on=on, units=units, parcel_id=parcel_id))

    def discard(self, *, on: date, units: int, place: str, reason: str) -> None:
        self._check_on_shelf(units, place)
        goods = self._goods()
        if reason == EXPIRED and not goods.has_expired(on):
            raise NOT_EXPIRED(expires_on=goods.expires_on)
        self.record(
            StockDiscarded(
                lot_id=self.id,
                on=on,
                drive_id=self.drive_id,
                item=goods.item,
                category=goods.category,
                place=place,
                units=units,
                grams=units * goods.unit_grams,
                reason=require_code("reason", reason),
            )
        )

    def discard_expired(self, *, on: date) -> None:
        """Whatever is out of date on any shelf; what is in a parcel comes back first."""
        if self._goods().has_expired(on):
            for place, units in sorted(self.shelves.items()):
                self.discard(on=on, units=units, place=place, reason=EXPIRED)

    # -- rules ------------------------------------------------------------------------------------

    def check_suits(self, eaters: Eaters | None, on: date) -> None:
        """Refuse what these people may not get on that day."""
        goods = self._goods()
        objection = goods.find_objection(eaters, on)
        if objection is not None:
            raise _REFUSAL_OF[objection.reason](item=goods.item, **objection._asdict())

    def _goods(self) -> Goods:
        return require(self.goods, "a lot begins with its receipt")

    def _check_on_shelf(self, units: int, place: str) -> None:
        check_positive(units)
        there = self.shelves.get(place, 0)
        if units > there:
            raise NOT_ENOUGH_STOCK(place=place, there=there)

    def _find_in_parcel(self, parcel_id: str) -> tuple[int, str]:
        """Units in that parcel, and from which place."""
        packed = parcel_id in self.in_parcels
        check_state("packed" if packed else "not_in_this_parcel", ("packed",))
        return self.in_parcels[parcel_id]

    # -- what happened ----------------------------------------------------------------------------

    @applies(StockReceived)
    def _received(self, e: StockReceived) -> None:
        self.goods = Goods(
            item=e.item,
            category=e.category,
            unit_grams=e.unit_grams,
            expires_on=e.expires_on,
            needs_cooking=e.needs_cooking,
            label=e.label,
            contents=frozenset(e.contents),
        )
        self.drive_id, self.received, self.shelves = e.drive_id, e.units, {e.place: e.units}

    @applies(StockMoved)
    def _moved(self, e: StockMoved) -> None:
        self._shelve(e.from_place, -e.units)
        self._shelve(e.to_place, e.units)

    @applies(StockPacked)
    def _packed(self, e: StockPacked) -> None:
        self._shelve(e.place, -e.units)
        self.in_parcels[e.parcel_id] = (e.units, e.place)

    @applies(StockPutBack)
    def _put_back(self, e: StockPutBack) -> None:
        self.in_parcels.pop(e.parcel_id)
        self._shelve(e.place, e.units)

    @applies(StockHandedOut)
    def _handed_out(self, e: StockHandedOut) -> None:
        self.in_parcels.pop(e.parcel_id)
        self.handed_out += e.units

    @applies(StockDiscarded)
    def _discarded(self, e: StockDiscarded) -> None:
        self._shelve(e.place, -e.units)
        self.discarded += e.units

    def _shelve(self, place: str, units: int) -> None:
        self.shelves[place] = self.shelves.get(place, 0) + units
        if not self.shelves[place]:
            del self.shelves[place]
