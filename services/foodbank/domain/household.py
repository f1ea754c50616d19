"""A household: how many eat, and what they cannot eat or cook.

`Household` is what was told, as codes; `Eaters` what follows from it for
whoever packs: today's table of contents and diets turns the one into the other
(`reference.eaters_of`). Health and faith are told by choice and kept encrypted.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.foodbank.domain.refusals import HOUSEHOLD_IMPOSSIBLE

# How far a lot's label was read: not at all, the eight allergens that the law puts on it, or every
# allergen and ingredient (of the other twenty, a label need not speak).
UNREAD, MANDATORY, ALL = "unread", "mandatory", "all"
LABELS = (UNREAD, MANDATORY, ALL)


@dataclass(frozen=True, kw_only=True)
class HouseholdAnswers:
    """What somebody says of a household at one time; None for what they do not speak of."""

    size: int | None = None
    children: int | None = None
    infants: int | None = None
    cannot_cook: bool | None = None
    allergies: tuple[str, ...] | None = None
    diets: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class Household:
    """`children` and `infants` are among `size`; None for what nobody has asked yet."""

    size: int = 1
    children: int = 0
    infants: int = 0
    cannot_cook: bool = False
    allergies: tuple[str, ...] | None = None
    diets: tuple[str, ...] | None = None

    def update(self, answers: HouseholdAnswers) -> Household:
        """The household with what is said now, and what was known of the rest; checked.

        Children and infants of whom nothing is said and who no longer fit in are left out: a
        smaller household is told by its size alone.
        """
        size = self.size if answers.size is None else answers.size
        children = self.children if answers.children is None else answers.children
        infants = self.infants if answers.infants is None else answers.infants
        if children + infants > size:
            children, infants = answers.children or 0, answers.infants or 0
        updated = Household(
            size=size,
            children=children,
            infants=infants,
            cannot_cook=self.cannot_cook if answers.cannot_cook is None else answers.cannot_cook,
            allergies=self.allergies if answers.allergies is None else answers.allergies,
            diets=self.diets if answers.diets is None else answers.diets,
        )
        updated.check()
        return updated

    def check(self) -> None:
        """Refuse impossible numbers."""
        counts = (self.children, self.infants)
        if self.size < 1 or min(counts) < 0 or sum(counts) > self.size:
            raise HOUSEHOLD_IMPOSSIBLE()


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
