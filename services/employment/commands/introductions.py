"""Commands on introductions: a person put to an opening, until somebody decides."""

from __future__ import annotations

from services.employment.commands.consequences import (
    await_report,
    drop_undecided,
    search_on,
)
from services.employment.commands.work_items import check_desk, load_item
from services.employment.domain.ids import derive_introduction_id
from services.employment.domain.introduction import Introduction
from services.employment.domain.job import Job
from services.employment.domain.opening import Opening
from services.employment.domain.refusals.openings import CONDITIONS_EXCLUDE
from services.employment.domain.refusals.shared import HAS_ENDED
from services.employment.domain.seeker import JobSeeker
from services.employment.domain.vocabulary import INTRODUCTION
from services.employment.queries.lists import find_row
from services.employment.queries.match_rankings import find_exclusions
from services.employment.schemas.introductions import Decide, Interview, Introduce
from services.employment.schemas.jobs import Terms
from services.employment.schemas.shared import NextStep
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.log.unit_of_work import UnitOfWork
from tsunagu.process.ids import new_id


class Introductions(ServiceBase):
    @command(Introduce)
    def introduce(self, asked: Introduce) -> JsonObject:
        """Put a person to an opening. Where a condition excludes it, only with `despite`."""
        check_desk(asked.by)
        with self.work() as work:
            seeker = work.load(JobSeeker, asked.seeker_id)
            opening = work.load(Opening, asked.opening_id)
            _check_fit(work, seeker, opening, asked)
            id = derive_introduction_id(seeker.id, seeker.registration, opening.id)
            introduction = work.load_or_new(Introduction, id)
            introduction.introduce(
                seeker_id=seeker.id,
                person_id=str(seeker.person_id),
                case_id=seeker.case_id,
                registration=seeker.registration,
                opening_id=opening.id,
                employer_id=opening.employer_id,
                on=asked.on,
                desk=asked.by,
                due_on=asked.due_on,
            )
            return introduction.describe_state()

    @command(Interview)
    def arrange_interview(
        self, interview: Interview, introduction_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """The day of the interview, and whether staff goes along."""
        with self.work() as work:
            introduction = load_item(
                work, Introduction, introduction_id, interview.by, expected_version
            )
            introduction.arrange_interview(**interview.values("by"))
            return introduction.describe_state()

    @command(NextStep)
    def place_introduction(
        self, step: NextStep, introduction_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """Owner, next step and due date."""
        with self.work() as work:
            introduction = load_item(work, Introduction, introduction_id, step.by, expected_version)
            introduction.set_next_step(**step.values("by"))
            return introduction.describe_state()

    @command(Decide)
    def decide_introduction(
        self, decision: Decide, introduction_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """Somebody said no, and why; the search goes on."""
        with self.work() as work:
            introduction = load_item(
                work, Introduction, introduction_id, decision.by, expected_version
            )
            introduction.decide(**decision.values("by"))
            seeker = work.load(JobSeeker, introduction.seeker_id)
            search_on(seeker, decision.on, decision.result)
            return introduction.describe_state() | {"result": introduction.outcome}

    @command(Terms)
    def hire(
        self, terms: Terms, introduction_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """The employer hires: a place is filled, and the checks of the new job are due."""
        with self.work() as work:
            introduction = load_item(
                work, Introduction, introduction_id, terms.by, expected_version
            )
            introduction.hire(on=terms.on)
            record_id = new_id()
            opening = work.load(Opening, introduction.opening_id)
            opening.fill(record_id=record_id, on=terms.on)
            seeker = work.load(JobSeeker, introduction.seeker_id)
            job = work.load_or_new(Job, record_id)
            _begin_job(job, introduction, seeker, terms)
            await_report(seeker, terms.on)
            drop_undecided(work, opening, terms.on)
            return job.describe_state() | {
                "introduction_id": introduction.id,
                "opening_id": opening.id,
            }

    # -- what the screens ask ---------------------------------------------------------------------

    @command
    def get_introduction(self, introduction_id: str) -> JsonObject:
        with self.store.reading() as connection:
            return find_row(connection, "introduction", introduction_id)


def _check_fit(work: UnitOfWork, seeker: JobSeeker, opening: Opening, asked: Introduce) -> None:
    """Refuse an ended support, an opening that takes nobody, and conditions that exclude."""
    if not seeker.is_open:
        raise HAS_ENDED(what=JobSeeker.category)
    opening.check_introducible(asked.on)
    if not asked.despite:
        reasons = find_exclusions(work.connection, seeker.id, opening.id, asked.on)
        if reasons:
            raise CONDITIONS_EXCLUDE(reasons=reasons, sentences="; ".join(reasons))


def _begin_job(job: Job, introduction: Introduction, seeker: JobSeeker, terms: Terms) -> None:
    job.begin(
        desk=terms.by,
        through=INTRODUCTION,
        seeker_id=seeker.id,
        person_id=str(seeker.person_id),
        case_id=seeker.case_id,
        introduction_id=introduction.id,
        opening_id=introduction.opening_id,
        employer_id=introduction.employer_id,
        **terms.values("by"),
    )
