"""Payloads of the shelter desk: places, and stays in them."""

from __future__ import annotations

from datetime import date

from marshmallow import validate

from services.housing.domain.shelter import END_REASONS, PLACES_AFTER
from services.housing.schemas import shared as s
from tsunagu.contracts.payload import fields, payload
from tsunagu.contracts.text_fields import TITLE


@payload
class OpenShelter(s.Body):
    title: str = fields.String(
        required=True,
        kind=TITLE,
        validate=validate.Length(min=1),
        metadata={"description": "what the desk calls it; never published"},
    )
    capacity: int = s.number(0, 10_000, "places there are", required=True)


@payload
class SetCapacity(s.Body):
    capacity: int = s.number(0, 10_000, "places there are", required=True)


@payload
class CheckIn(s.Begin):
    shelter_id: str = s.id_of("shelter", required=True)
    until: date | None = s.day("the last day; three months on if left out", load_default=None)
    places: int = s.number(1, 50, "places taken", load_default=1)


@payload
class ExtendStay(s.Body):
    until: date = s.day("the new last day", required=True)


@payload
class CheckOut(s.Note):
    reason: str = s.one_of(END_REASONS, "why", required=True)
    next_place: str = s.one_of(PLACES_AFTER, "where the person went", load_default="unknown")


@payload
class StayQuery(s.Page):
    state: str | None = s.one_of(("staying", "ended", "all"), "state")
    shelter_id: str | None = s.id_of("shelter")
    person_id: str | None = s.id_of("person")
