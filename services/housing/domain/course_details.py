"""What is personal in a course, as JSON has it: read with a purpose, never published."""

from __future__ import annotations

from typing import TypedDict

from services.housing.domain.findings import Explanation
from services.housing.domain.household_figures import Inputs


class Grounds(TypedDict):
    """What is personal in an application: on what its last decision rests."""

    inputs: Inputs | None
    explanation: Explanation | None


class StayDetails(TypedDict):
    """What is personal in a stay."""

    note: str | None


class Wishes(TypedDict):
    """What the person wishes, beside the published codes."""

    rent_up_to: int | None
    words: str | None


class Viewing(TypedDict):
    """A flat that was seen with the person."""

    on: str
    landlord_id: str
    address: str | None


class FlatSearchDetails(TypedDict):
    """What is personal in a flat search."""

    wishes: Wishes
    viewed: list[Viewing]
    rents: dict[str, int | None]
    home: str | None


class VisitNote(TypedDict):
    """What was noted at a visit, and when."""

    on: str
    note: str


class WatchOverDetails(TypedDict):
    """What is personal in a watch-over."""

    notes: list[VisitNote]
