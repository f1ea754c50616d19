"""The temporary shelter: its places, and who stays."""

from __future__ import annotations

from typing import Any

from services.housing.commands import case_lifecycle
from services.housing.commands.support import CourseCommands
from services.housing.domain.refusals.places import already_staying
from services.housing.domain.shelter import Shelter
from services.housing.domain.stay import Stay
from services.housing.domain.steps import SHELTER_DESK
from services.housing.queries import places
from services.housing.schemas import places as shapes
from tsunagu.domain.calendar import add_months
from tsunagu.hosting.nameko_service import command
from tsunagu.process import clock
from tsunagu.process.ids import new_id


class Shelters(CourseCommands):
    @command
    def open_shelter(self, **body: Any) -> dict[str, Any]:
        asked = shapes.OpenShelter().load(body)
        case_lifecycle.own(asked["by"], SHELTER_DESK)
        with self.work() as work:
            shelter = work.load_or_new(Shelter, new_id())
            shelter.open(on=asked["on"], name=asked["title"], capacity=asked["capacity"])
            return _places_of(shelter)

    @command
    def set_shelter_capacity(self, shelter_id: str, **body: Any) -> dict[str, Any]:
        """More places, or fewer; never fewer than are taken."""
        asked = shapes.SetCapacity().load(body)
        case_lifecycle.own(asked["by"], SHELTER_DESK)
        with self.work() as work:
            shelter = work.load(Shelter, shelter_id)
            shelter.set_capacity(on=asked["on"], capacity=asked["capacity"])
            return _places_of(shelter)

    @command
    def list_shelters(self) -> list[dict[str, Any]]:
        """Every shelter with its places, taken and free."""
        with self.store.reading() as connection:
            return places.shelters(connection)

    @command
    def check_in(self, **body: Any) -> dict[str, Any]:
        """A person or a family comes to stay, if there is room."""
        asked = shapes.CheckIn().load(body)
        practice = self._practice()
        with self.work() as work:
            stay = work.load_or_new(Stay, new_id())
            whose = case_lifecycle.whose(work, asked, Stay.desk)
            # A question, no lock: it keeps records straight, the places are what must never clash.
            if (staying := places.stay_of(work.connection, whose["person_id"])) is not None:
                raise already_staying(staying)
            shelter = work.load(Shelter, asked["shelter_id"])
            shelter.take(on=asked["on"], stay_id=stay.id, places=asked["places"])
            stay.check_in(
                **whose,
                shelter_id=shelter.id,
                until=asked["until"] or add_months(asked["on"], practice.stay_months),
                places=asked["places"],
                longest_months=practice.stay_months,
                warn_days=practice.warn_days,
            )
            return _stay_of(stay) | _places_of(shelter)

    @command
    def extend_stay(self, stay_id: str, **body: Any) -> dict[str, Any]:
        """Put the last day off; six months in all at most."""
        with self._opened(Stay, stay_id, shapes.ExtendStay(), body) as (stay, asked, _):
            stay.extend(**asked, longest_months=self._practice().stay_at_most)
        return _stay_of(stay)

    @command
    def check_out(self, stay_id: str, **body: Any) -> dict[str, Any]:
        """The person has left; the place is free."""
        with self._opened(Stay, stay_id, shapes.CheckOut(), body) as (stay, asked, work):
            stay.check_out(**asked)
            shelter = work.load(Shelter, stay.shelter_id)
            shelter.free_up(on=asked["on"], stay_id=stay.id)
        return _stay_of(stay) | _places_of(shelter)

    @command
    def list_stays(
        self,
        state: str = "staying",
        shelter_id: str | None = None,
        person_id: str | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> dict[str, Any]:
        """Stays with the days left, by due date of their next step."""
        with self.store.reading() as connection:
            return places.stays(
                connection, clock.today(), state, shelter_id, person_id, after, limit
            )


def _places_of(shelter: Shelter) -> dict[str, Any]:
    return {
        "shelter_id": shelter.id,
        "capacity": shelter.capacity,
        "taken": shelter.occupancy,
        "free": shelter.free,
    }


def _stay_of(stay: Stay) -> dict[str, Any]:
    return case_lifecycle.state_of(stay) | {"until": stay.until.isoformat()}
