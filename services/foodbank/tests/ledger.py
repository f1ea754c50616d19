"""What must hold at every food bank, computed anew from its recorded events.

In the plainest way and in other words than the domain's: a count of units, a
list of who may not eat what, and a list of who waits.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from services.foodbank.domain.events import parcel as parcel_events
from services.foodbank.domain.events import stock
from services.foodbank.domain.events import visit as visit_events

AVOIDED = {
    "egg": {"egg"},
    "sesame": {"sesame"},
    "no_pork": {"pork", "gelatin", "animal_fat"},
}


class Ledger:
    """Follows events one by one and asserts what each may be."""

    def __init__(self) -> None:
        self.lots: dict[str, Any] = {}
        self.shelves: dict[str, Counter[str]] = defaultdict(Counter)
        self.in_parcels: Counter[str] = Counter()
        self.handed_out: Counter[str] = Counter()
        self.discarded: Counter[str] = Counter()
        self.visits: dict[str, Any] = {}
        self.parcels: dict[str, Any] = {}
        self.ended_parcels: set[str] = set()
        self.waiting: set[str] = set()
        self.told_at: dict[str, dict[str, Any]] = {}  # visit → what was said there
        self.told_by: dict[str, dict[str, Any]] = defaultdict(dict)  # visitor → their latest

    def follow(self, e: Any) -> None:
        if hasattr(e, "lot_id"):
            self._stock(e)
        elif hasattr(e, "visit_id"):
            self._people(e)

    # -- units ------------------------------------------------------------------------------------

    def _stock(self, e: Any) -> None:
        shelf, lot = self.shelves[e.lot_id], e.lot_id
        match e:
            case stock.StockReceived():
                self.lots[lot] = e
                shelf[e.place] += e.units
            case stock.StockMoved():
                shelf[e.from_place] -= e.units
                shelf[e.to_place] += e.units
            case stock.StockPacked():
                shelf[e.place] -= e.units
                self.in_parcels[lot] += e.units
            case stock.StockPutBack():
                shelf[e.place] += e.units
                self.in_parcels[lot] -= e.units
            case stock.StockHandedOut():
                self.in_parcels[lot] -= e.units
                self.handed_out[lot] += e.units
            case stock.StockDiscarded():
                shelf[e.place] -= e.units
                self.discarded[lot] += e.units
        assert min(shelf.values()) >= 0, f"below zero: {e}"
        left = self.lots[lot].units - self.handed_out[lot] - self.discarded[lot]
        assert sum(shelf.values()) + self.in_parcels[lot] == left >= 0, f"units lost: {e}"

    def lying(self, lot_id: str) -> dict[str, int]:
        return {place: units for place, units in self.shelves[lot_id].items() if units}

    # -- people -----------------------------------------------------------------------------------

    def _people(self, e: Any) -> None:
        match e:
            case visit_events.VisitRecorded():
                self.visits[e.visit_id] = e
                if e.wants_food:
                    self.waiting.add(e.visit_id)
            case visit_events.FoodPromised():
                self.waiting.add(e.visit_id)
                urgent = self.visits[e.visit_id].no_food_today
                assert e.due_on == e.on or not urgent, f"no food today, and told to wait: {e}"
            case visit_events.WaitingEnded():
                self.waiting.remove(e.visit_id)
            case parcel_events.ParcelPacked():
                self.waiting.add(e.visit_id)
                self.parcels[e.parcel_id] = e
                self._harmless(e, e.due_on)
            case parcel_events.ParcelGiven():
                self._ends_once(e.parcel_id)
                self.waiting.remove(e.visit_id)
                self._harmless(self.parcels[e.parcel_id], e.on)
            case parcel_events.ParcelTakenBack():
                self._ends_once(e.parcel_id)

    def _ends_once(self, parcel_id: str) -> None:
        assert parcel_id not in self.ended_parcels
        self.ended_parcels.add(parcel_id)

    def _harmless(self, parcel: Any, on: Any) -> None:
        """Nothing in it is out of date on that day, or harms anybody of the household."""
        visit = self.visits[parcel.visit_id]
        told = [self.told_at[parcel.visit_id], self.told_by.get(visit.visitor_id, {})]
        codes = {c for t in told for name in ("allergies", "diets") for c in t.get(name, ())}
        avoids = set().union(*(AVOIDED[code] for code in codes))
        for lot_id in parcel.lines:
            lot = self.lots[lot_id]
            assert lot.expires_on is None or on <= lot.expires_on, f"out of date: {lot}"
            assert not avoids & set(lot.contents), f"{avoids} in {lot}"
            read = {"unread": set(), "mandatory": {"egg"}}.get(lot.label, avoids)
            assert avoids <= read, f"nobody knows whether {avoids} is in {lot}"
            assert not (visit.cannot_cook and lot.needs_cooking), f"cannot be cooked: {lot}"
        weight = sum(units * self.lots[id].unit_grams for id, units in parcel.lines.items())
        assert (parcel.grams, parcel.units) == (weight, sum(parcel.lines.values()))
