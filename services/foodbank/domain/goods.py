"""What a lot holds, as its label says it, and for whom that is no food.

Four rules, asked in this order; the first that says no is the reason told. A
label that was not read far enough says nothing: for whoever avoids something,
food of unknown contents counts as containing it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from services.foodbank.domain.household import LABELS, Eaters

# Why a household does not get a lot; `commands/parcel_texts` has the words for each.
EXPIRED, CONTAINS = "expired", "contains"
LABEL_UNREAD, NEEDS_COOKING = "label_unread", "needs_cooking"


class Unsuitable(NamedTuple):
    """Why people do not get a lot: one of the codes above, and of what."""

    reason: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Goods:
    """What a lot holds, as its label says it."""

    item: str
    category: str
    unit_grams: int
    expires_on: date | None = None
    needs_cooking: bool = False
    label: str
    contents: frozenset[str] = field(default_factory=frozenset)

    def has_expired(self, on: date) -> bool:
        """Good through its day: out of date from the day after."""
        return self.expires_on is not None and self.expires_on < on

    def find_objection(self, eaters: Eaters | None, on: date) -> Unsuitable | None:
        """Why these people do not get it on that day; None: it suits them.

        `eaters` None: nobody knows any more who eats, and only the date can be checked.
        """
        if self.has_expired(on):
            return Unsuitable(EXPIRED, str(self.expires_on))
        if eaters is None:
            return None
        if avoided := self.contents & eaters.avoids:
            return Unsuitable(CONTAINS, ",".join(sorted(avoided)))
        if LABELS.index(self.label) < LABELS.index(eaters.label):
            return Unsuitable(LABEL_UNREAD, eaters.label)
        if eaters.cannot_cook and self.needs_cooking:
            return Unsuitable(NEEDS_COOKING)
        return None
