"""What a lot holds, as its label says it, and for whom that is no food.

Four rules, asked in this order; the first that says no is the reason told. A
label that was not read far enough says nothing: for whoever avoids something,
food of unknown contents counts as containing it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from services.foodbank.domain.household import LABELS, Eaters

# Why a household does not get a lot; the words for each are in `wording`.
EXPIRED, CONTAINS = "expired", "contains"
LABEL_UNREAD, NEEDS_COOKING = "label_unread", "needs_cooking"


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

    def expired(self, on: date) -> bool:
        """Good through its day: out of date from the day after."""
        return self.expires_on is not None and self.expires_on < on

    def unsuitable(self, eaters: Eaters, on: date) -> tuple[str, str] | None:
        """Why these people do not get it on that day, as (reason, detail); None: it suits them."""
        if self.expired(on):
            return EXPIRED, str(self.expires_on)
        if avoided := self.contents & eaters.avoids:
            return CONTAINS, ",".join(sorted(avoided))
        if LABELS.index(self.label) < LABELS.index(eaters.label):
            return LABEL_UNREAD, eaters.label
        if eaters.cannot_cook and self.needs_cooking:
            return NEEDS_COOKING, ""
        return None
