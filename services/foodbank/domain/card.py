"""A visitor's card: each number is one visitor's, until that visitor is forgotten."""

from __future__ import annotations

from datetime import date

from services.foodbank.domain.events.visitor import CardIssued
from services.foodbank.domain.refusals import CARD_TAKEN
from tsunagu.domain.aggregate import Aggregate, applies


class Card(Aggregate):
    """A visitor's card by its number: one stream a number, so that no number has two visitors."""

    category = "card"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.visitor_id: str | None = None

    def issue(self, *, on: date, visitor_id: str, instead_of: str | None = None) -> None:
        """Give the card to a visitor; `instead_of` names a forgotten one who had it."""
        if self.visitor_id == visitor_id:
            return
        if self.visitor_id is not None and self.visitor_id != instead_of:
            raise CARD_TAKEN()
        self.record(CardIssued(card=self.id, visitor_id=visitor_id, on=on))

    @applies(CardIssued)
    def _issued(self, e: CardIssued) -> None:
        self.visitor_id = e.visitor_id
