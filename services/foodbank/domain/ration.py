"""The ration table (一人一日の目安): how much of each category a person gets for a day.

One stream for the city. The figures of the first start are in `ration.csv`; no
law names any, so each food bank sets its own.
"""

from __future__ import annotations

from datetime import date

from services.foodbank.domain.packing import EVERYONE, INFANTS, Ration
from tsunagu.domain.aggregate import Aggregate, applies, event
from tsunagu.domain.errors import Refused

CITY = "city"
DEFAULT_DAYS = 3
MAX_DAYS = 31


@event("foodbank.ration_set")
class RationSet:
    category: str
    on: date
    whom: str
    grams_per_day: int
    child_percent: int


@event("foodbank.ration_days_set")
class RationDaysSet:
    """For how many days a parcel is packed where nothing else is said."""

    on: date
    days: int


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
            raise Refused(
                "ration_impossible",
                "一日の量は 0 以上、子どもの割合は 0–200 です / "
                "grams a day are not negative, a child's share is 0 to 200 percent",
                field="grams_per_day",
                remedy=f"grams_per_day ≥ 0, 0 ≤ child_percent ≤ 200, whom: {EVERYONE}, {INFANTS}",
            )
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
    if not 1 <= days <= MAX_DAYS:
        raise Refused(
            "days_impossible",
            f"日数は 1–{MAX_DAYS} です / a parcel is for 1 to {MAX_DAYS} days",
            field="days",
            remedy=f"1–{MAX_DAYS}",
        )
    return days
