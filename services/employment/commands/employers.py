"""Commands on employers: how each was found, asked and won."""

from __future__ import annotations

from typing import Any

from services.employment.commands.lists import page_of
from services.employment.commands.support import found, loaded, standing
from services.employment.domain.employer import CONTACT, Employer
from services.employment.domain.seeker import JobSeeker
from services.employment.domain.vocabulary import EMPLOYER
from services.employment.queries import lists
from services.employment.schemas import work as work_schemas
from tsunagu.contracts.bodies import without
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.process.ids import new_id

DETAILS = ("name", "address", "industry", *CONTACT)


class Employers(ServiceBase):
    @command
    def list_employer(self, **body: Any) -> dict[str, Any]:
        """Enter an employer among those to ask, with whoever introduced it."""
        asked = loaded(work_schemas.ListEmployer(), body)
        with self.work() as work:
            if asked["introduced_by_kind"] == EMPLOYER:
                work.load(Employer, asked["introduced_by"])
            employer = work.load_or_new(Employer, new_id())
            employer.list_it(
                on=asked["on"],
                desk=asked["by"],
                introduced_by_kind=asked["introduced_by_kind"],
                introduced_by=asked["introduced_by"],
            )
            employer.describe(on=asked["on"], **{name: asked[name] for name in DETAILS})
            return standing(employer)

    @command
    def describe_employer(self, employer_id: str, **body: Any) -> dict[str, Any]:
        """Name, address and whom to speak to, as they now stand."""
        with self.work() as work:
            employer = found(work, Employer, employer_id, body)
            asked = loaded(work_schemas.Details(), body)
            employer.describe(on=asked["on"], **{name: asked[name] for name in DETAILS})
            return standing(employer)

    @command
    def approach_employer(self, employer_id: str, **body: Any) -> dict[str, Any]:
        """One attempt, with its outcome; a yes wins the employer."""
        with self.work() as work:
            employer = found(work, Employer, employer_id, body)
            asked = loaded(work_schemas.Approach(), body)
            if asked["for_seeker"] is not None:
                work.load(JobSeeker, asked["for_seeker"])
            employer.approach(**without(asked, "by"))
            return standing(employer, result=employer.outcome)

    @command
    def place_employer(self, employer_id: str, **body: Any) -> dict[str, Any]:
        """Who asks it next, what about, and by when."""
        with self.work() as work:
            employer = found(work, Employer, employer_id, body)
            employer.set_next_step(**without(loaded(work_schemas.EmployerStep(), body), "by"))
            return standing(employer)

    @command
    def give_employer_up(self, employer_id: str, **body: Any) -> dict[str, Any]:
        with self.work() as work:
            employer = found(work, Employer, employer_id, body)
            employer.give_up(**without(loaded(work_schemas.GiveUp(), body), "by"))
            return standing(employer, result=employer.outcome)

    # -- what the screens ask ---------------------------------------------------------------------

    @command
    def get_employer(self, employer_id: str) -> dict[str, Any]:
        """The employer, every attempt, and whom to speak to."""
        with self.work() as work:
            contact = work.load(Employer, employer_id).contact
        with self.store.reading() as connection:
            row = lists.one(connection, "employer", employer_id)
            attempts = lists.attempts(connection, employer_id)
        return row | {"contact": contact, "attempts_made": attempts}

    @command
    def list_employers(self, **query: Any) -> dict[str, Any]:
        """Employers, those to be asked next first."""
        return page_of(self, "employer", query)

    @command
    def who_introduced_whom(self) -> list[dict[str, Any]]:
        """Which employer or partner brought which employer, and what came of it."""
        with self.store.reading() as connection:
            return lists.who_introduced_whom(connection)
