"""A household: how many eat, and what they cannot eat or cook.

`Household` is what was told, as codes; `Eaters` what follows from it for
whoever packs: today's table of contents and diets turns the one into the other
(`reference.eaters`). Health and faith are told by choice and kept encrypted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from tsunagu.domain.errors import Refused

# How far a lot's label was read: not at all, the eight allergens that the law puts on it, or every
# allergen and ingredient (of the other twenty, a label need not speak).
UNREAD, MANDATORY, ALL = "unread", "mandatory", "all"
LABELS = (UNREAD, MANDATORY, ALL)


@dataclass(frozen=True, kw_only=True)
class Household:
    """`children` and `infants` are among `size`; None for what nobody has asked yet."""

    size: int = 1
    children: int = 0
    infants: int = 0
    cannot_cook: bool = False
    allergies: tuple[str, ...] | None = None
    diets: tuple[str, ...] | None = None

    def but(self, **told: Any) -> Household:
        """The household with what was told now, and what was known of the rest; checked.

        Children and infants of whom nothing was said and who no longer fit in are left out: a
        smaller household is told by its size alone.
        """
        said = {k: v for k, v in told.items() if v is not None}
        new = replace(self, **said)
        if new.children + new.infants > new.size:
            new = replace(new, children=said.get("children", 0), infants=said.get("infants", 0))
        return checked(new)


@dataclass(frozen=True, kw_only=True)
class Eaters:
    """Who eats from a parcel. `label`: how far a label must have been read for them."""

    adults: int
    children: int
    infants: int
    cannot_cook: bool
    avoids: frozenset[str]
    label: str

    @property
    def size(self) -> int:
        return self.adults + self.children + self.infants


def checked(household: Household) -> Household:
    """The household, if its numbers are possible."""
    counts = (household.children, household.infants)
    if household.size < 1 or min(counts) < 0 or sum(counts) > household.size:
        raise Refused(
            "household_impossible",
            "人数が合いません。子どもと乳児は人数の内です / "
            "children and infants are among the household, which is of one at least",
            field="household",
            remedy="size ≥ 1, children + infants ≤ size",
        )
    return household


def allergies_not_asked() -> Refused:
    return Refused(
        "allergies_not_asked",
        "食べられないものをまだ聞いていません / nobody has asked yet what they cannot eat",
        field="household.allergies",
        remedy="聞いて入れる。なければ [] / ask, and give what they say; [] if there is nothing",
    )
