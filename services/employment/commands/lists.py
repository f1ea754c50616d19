"""Commands that answer the lists of the desks' screens: each kind's, all that waits, and codes."""

from __future__ import annotations

from services.employment import reference
from services.employment.queries.lists import read_page, read_waiting
from services.employment.schemas.queries import (
    CourseQuery,
    EmployerQuery,
    IntroductionQuery,
    JobQuery,
    OpeningQuery,
    Page,
    SeekerQuery,
    WorkQuery,
)
from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.work_item import OPEN
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.process import clock


class Lists(ServiceBase):
    @command(SeekerQuery)
    def list_seekers(self, query: SeekerQuery) -> JsonObject:
        """Job seekers by due date."""
        return self._answer_list("seeker", query)

    @command(EmployerQuery)
    def list_employers(self, query: EmployerQuery) -> JsonObject:
        """Employers, those to be asked next first."""
        return self._answer_list("employer", query, state="all")

    @command(OpeningQuery)
    def list_openings(self, query: OpeningQuery) -> JsonObject:
        """Openings, those that end first at the beginning."""
        return self._answer_list("opening", query)

    @command(IntroductionQuery)
    def list_introductions(self, query: IntroductionQuery) -> JsonObject:
        """Introductions by due date."""
        return self._answer_list("introduction", query)

    @command(JobQuery)
    def list_jobs(self, query: JobQuery) -> JsonObject:
        """Jobs found, those to be asked after first."""
        return self._answer_list("job", query)

    @command(CourseQuery)
    def list_preparations(self, query: CourseQuery) -> JsonObject:
        """Courses by due date."""
        return self._answer_list("preparation", query)

    @command(CourseQuery)
    def list_trainings(self, query: CourseQuery) -> JsonObject:
        """Placements by due date."""
        return self._answer_list("training", query)

    @command(WorkQuery)
    def list_work(self, query: WorkQuery) -> JsonObject:
        """Everything that waits for somebody here, of every kind, the most urgent first."""
        with self.store.reading() as connection:
            return read_waiting(connection, query, clock.today())

    @command
    def list_codes(self) -> dict[str, list[dict[str, str]]]:
        """Every list of codes with its names, as `codes.csv` has them."""
        return {
            kind: [
                {"code": one.code, "group": one.group, "ja": one.ja, "en": one.en}
                for one in codes.values()
            ]
            for kind, codes in reference.load_lists().items()
        }

    def _answer_list(self, kind: str, query: Page, state: str = OPEN) -> JsonObject:
        """`state`: what the list shows where nobody asks for one."""
        with self.store.reading() as connection:
            return read_page(connection, kind, query, clock.today(), state)
