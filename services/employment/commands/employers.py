"""Commands on employers: how each was found, asked and won."""

from __future__ import annotations

from services.employment.commands.work_items import check_desk, load_item
from services.employment.domain.employer import Employer
from services.employment.domain.seeker import JobSeeker
from services.employment.domain.vocabulary import EMPLOYER
from services.employment.queries.histories import read_attempts, read_introduced_employers
from services.employment.queries.lists import find_row
from services.employment.schemas.employers import (
    Approach,
    Details,
    EmployerStep,
    GiveUp,
    ListEmployer,
)
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.process.ids import new_id


class Employers(ServiceBase):
    @command(ListEmployer)
    def list_employer(self, entry: ListEmployer) -> JsonObject:
        """Enter an employer among those to ask, with whoever introduced it."""
        check_desk(entry.by)
        kind, introducer = entry.introduced_by_kind, entry.introduced_by
        with self.work() as work:
            if kind == EMPLOYER:
                work.load(Employer, str(introducer))
            employer = work.load_or_new(Employer, new_id())
            employer.enter(
                on=entry.on, desk=entry.by, introduced_by_kind=kind, introduced_by=introducer
            )
            employer.describe(**entry.values("by", "introduced_by_kind", "introduced_by"))
            return employer.describe_state()

    @command(Details)
    def describe_employer(
        self, details: Details, employer_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """Name, address and whom to speak to, as they now stand."""
        with self.work() as work:
            employer = load_item(work, Employer, employer_id, details.by, expected_version)
            employer.describe(**details.values("by"))
            return employer.describe_state()

    @command(Approach)
    def approach_employer(
        self, approach: Approach, employer_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """One attempt, with its outcome; a yes wins the employer."""
        with self.work() as work:
            employer = load_item(work, Employer, employer_id, approach.by, expected_version)
            if approach.for_seeker is not None:
                work.load(JobSeeker, approach.for_seeker)
            employer.approach(**approach.values("by"))
            return employer.describe_state() | {"result": employer.outcome}

    @command(EmployerStep)
    def place_employer(
        self, step: EmployerStep, employer_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """Who asks it next, what about, and by when."""
        with self.work() as work:
            employer = load_item(work, Employer, employer_id, step.by, expected_version)
            employer.set_next_step(**step.values("by"))
            return employer.describe_state()

    @command(GiveUp)
    def give_employer_up(
        self, ending: GiveUp, employer_id: str, expected_version: int | None = None
    ) -> JsonObject:
        with self.work() as work:
            employer = load_item(work, Employer, employer_id, ending.by, expected_version)
            employer.give_up(**ending.values("by"))
            return employer.describe_state() | {"result": employer.outcome}

    # -- what the screens ask ---------------------------------------------------------------------

    @command
    def get_employer(self, employer_id: str) -> JsonObject:
        """The employer, every attempt, and whom to speak to."""
        with self.work() as work:
            contact = work.load(Employer, employer_id).contact
        with self.store.reading() as connection:
            row = find_row(connection, "employer", employer_id)
            attempts = read_attempts(connection, employer_id)
        return row | {"contact": contact, "attempts_made": attempts}

    @command
    def who_introduced_whom(self) -> list[JsonObject]:
        """Which employer or partner brought which employer, and what came of it."""
        with self.store.reading() as connection:
            return read_introduced_employers(connection)
