"""A food drive (フードドライブ): a partner collects food on a day; what it weighed, by category.

The lots it brought name it, so that the partner can be told what became of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from services.foodbank.domain.checks import check_new, check_not_before
from services.foodbank.domain.events.food_drive import DriveHeld, DriveReweighed
from services.foodbank.domain.refusals import WEIGHT_NEGATIVE
from tsunagu.domain.aggregate import Aggregate, applies
from tsunagu.domain.codes import require_code


class Drive(Aggregate):
    category = "drive"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.grams_by_category: dict[str, int] = {}
        self.held_on = date.min

    def hold(
        self, *, on: date, partner: str, place: str, grams_by_category: Mapping[str, int]
    ) -> None:
        check_new(self, "held")
        weights = _checked_weights(grams_by_category)
        self.record(
            DriveHeld(
                drive_id=self.id,
                partner=require_code("partner", partner),
                place=require_code("place", place),
                on=on,
                grams=sum(weights.values()),
                grams_by_category=weights,
            )
        )

    def weigh_again(self, *, on: date, grams_by_category: Mapping[str, int]) -> None:
        weights = _checked_weights(grams_by_category)
        check_not_before(self.held_on, on)
        if weights != self.grams_by_category:
            self.record(
                DriveReweighed(
                    drive_id=self.id,
                    on=on,
                    grams=sum(weights.values()),
                    grams_by_category=weights,
                )
            )

    @applies(DriveHeld)
    def _held(self, e: DriveHeld) -> None:
        self.grams_by_category, self.held_on = dict(e.grams_by_category), e.on

    @applies(DriveReweighed)
    def _reweighed(self, e: DriveReweighed) -> None:
        self.grams_by_category = dict(e.grams_by_category)


def _checked_weights(grams_by_category: Mapping[str, int]) -> dict[str, int]:
    if any(grams < 0 for grams in grams_by_category.values()):
        raise WEIGHT_NEGATIVE()
    return {category: grams for category, grams in sorted(grams_by_category.items()) if grams}
