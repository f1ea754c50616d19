"""Events of the ration table: how much of each category, and for how many days."""

from __future__ import annotations

from datetime import date

from tsunagu.domain.aggregate import event


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
