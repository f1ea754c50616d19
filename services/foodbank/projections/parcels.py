"""How the tables of parcels follow them; in the events' transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from services.foodbank.domain.events import parcel
from services.foodbank.domain.parcel import GIVEN, PACKED, TAKEN_BACK
from services.foodbank.projections.steps import NO_STEP, step_of
from services.foodbank.projections.tables import parcel_line, parcel_list
from tsunagu.log.database import upsert
from tsunagu.log.unit_of_work import RecordedEvent

_OF_PARCEL = (
    "parcel_id", "visit_id", "visitor_id", "person_id", "case_id", "referral_id", "how",
    "household_size", "days", "units", "grams",
)  # fmt: skip


def insert_parcel(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {name: getattr(e.event, name) for name in _OF_PARCEL} | step_of(e)
    values |= {"short": list(e.event.short), "packed_on": e.event.on}
    rest = {"state": PACKED, "since": e.event.on}
    upsert(connection, parcel_list, ["parcel_id"], values | rest)
    for lot_id, units in e.event.lines.items():
        line = {"parcel_id": e.event.parcel_id, "lot_id": lot_id, "units": units}
        upsert(connection, parcel_line, ["parcel_id", "lot_id"], line)


def _update_parcel(connection: sa.Connection, e: RecordedEvent, **values: Any) -> None:
    connection.execute(
        parcel_list.update()
        .where(parcel_list.c.parcel_id == e.event.parcel_id)
        .values(since=e.event.on, **values)
    )


def set_delivery(connection: sa.Connection, e: RecordedEvent) -> None:
    _update_parcel(connection, e, **step_of(e))


def set_given(connection: sa.Connection, e: RecordedEvent) -> None:
    _update_parcel(connection, e, state=GIVEN, **NO_STEP)


def set_taken_back(connection: sa.Connection, e: RecordedEvent) -> None:
    _update_parcel(connection, e, state=TAKEN_BACK, reason=e.event.reason, **NO_STEP)


PARCEL_MODELS: Mapping[type, Any] = {
    parcel.ParcelPacked: insert_parcel,
    parcel.DeliveryPromised: set_delivery,
    parcel.ParcelGiven: set_given,
    parcel.ParcelTakenBack: set_taken_back,
}
