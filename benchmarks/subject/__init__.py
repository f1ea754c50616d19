"""The service measured: one aggregate, one event without personal fields, published as it is."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from marshmallow import fields

from tsunagu.contracts.facts import Catalogue, FactSchema, FactType
from tsunagu.domain.aggregate import Aggregate, applies, event
from tsunagu.hosting.definition import Definition

metadata = sa.MetaData()


@event("subject.noted")
class Noted:
    person_id: str
    on: date
    text: str


class Case(Aggregate):
    category = "case"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.notes = 0
        self.text = ""

    def note(self, person_id: str, on: date, text: str) -> None:
        self.record(Noted(person_id=person_id, on=on, text=text))

    @applies(Noted)
    def _noted(self, e: Noted) -> None:
        self.notes += 1
        self.text = e.text


class NotedSchema(FactSchema):
    person_id = fields.String(required=True)
    text = fields.String(required=True)


DEFINITION = Definition(
    name="subject",
    package=__name__,
    metadata=metadata,
    events=[Noted],
    catalogue=Catalogue("subject", [FactType(Noted, NotedSchema, {})]),
)
