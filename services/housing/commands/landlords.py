"""Landlords as resources: won, kept, and read only with a purpose."""

from __future__ import annotations

from typing import Any

from services.housing.commands import case_lifecycle
from services.housing.commands.support import CourseCommands
from services.housing.domain.landlord import Landlord
from services.housing.domain.steps import DESKS
from services.housing.queries import places
from services.housing.schemas import places as shapes
from services.housing.schemas import shared as schemas
from tsunagu.hosting.nameko_service import command
from tsunagu.process import clock
from tsunagu.process.ids import new_id


class Landlords(CourseCommands):
    @command
    def win_landlord(self, **body: Any) -> dict[str, Any]:
        """List one; name and account are encrypted under its own id."""
        asked = shapes.WinLandlord().load(body)
        case_lifecycle.own(asked.pop("by"), *DESKS)
        with self.work() as work:
            landlord = work.load_or_new(Landlord, new_id())
            landlord.win(**asked)
            return _landlord_of(landlord)

    @command
    def change_landlord(self, landlord_id: str, **body: Any) -> dict[str, Any]:
        """Whom it accepts, or its details; what is left out stays."""
        asked = shapes.ChangeLandlord().load(body)
        case_lifecycle.own(asked.pop("by"), *DESKS)
        with self.work() as work:
            landlord = work.load(Landlord, landlord_id)
            landlord.change(**asked)
            return _landlord_of(landlord)

    @command
    def read_landlord(self, landlord_id: str, **body: Any) -> dict[str, Any]:
        """Name, contact, telephone and account; the reading is recorded."""
        asked = schemas.Reading().load(body)
        with self.work() as work:
            landlord = work.load(Landlord, landlord_id)
            details = landlord.read_details(**asked, on=clock.today())
            return _landlord_of(landlord) | {"details": details}

    @command
    def list_landlords(
        self,
        accepts: str | None = None,
        kind: str | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> dict[str, Any]:
        """How each was won, whom it accepts, how often it agreed and refused, and why."""
        with self.store.reading() as connection:
            return places.landlords(connection, accepts, kind, after, limit)


def _landlord_of(landlord: Landlord) -> dict[str, Any]:
    return {
        "landlord_id": landlord.id,
        "accepts": list(landlord.accepts),
        "version": landlord.version,
    }
