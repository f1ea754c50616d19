"""Packing (詰め合わせ): which lots go into a household's parcel, in which order, how much.

For each category the ration says how many grams one adult or child gets for a
day. Whole units are taken until that is reached: of what suits the household
and is not yet out of date, whatever expires first. What is left out, and why,
is told; so is the category of which the shelf had too little.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from services.foodbank.domain.goods import Goods
from services.foodbank.domain.household import Eaters

EVERYONE, INFANTS = "everyone", "infants"
NOT_WANTED = "not_wanted"


@dataclass(frozen=True, kw_only=True)
class Ration:
    """A category's share of a day. `whom`: everyone but infants, or infants only."""

    whom: str
    grams_per_day: int
    child_percent: int

    def grams(self, eaters: Eaters, days: int) -> int:
        """Grams for these people and days, fractions rounded up."""
        if self.whom == INFANTS:
            return days * eaters.infants * self.grams_per_day
        share = eaters.adults * 100 + eaters.children * self.child_percent
        return -(-days * share * self.grams_per_day // 100)


@dataclass(frozen=True)
class Shelf:
    """Units of one lot at the place where the parcel is packed."""

    lot_id: str
    units: int
    goods: Goods
    drive_id: str | None = None


@dataclass(frozen=True, order=True)
class LeftOut:
    """What was on the shelf and stays there, with the reason as a code."""

    item: str
    reason: str
    detail: str = ""

    def to_text(self) -> str:
        """As a parcel's record keeps it: `item|reason|detail`."""
        return f"{self.item}|{self.reason}|{self.detail}"

    @classmethod
    def from_text(cls, text: str) -> Self:
        return cls(*text.split("|", 2))


@dataclass(frozen=True)
class Filled:
    """What a parcel would hold. `short`: categories with less than the ration."""

    lines: dict[str, int]
    grams: int
    drive_ids: tuple[str, ...]
    short: tuple[str, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def units(self) -> int:
        return sum(self.lines.values())


def fill(
    shelves: Iterable[Shelf],
    rations: dict[str, Ration],
    eaters: Eaters,
    *,
    days: int,
    on: date,
    not_wanted: Collection[str] = (),
) -> Filled:
    """The parcel for these people, to be given on that day."""
    missing = {category: ration.grams(eaters, days) for category, ration in rations.items()}
    missing = {category: grams for category, grams in missing.items() if grams > 0}
    taken: list[tuple[Shelf, int]] = []
    left_out: set[LeftOut] = set()
    for shelf in sorted(shelves, key=_first_to_expire):
        goods = shelf.goods
        if goods.category not in rations or shelf.units < 1:
            continue
        if (reason := _find_reason(goods, eaters, on, not_wanted)) is not None:
            left_out.add(reason)
        elif (need := missing.get(goods.category, 0)) > 0:
            units = min(shelf.units, -(-need // goods.unit_grams))
            missing[goods.category] = need - units * goods.unit_grams
            taken.append((shelf, units))
    return Filled(
        lines={shelf.lot_id: units for shelf, units in taken},
        grams=sum(units * shelf.goods.unit_grams for shelf, units in taken),
        drive_ids=tuple(sorted({s.drive_id for s, _ in taken if s.drive_id is not None})),
        short=tuple(category for category, grams in missing.items() if grams > 0),
        left_out=tuple(sorted(left_out)),
    )


def _first_to_expire(shelf: Shelf) -> tuple[date, str]:
    return shelf.goods.expires_on or date.max, shelf.lot_id


def _find_reason(
    goods: Goods, eaters: Eaters, on: date, not_wanted: Collection[str]
) -> LeftOut | None:
    """Why these goods stay on the shelf; None: they may go into the parcel."""
    if (objection := goods.find_objection(eaters, on)) is not None:
        return LeftOut(goods.item, *objection)
    return LeftOut(goods.item, NOT_WANTED) if goods.item in not_wanted else None
