"""The ration table (一人一日の目安): how much of each category a person gets for a day.

One stream for the city. The figures of the first start are in `ration.csv`; no
law names any, so each food bank sets its own.
"""

from __future__ import annotations

from datetime import date

from services.foodbank.domain.events.ration import RationDaysSet, RationSet
from services.foodbank.domain.packing import EVERYONE, INFANTS, Ration
from services.foodbank.domain.refusals import DAYS_IMPOSSIBLE, RATION_IMPOSSIBLE
from tsunagu.domain.aggregate import Aggregate, applies

CITY = "city"
DEFAULT_DAYS = 3
MAX_DAYS = 31


class RationTable(Aggregate):
    category = "ration"

    def __init__(self, id: str = CITY) -> None:
        super().__init__(id)
        self.rations: dict[str, Ration] = {}
        self.days = DEFAULT_DAYS

    def set_ration(self, *, category: str, ration: Ration, on: date) -> None:
        """From now on; 0 grams: nothing of this category is packed by itself."""
        possible = ration.grams_per_day >= 0 and 0 <= ration.child_percent <= 200
        if not possible or ration.whom not in (EVERYONE, INFANTS):
            raise RATION_IMPOSSIBLE(choice=f"{EVERYONE}, {INFANTS}")
        if self.rations.get(category) != ration:
            self.record(
                RationSet(
                    category=category,
                    on=on,
                    whom=ration.whom,
                    grams_per_day=ration.grams_per_day,
                    child_percent=ration.child_percent,
                )
            )

    def set_days(self, *, days: int, on: date) -> None:
        checked_days(days)
        if days != self.days:
            self.record(RationDaysSet(on=on, days=days))

    @applies(RationSet)
    def _ration_set(self, e: RationSet) -> None:
        self.rations[e.category] = Ration(
            whom=e.whom, grams_per_day=e.grams_per_day, child_percent=e.child_percent
        )

    @applies(RationDaysSet)
    def _days_set(self, e: RationDaysSet) -> None:
        self.days = e.days


def checked_days(days: int) -> int:
    """The number of days, if a parcel may be packed for so many."""
    if not 1 <= days <= MAX_DAYS:
        raise DAYS_IMPOSSIBLE(most=MAX_DAYS)
    return days
