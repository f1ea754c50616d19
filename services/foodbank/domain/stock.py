"""A lot (在庫): units of one item that came in together, with one date and one label.

Every unit is at one moment in exactly one place: on a shelf, in a parcel not
yet given, handed out, or discarded; so nothing falls below zero. Whatever takes
units for a household asks here, whatever it asked before: a lot gives nothing
out of date, nothing they avoid, nothing whose label was not read far enough for
them, and nothing to cook where nobody can.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from services.foodbank.domain import refusals
from services.foodbank.domain.goods import EXPIRED, Goods
from services.foodbank.domain.household import Eaters
from tsunagu.domain.aggregate import Aggregate, applies, event
from tsunagu.domain.codes import checked_code
from tsunagu.domain.errors import Refused, require


@event("foodbank.stock_received")
class StockReceived:
    """`contents`: codes of what is in it, as far as `label` was read."""

    lot_id: str
    on: date
    drive_id: str | None
    source: str
    item: str
    category: str
    units: int
    unit_grams: int
    grams: int
    expires_on: date | None
    needs_cooking: bool
    label: str
    contents: tuple[str, ...]
    place: str


@event("foodbank.stock_moved")
class StockMoved:
    lot_id: str
    on: date
    units: int
    from_place: str
    to_place: str


@event("foodbank.stock_packed")
class StockPacked:
    """Units left the shelf for a parcel that is not given yet."""

    lot_id: str
    on: date
    units: int
    place: str
    parcel_id: str


@event("foodbank.stock_put_back")
class StockPutBack:
    lot_id: str
    on: date
    units: int
    place: str
    parcel_id: str


@event("foodbank.stock_handed_out")
class StockHandedOut:
    lot_id: str
    on: date
    units: int
    parcel_id: str


@event("foodbank.stock_discarded")
class StockDiscarded:
    lot_id: str
    on: date
    drive_id: str | None
    item: str
    category: str
    place: str
    units: int
    grams: int
    reason: str


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

    def receive(self, *, on: date, units: int, place: str, source: str, **goods: Any) -> None:
        """It came in. `goods`: item, category, unit_grams, expires_on, ... and its drive."""
        if self.exists:
            raise refusals.state_not_allowed("received", ("new",))
        _positive(units)
        _positive(goods["unit_grams"], "unit_grams")
        if goods["expires_on"] is not None and goods["expires_on"] < on:
            raise Refused(
                "already_expired",
                "期限の切れた食品は受け入れられません / food that is out of date is not taken in",
                field="expires_on",
                remedy=f"≥ {on}",
            )
        self.record(
            StockReceived(
                lot_id=self.id,
                on=on,
                units=units,
                grams=units * goods["unit_grams"],
                place=checked_code("place", place),
                source=source,
                **goods,
            )
        )

    def move(self, *, on: date, units: int, from_place: str, to_place: str) -> None:
        self._on_shelf(units, from_place)
        if from_place != to_place:
            self.record(
                StockMoved(
                    lot_id=self.id,
                    on=on,
                    units=units,
                    from_place=from_place,
                    to_place=checked_code("to_place", to_place),
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
        self._on_shelf(units, place)
        if parcel_id in self.in_parcels:
            raise refusals.state_not_allowed("in_this_parcel", ("on_the_shelf",))
        self.may_go_to(eaters, given_on)
        self.record(
            StockPacked(lot_id=self.id, on=on, units=units, place=place, parcel_id=parcel_id)
        )

    def put_back(self, *, on: date, parcel_id: str) -> None:
        """The parcel was not given: its units are where they were."""
        units, place = self._of_parcel(parcel_id)
        self.record(
            StockPutBack(lot_id=self.id, on=on, units=units, place=place, parcel_id=parcel_id)
        )

    def hand_out(self, *, on: date, parcel_id: str, eaters: Eaters | None) -> None:
        """The parcel was given. `eaters` None: they are forgotten, only the date can be checked."""
        units, _ = self._of_parcel(parcel_id)
        self.may_go_to(eaters, on)
        self.record(StockHandedOut(lot_id=self.id, on=on, units=units, parcel_id=parcel_id))

    def discard(self, *, on: date, units: int, place: str, reason: str) -> None:
        self._on_shelf(units, place)
        goods = self._goods()
        if reason == EXPIRED and not goods.expired(on):
            raise Refused(
                "not_expired",
                f"期限は {goods.expires_on} です / it is good through {goods.expires_on}",
                field="reason",
                remedy="ほかの理由を / give another reason",
            )
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
                reason=checked_code("reason", reason),
            )
        )

    def discard_expired(self, *, on: date) -> None:
        """Whatever is out of date on any shelf; what is in a parcel comes back first."""
        if self._goods().expired(on):
            for place, units in sorted(self.shelves.items()):
                self.discard(on=on, units=units, place=place, reason=EXPIRED)

    # -- rules ------------------------------------------------------------------------------------

    def may_go_to(self, eaters: Eaters | None, on: date) -> None:
        """Refuse what these people may not get on that day."""
        goods = self._goods()
        if eaters is None:
            why = (EXPIRED, str(goods.expires_on)) if goods.expired(on) else None
        else:
            why = goods.unsuitable(eaters, on)
        if why is not None:
            reason, detail = why
            raise Refused(
                f"food_{reason}",
                f"{goods.item} はこの世帯に渡せません（{reason} {detail}）/ "
                f"{goods.item} may not go to this household",
                field="parcel_id",
                remedy="入れ直す / take the parcel back and pack it anew",
            )

    def _goods(self) -> Goods:
        return require(self.goods, "a lot begins with its receipt")

    def _on_shelf(self, units: int, place: str) -> None:
        _positive(units)
        there = self.shelves.get(place, 0)
        if units > there:
            raise Refused(
                "not_enough_stock",
                f"{place} にあるのは {there} 個です / only {there} units are at {place}",
                field="units",
                remedy=f"≤ {there}",
            )

    def _of_parcel(self, parcel_id: str) -> tuple[int, str]:
        if parcel_id not in self.in_parcels:
            raise refusals.state_not_allowed("not_in_this_parcel", ("packed",))
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


def _positive(number: int, name: str = "units") -> None:
    if number < 1:
        raise Refused(
            "not_positive",
            "1 以上の数にしてください / must be one at least",
            field=name,
            remedy=f"{name} ≥ 1",
        )
