"""Commands on landlords as resources: won, changed, and read only with a purpose."""

from __future__ import annotations

from services.housing.commands.course_commands import CourseCommands
from services.housing.domain.landlord import Landlord
from services.housing.domain.refusals.residence import LANDLORD_UNKNOWN
from services.housing.queries.residence import find_landlords
from services.housing.schemas import residence as payloads
from services.housing.schemas import shared
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import command
from tsunagu.log.unit_of_work import UnitOfWork
from tsunagu.process import clock
from tsunagu.process.ids import new_id


class Landlords(CourseCommands):
    @command(payloads.WinLandlord)
    def win_landlord(self, won: payloads.WinLandlord) -> JsonObject:
        """List one; name and account are encrypted under its own id."""
        with self.work() as work:
            landlord = work.load_or_new(Landlord, new_id())
            landlord.win(**won.values("by", "details"), details=won.details.values())
            return _state_of(landlord)

    @command(payloads.ChangeLandlord)
    def change_landlord(self, change: payloads.ChangeLandlord, landlord_id: str) -> JsonObject:
        """Whom it accepts, or its details; what is left out stays."""
        with self.work() as work:
            landlord = work.load(Landlord, landlord_id)
            landlord.change(**change.values("by"))
            return _state_of(landlord)

    @command(shared.Reading)
    def read_landlord(self, reading: shared.Reading, landlord_id: str) -> JsonObject:
        """Name, contact, telephone and account; the reading is recorded."""
        with self.work() as work:
            landlord = work.load(Landlord, landlord_id)
            details = landlord.read_details(**reading.values(), on=clock.today())
            return _state_of(landlord) | {"details": details}

    @command(payloads.LandlordQuery)
    def list_landlords(self, query: payloads.LandlordQuery) -> JsonObject:
        """How each was won, whom it accepts, how often it agreed and refused, and why."""
        with self.store.reading() as connection:
            return find_landlords(connection, query)


def require_landlord(work: UnitOfWork, landlord_id: str) -> None:
    """Refuse a landlord who is not listed."""
    if not work.load_or_new(Landlord, landlord_id).exists:
        raise LANDLORD_UNKNOWN(id=landlord_id)


def _state_of(landlord: Landlord) -> JsonObject:
    return {
        "landlord_id": landlord.id,
        "accepts": list(landlord.accepts),
        "version": landlord.version,
    }
