"""A household: one running benefit of a kind at a time, and what it received before.

Several people may belong to it and apply in their own names; each application
passes through here in the same transaction, so two at once cannot both stand.
"""

from __future__ import annotations

from datetime import date

from services.housing.domain.refusals.benefit import HOUSEHOLD_HAS_ONE
from tsunagu.domain.aggregate import Aggregate, applies, event


@event("housing.household_began")
class HouseholdBegan:
    """An application of the household is under way; private."""

    household_id: str
    kind: str
    subject_id: str
    on: date


@event("housing.household_finished")
class HouseholdFinished:
    """It has ended; `received`: whether anything was paid; private."""

    household_id: str
    kind: str
    subject_id: str
    on: date
    received: bool


class Household(Aggregate):
    category = "household"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.running: dict[str, str] = {}  # kind → id
        self.received_until: dict[str, date] = {}  # kind → end of the last one that was paid

    def begin(self, *, kind: str, subject_id: str, on: date) -> None:
        """An application begins; refused while another of its kind has not ended."""
        if kind in self.running:
            raise HOUSEHOLD_HAS_ONE(kind=kind, id=self.running[kind])
        self.record(HouseholdBegan(household_id=self.id, kind=kind, subject_id=subject_id, on=on))

    def finish(self, *, kind: str, subject_id: str, on: date, received: bool) -> None:
        """The application has ended; saying it again changes nothing."""
        if self.running.get(kind) == subject_id:
            self.record(
                HouseholdFinished(
                    household_id=self.id,
                    kind=kind,
                    subject_id=subject_id,
                    on=on,
                    received=received,
                )
            )

    # -- what happened ----------------------------------------------------------------------------

    @applies(HouseholdBegan)
    def _began(self, e: HouseholdBegan) -> None:
        self.running[e.kind] = e.subject_id

    @applies(HouseholdFinished)
    def _finished(self, e: HouseholdFinished) -> None:
        del self.running[e.kind]
        if e.received:
            self.received_until[e.kind] = e.on


HOUSEHOLD_EVENTS: tuple[type, ...] = (HouseholdBegan, HouseholdFinished)
