"""Commands on food drives: held with a partner, weighed, and followed to where the food went."""

from __future__ import annotations

from services.foodbank.commands.authorisation import DeskCommands
from services.foodbank.domain.food_drive import Drive
from services.foodbank.queries import food_drives
from services.foodbank.schemas.stock import DriveQuery, DriveShape, Weights
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import command
from tsunagu.process.ids import new_id


class FoodDrives(DeskCommands):
    @command(DriveShape)
    def hold_drive(self, asked: DriveShape) -> JsonObject:
        """A food drive with a partner, and what it weighed."""
        with self.work_of(asked.by) as work:
            drive = work.load_or_new(Drive, new_id())
            drive.hold(**asked.values("by"))
            return _state_of(drive)

    @command(Weights)
    def weigh_drive(self, weights: Weights, drive_id: str) -> JsonObject:
        """The right weights, in place of those before."""
        with self.work_of(weights.by) as work:
            drive = work.load(Drive, drive_id)
            drive.weigh_again(**weights.values("by"))
            return _state_of(drive)

    @command(DriveQuery)
    def list_drives(self, query: DriveQuery) -> JsonObject:
        """Food drives, each with what became of its food."""
        with self.store.reading() as connection:
            return food_drives.list_drives(connection, **query.values())


def _state_of(drive: Drive) -> JsonObject:
    return {"drive_id": drive.id, "grams": sum(drive.grams_by_category.values())}
