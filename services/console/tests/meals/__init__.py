"""A programme that nobody has heard of: meals for children, booked by desks over REST."""

from __future__ import annotations

import base64
from datetime import date
from typing import Any

import sqlalchemy as sa
from marshmallow import RAISE, Schema, fields

from tsunagu.contracts.routes import CASEWORKER, FILE, OPS, READER, Route
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.asyncapi import describe_service
from tsunagu.hosting.definition import Definition
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.process.concurrency import sleep

metadata = sa.MetaData()


class Booking(Schema):
    class Meta:
        unknown = RAISE

    by = fields.String(required=True, metadata={"description": "the booking desk"})
    children = fields.Integer(required=True, strict=True, metadata={"description": "how many"})


class DayQuery(Schema):
    class Meta:
        unknown = RAISE

    on = fields.Date(required=True, metadata={"description": "the day"})
    vegetarian = fields.Boolean(metadata={"description": "only these"})


ROUTES = (
    Route(
        verb="POST",
        path="/meals/<place>/bookings",
        method="book",
        ja="予約する",
        en="Book",
        body=Booking,
        acting={CASEWORKER: "by"},
        status=202,
        status_at="/meals/<place>/bookings/<booking_id>",
        versioned=True,
    ),
    Route(
        verb="GET",
        path="/meals/<place>/menu",
        method="menu",
        ja="献立",
        en="The menu",
        roles=(CASEWORKER, READER),
        query=DayQuery,
    ),
    Route(
        verb="GET",
        path="/meals/<place>/poster",
        method="poster",
        ja="ポスター",
        en="A poster",
        roles=(READER,),
        answers=FILE,
    ),
)


class MealsService(ServiceBase):
    name = "meals"
    definition = Definition(name="meals", package=__name__, metadata=metadata, routes=ROUTES)

    @command
    def book(self, place: str, expected_version: int | None = None, **body: Any) -> dict[str, Any]:
        asked = Booking().load(body)
        id = f"{asked['by']} {asked['children']} {expected_version} {self.meta['actor']}"
        return {"place": place, "booking_id": id, "secret": "never shown"}

    @command
    def menu(self, place: str, on: str, vegetarian: bool = False) -> dict[str, Any]:
        return {"place": place, "weekday": date.fromisoformat(on).weekday(), "green": vegetarian}

    @command
    def poster(self, place: str) -> dict[str, str]:
        return {
            "base64": base64.b64encode(b"\x89PNG").decode(),
            "name": f"{place} の献立.png",
            "type": "image/png",
        }


class BusyMealsService(MealsService):
    """The same on a busy day: it is there, and says nothing of itself until `is_free`."""

    is_free = False

    def _wait(self) -> None:
        while not BusyMealsService.is_free:
            sleep(0.05)

    @command
    def contract(self) -> JsonObject:
        self._wait()
        return describe_service(self.definition)

    @command
    def health(self) -> JsonObject:
        self._wait()
        return self.runtime.check_health()


class NewerMealsService(MealsService):
    """The same after a release: operators may read the menu too, and there is a price."""

    definition = Definition(
        name="meals",
        package=__name__,
        metadata=metadata,
        routes=(
            *ROUTES,
            Route(
                verb="GET",
                path="/meals/<place>/price",
                method="price",
                ja="値段",
                en="What it costs",
                roles=(OPS,),
            ),
        ),
    )

    @command
    def price(self, place: str) -> dict[str, int]:
        return {"yen": 0}
