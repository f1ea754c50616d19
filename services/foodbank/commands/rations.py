"""Commands on the ration table: how much of each category a parcel holds, and for how many days."""

from __future__ import annotations

from services.foodbank.commands.authorisation import DeskCommands
from services.foodbank.domain.packing import Ration
from services.foodbank.domain.ration import CITY, RationTable
from services.foodbank.schemas.stock import DaysShape, RationShape
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import command


class Rations(DeskCommands):
    @command
    def get_ration(self) -> JsonObject:
        """How much of each category a person gets for a day, and for how many days."""
        with self.work() as work:
            table = work.load_or_new(RationTable, CITY)
        return {
            "days": table.days,
            "rations": [
                {"category": category, **_figures_of(ration)}
                for category, ration in sorted(table.rations.items())
            ],
        }

    @command(RationShape)
    def set_ration(self, asked: RationShape) -> JsonObject:
        """How much of a category a person gets for a day, from now on."""
        ration = Ration(**asked.values("by", "on", "category"))
        with self.work_of(asked.by) as work:
            table = work.load_or_new(RationTable, CITY)
            table.set_ration(category=asked.category, ration=ration, on=asked.on)
        return {"category": asked.category, **_figures_of(ration)}

    @command(DaysShape)
    def set_ration_days(self, asked: DaysShape) -> JsonObject:
        """For how many days a parcel is packed where nothing else is said."""
        with self.work_of(asked.by) as work:
            work.load_or_new(RationTable, CITY).set_days(days=asked.days, on=asked.on)
        return {"days": asked.days}


def _figures_of(ration: Ration) -> dict[str, str | int]:
    return {
        "whom": ration.whom,
        "grams_per_day": ration.grams_per_day,
        "child_percent": ration.child_percent,
    }
