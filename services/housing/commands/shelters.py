"""Commands of the shelter desk: places, and who stays in them."""

from __future__ import annotations

from services.housing.commands.course_commands import CourseCommands
from services.housing.commands.course_lifecycle import (
    accept_beginning,
    open_course,
    require_desk,
    state_of,
)
from services.housing.domain.course import SHELTER_DESK
from services.housing.domain.refusals.shelter import ALREADY_STAYING
from services.housing.domain.shelter import Shelter
from services.housing.domain.stay import Stay
from services.housing.queries.shelter import find_present_stay, find_shelters, find_stays
from services.housing.schemas import shelter as payloads
from tsunagu.domain.calendar import add_months
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import command
from tsunagu.process import clock
from tsunagu.process.ids import new_id


class Shelters(CourseCommands):
    @command(payloads.OpenShelter)
    def open_shelter(self, opened: payloads.OpenShelter) -> JsonObject:
        require_desk(opened.by, SHELTER_DESK)
        with self.work() as work:
            shelter = work.load_or_new(Shelter, new_id())
            shelter.open(on=opened.on, name=opened.title, capacity=opened.capacity)
            return _places_of(shelter)

    @command(payloads.SetCapacity)
    def set_shelter_capacity(self, places: payloads.SetCapacity, shelter_id: str) -> JsonObject:
        """More places, or fewer; never fewer than are taken."""
        require_desk(places.by, SHELTER_DESK)
        with self.work() as work:
            shelter = work.load(Shelter, shelter_id)
            shelter.set_capacity(on=places.on, capacity=places.capacity)
            return _places_of(shelter)

    @command
    def list_shelters(self) -> list[JsonObject]:
        """Every shelter with its places, taken and free."""
        with self.store.reading() as connection:
            return find_shelters(connection)

    @command(payloads.CheckIn)
    def check_in(self, arrival: payloads.CheckIn) -> JsonObject:
        """A person or a family comes to stay, if there is room."""
        practice = self._find_practice()
        with self.work() as work:
            stay = work.load_or_new(Stay, new_id())
            beginning = accept_beginning(work, arrival, Stay.desk)
            present = find_present_stay(work.connection, beginning["person_id"])
            if present is not None:
                raise ALREADY_STAYING(id=present)
            shelter = work.load(Shelter, arrival.shelter_id)
            shelter.take(on=arrival.on, stay_id=stay.id, places=arrival.places)
            stay.check_in(
                **beginning,
                shelter_id=shelter.id,
                until=arrival.until or add_months(arrival.on, practice.stay_months),
                places=arrival.places,
                longest_months=practice.stay_months,
                warn_days=practice.warn_days,
            )
            return _state_of_stay(stay) | _places_of(shelter)

    @command(payloads.ExtendStay)
    def extend_stay(
        self, extension: payloads.ExtendStay, stay_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """Put the last day off; six months in all at most."""
        with self._open(Stay, stay_id, extension, expected_version) as stay:
            longest = self._find_practice().stay_at_most
            stay.extend(**extension.values("by"), longest_months=longest)
        return _state_of_stay(stay)

    @command(payloads.CheckOut)
    def check_out(
        self, departure: payloads.CheckOut, stay_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """The person has left; the place is free."""
        with (
            self.work() as work,
            open_course(work, Stay, stay_id, departure, expected_version) as stay,
        ):
            stay.check_out(**departure.values("by"))
            shelter = work.load(Shelter, stay.shelter_id)
            shelter.free_up(on=departure.on, stay_id=stay.id)
        return _state_of_stay(stay) | _places_of(shelter)

    @command(payloads.StayQuery)
    def list_stays(self, query: payloads.StayQuery) -> JsonObject:
        """Stays with the days left, by due date of their next step."""
        with self.store.reading() as connection:
            return find_stays(connection, query, clock.today())


def _places_of(shelter: Shelter) -> JsonObject:
    return {
        "shelter_id": shelter.id,
        "capacity": shelter.capacity,
        "taken": shelter.occupancy,
        "free": shelter.free,
    }


def _state_of_stay(stay: Stay) -> JsonObject:
    return state_of(stay) | {"until": stay.until.isoformat()}
