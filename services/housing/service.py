"""Housing (住まい): the housing security benefit, the temporary shelter, community residence.

Three desks, one log. Everything begun has its desk, a next step and a due date
until its recorded end; what other services may know of it is in `published.py`.
"""

from __future__ import annotations

from typing import Any

from services.housing import asking, courses, schemas
from services.housing.definition import DEFINITION
from services.housing.service_benefit import Benefits
from services.housing.service_flats import Flats
from services.housing.service_landlords import Landlords
from services.housing.service_moving import Moving
from services.housing.service_paying import Payments
from services.housing.service_shelter import Shelters
from services.housing.sheets import JOINING
from tsunagu.hosting import command
from tsunagu.joining_commands import SheetCommands


class HousingService(Benefits, Payments, Moving, Shelters, Landlords, Flats, SheetCommands):
    name = "housing"
    definition = DEFINITION
    joining = JOINING

    @command
    def list_courses(
        self,
        desk: str | None = None,
        kind: str | None = None,
        person_id: str | None = None,
        overdue: bool = False,
        state: str = "open",
        after: str | None = None,
        limit: int = 50,
    ) -> dict[str, Any]:
        """Everything that waits at the three desks, the most urgent first."""
        before = schemas.today() if overdue else None
        with self.store.reading() as connection:
            return asking.courses(connection, desk, kind, person_id, before, state, after, limit)

    @command
    def set_next_step(self, kind: str, id: str, **body: Any) -> dict[str, Any]:
        """Staff say what comes next and by when, instead of the usual."""
        with self._opened(courses.kind(kind), id, schemas.NextStep(), body) as (course, asked, _):
            course.set_next_step(**asked)
        return courses.state_of(course)

    @command
    def read_details(self, kind: str, id: str, **body: Any) -> dict[str, Any]:
        """What is personal in it (figures, explanation, wishes, notes); the reading is recorded."""
        asked = schemas.Reading().load(body)
        with self.work() as work:
            course = work.load(courses.kind(kind), id)
            courses.own(asked["by"], course.desk)
            return course.read_details(**asked, on=schemas.today())
