"""Facts about the temporary shelter: places and stays, never where a shelter is."""

from __future__ import annotations

from services.housing.domain import shelter as domain
from services.housing.published.fields import OF_CASE, OfCase, code, day, number
from tsunagu.contracts.facts import FactSchema, FactType


class CapacitySchema(FactSchema):
    shelter_id = code("id of the shelter")
    capacity = number("places there are")
    taken = number("places in use at that moment")


class OfStay(OfCase):
    stay_id = code("id of the stay")
    shelter_id = code("id of the shelter")


class StayUntilSchema(OfStay):
    until = day("the day by which they are to have left")


class StayBegunSchema(StayUntilSchema):
    places = number("places taken; a family may take more than one")
    warn_days = number("days before the last day on which the desk is told")


class EndingSoonSchema(StayUntilSchema):
    days_left = number("days until then")


class StayEndedSchema(OfStay):
    nights = number("nights spent")
    reason = code("why it ended, as a code")
    next_place = code("where the person went, as a code")


_SHELTER = "55555555-5555-5555-8555-555555555555"
_STAY = OF_CASE | {
    "stay_id": "33333333-3333-5333-8333-555555555555",
    "shelter_id": _SHELTER,
}

SHELTER_FACTS = (
    FactType(
        domain.ShelterCapacitySet,
        CapacitySchema,
        {"shelter_id": _SHELTER, "on": "2026-11-20", "capacity": 4, "taken": 3},
    ),
    FactType(
        domain.StayBegun,
        StayBegunSchema,
        _STAY | {"places": 1, "until": "2027-02-20", "warn_days": 14},
    ),
    FactType(domain.StayExtended, StayUntilSchema, _STAY | {"until": "2027-03-20"}),
    FactType(
        domain.StayEndingSoon, EndingSoonSchema, _STAY | {"until": "2027-03-20", "days_left": 14}
    ),
    FactType(domain.StayOverrun, StayUntilSchema, _STAY | {"until": "2027-03-20"}),
    FactType(
        domain.StayEnded,
        StayEndedSchema,
        _STAY | {"nights": 61, "reason": "moved_on", "next_place": "flat"},
    ),
)
