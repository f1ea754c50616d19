"""A department's own running numbers: which of them never came.

Numbering is the department's choice. It begins with 1; a number that is higher than
the next one expected means that those between are missing, until they come or the
department says why they never will.
"""

from __future__ import annotations

from datetime import date

from services.intake.domain.events.signal import SequenceGapExplained
from services.intake.domain.refusals.signals import GAP_ENDS_BEFORE_IT_BEGINS
from tsunagu.domain.aggregate import Aggregate, applies

REASONS = ("never_used", "renumbered", "sent_under_another_number")


Gap = tuple[int, int]  # first and last missing number


def next_place(highest: int, number: int) -> tuple[int, Gap | None]:
    """The highest number after `number` came above it, and the gap that it leaves behind."""
    gap = (highest + 1, number - 1) if number > highest + 1 else None
    return max(highest, number), gap


def remove_from_gap(gap: Gap, first: int, last: int) -> list[Gap]:
    """What is left of a gap when these numbers are no longer missing."""
    start, end = gap
    if last < start or first > end:
        return [gap]
    left = [(start, first - 1)] if first > start else []
    return left + ([(last + 1, end)] if last < end else [])


class Numbering(Aggregate):
    """What one department has said about its numbers."""

    category = "numbering"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.explained: list[Gap] = []

    def explain(self, *, first: int, last: int, on: date, reason: str) -> None:
        """These numbers will not come; saying it again changes nothing."""
        if last < first:
            raise GAP_ENDS_BEFORE_IT_BEGINS(first=first)
        if (first, last) not in self.explained:
            self.record(
                SequenceGapExplained(
                    department=self.id, first=first, last=last, on=on, reason=reason
                )
            )

    @applies(SequenceGapExplained)
    def _explained(self, e: SequenceGapExplained) -> None:
        self.explained.append((e.first, e.last))
