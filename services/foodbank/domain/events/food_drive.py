"""Events of a food drive: held, and weighed again."""

from __future__ import annotations

from datetime import date

from tsunagu.domain.aggregate import event


@event("foodbank.drive_held")
class DriveHeld:
    drive_id: str
    partner: str
    place: str
    on: date
    grams: int
    grams_by_category: dict[str, int]


@event("foodbank.drive_reweighed")
class DriveReweighed:
    """The right weights, in place of those before; `on` is the day of the correction."""

    drive_id: str
    on: date
    grams: int
    grams_by_category: dict[str, int]
