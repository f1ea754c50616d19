"""Projections of shelters and stays, as the shelter desk's screens ask them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from services.housing.domain import shelter
from services.housing.projections.rows import SUBJECT, values_of
from services.housing.projections.tables import shelter_list, stay_list
from tsunagu.log.database import upsert
from tsunagu.log.unit_of_work import RecordedEvent


def shelter_opened(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {"shelter_id": e.event.shelter_id, "title": e.event.name, "capacity": 0, "taken": 0}
    upsert(connection, shelter_list, ["shelter_id"], values)


def capacity_set(connection: sa.Connection, e: RecordedEvent) -> None:
    _set_shelter(connection, e, capacity=e.event.capacity)


def place_taken(connection: sa.Connection, e: RecordedEvent) -> None:
    _set_shelter(connection, e, taken=shelter_list.c.taken + e.event.places)


def place_freed(connection: sa.Connection, e: RecordedEvent) -> None:
    places = sa.select(stay_list.c.places).where(stay_list.c.stay_id == e.event.stay_id)
    freed = connection.execute(places).scalar_one()
    _set_shelter(connection, e, taken=shelter_list.c.taken - freed)


def _set_shelter(connection: sa.Connection, e: RecordedEvent, **values: Any) -> None:
    connection.execute(
        shelter_list.update()
        .where(shelter_list.c.shelter_id == e.event.shelter_id)
        .values(**values)
    )


def stay_begun(connection: sa.Connection, e: RecordedEvent) -> None:
    values = values_of(e, "stay_id", "shelter_id", *SUBJECT, "until", "places", "warn_days")
    values |= {
        "warn_on": e.event.until - timedelta(days=e.event.warn_days),
        "state": shelter.STAYING,
        "begun_on": e.event.on,
        "warned": False,
        "overrun": False,
    }
    upsert(connection, stay_list, ["stay_id"], values)


def stay_extended(connection: sa.Connection, e: RecordedEvent) -> None:
    mine = stay_list.c.stay_id == e.event.stay_id
    warn_days = connection.execute(sa.select(stay_list.c.warn_days).where(mine)).scalar_one()
    warn_on = e.event.until - timedelta(days=warn_days)
    _set_stay(connection, e, until=e.event.until, warn_on=warn_on, warned=False, overrun=False)


def stay_ending_soon(connection: sa.Connection, e: RecordedEvent) -> None:
    _set_stay(connection, e, warned=True)


def stay_overrun(connection: sa.Connection, e: RecordedEvent) -> None:
    _set_stay(connection, e, overrun=True)


def stay_ended(connection: sa.Connection, e: RecordedEvent) -> None:
    values = values_of(e, "nights", "reason", "next_place")
    _set_stay(connection, e, state=shelter.ENDED, ended_on=e.event.on, **values)


def _set_stay(connection: sa.Connection, e: RecordedEvent, **values: Any) -> None:
    connection.execute(
        stay_list.update().where(stay_list.c.stay_id == e.event.stay_id).values(**values)
    )


SHELTER_MODELS: dict[type, Callable[[sa.Connection, RecordedEvent], None]] = {
    shelter.ShelterOpened: shelter_opened,
    shelter.ShelterCapacitySet: capacity_set,
    shelter.PlaceTaken: place_taken,
    shelter.PlaceFreed: place_freed,
    shelter.StayBegun: stay_begun,
    shelter.StayExtended: stay_extended,
    shelter.StayEndingSoon: stay_ending_soon,
    shelter.StayOverrun: stay_overrun,
    shelter.StayEnded: stay_ended,
}
