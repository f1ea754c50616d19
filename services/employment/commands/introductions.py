"""Commands on introductions: a person put to an opening, until somebody decides."""

from __future__ import annotations

from typing import Any

from services.employment.commands.jobs import after_hire
from services.employment.commands.lists import page_of
from services.employment.commands.support import found, introduction_id_of, loaded, standing
from services.employment.domain.introduction import OPENING_GONE, Introduction
from services.employment.domain.job import Job
from services.employment.domain.opening import Opening
from services.employment.domain.refusals import placing as placing_refusals
from services.employment.domain.refusals.shared import has_ended
from services.employment.domain.seeker import JobSeeker
from services.employment.domain.vocabulary import INTRODUCTION
from services.employment.queries import lists, suitable
from services.employment.schemas import people as people_schemas
from services.employment.schemas import shared as schemas
from tsunagu.contracts.bodies import without
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.log.unit_of_work import UnitOfWork
from tsunagu.process.ids import new_id


class Introductions(ServiceBase):
    @command
    def introduce(self, **body: Any) -> dict[str, Any]:
        """Put a person to an opening. Where a condition excludes it, only with `despite`."""
        asked = loaded(people_schemas.Introduce(), body)
        on = asked["on"]
        with self.work() as work:
            seeker = work.load(JobSeeker, asked["seeker_id"])
            opening = work.load(Opening, asked["opening_id"])
            if not seeker.is_open:
                raise has_ended(JobSeeker.category)
            opening.may_introduce(on)
            if not asked["despite"]:
                _must_fit(work, seeker, opening, on)
            id = introduction_id_of(seeker.id, seeker.registration, opening.id)
            introduction = work.load_or_new(Introduction, id)
            introduction.introduce(
                seeker_id=seeker.id,
                person_id=str(seeker.person_id),
                case_id=seeker.case_id,
                registration=seeker.registration,
                opening_id=opening.id,
                employer_id=opening.employer_id,
                on=on,
                desk=asked["by"],
                due_on=asked["due_on"],
            )
            return standing(introduction)

    @command
    def arrange_interview(self, introduction_id: str, **body: Any) -> dict[str, Any]:
        """The day of the interview, and whether staff goes along."""
        with self.work() as work:
            introduction = found(work, Introduction, introduction_id, body)
            asked = loaded(people_schemas.Interview(), body)
            introduction.arrange_interview(**without(asked, "by"))
            return standing(introduction)

    @command
    def place_introduction(self, introduction_id: str, **body: Any) -> dict[str, Any]:
        """Owner, next step and due date."""
        with self.work() as work:
            introduction = found(work, Introduction, introduction_id, body)
            introduction.set_next_step(**without(loaded(schemas.NextStep(), body), "by"))
            return standing(introduction)

    @command
    def decide_introduction(self, introduction_id: str, **body: Any) -> dict[str, Any]:
        """Somebody said no, and why; the search goes on."""
        with self.work() as work:
            introduction = found(work, Introduction, introduction_id, body)
            asked = loaded(people_schemas.Decide(), body)
            introduction.decide(**without(asked, "by"))
            seeker = work.load(JobSeeker, introduction.seeker_id)
            if seeker.is_open:
                seeker.need_again(
                    on=max(asked["on"], seeker.since),
                    because=asked["result"],
                    next_step="look_for_another",
                )
            return standing(introduction, result=introduction.outcome)

    @command
    def hire(self, introduction_id: str, **body: Any) -> dict[str, Any]:
        """The employer hires: a place is filled, and the checks of the new job are due."""
        with self.work() as work:
            introduction = found(work, Introduction, introduction_id, body)
            asked = loaded(people_schemas.Terms(), body)
            on = asked["on"]
            introduction.hire(on=on)
            record_id = new_id()
            opening = work.load(Opening, introduction.opening_id)
            opening.fill(record_id=record_id, on=on)
            seeker = work.load(JobSeeker, introduction.seeker_id)
            job = work.load_or_new(Job, record_id)
            job.begin(
                desk=asked["by"],
                through=INTRODUCTION,
                seeker_id=seeker.id,
                person_id=seeker.person_id,
                case_id=seeker.case_id,
                introduction_id=introduction.id,
                opening_id=opening.id,
                employer_id=opening.employer_id,
                **without(asked, "by"),
            )
            after_hire(seeker, on)
            if not opening.is_open:
                for id in lists.open_introductions(work.connection, opening_id=opening.id):
                    work.load(Introduction, id).fall_away(on=on, result=OPENING_GONE)
            return standing(job, introduction_id=introduction.id, opening_id=opening.id)

    # -- what the screens ask ---------------------------------------------------------------------

    @command
    def get_introduction(self, introduction_id: str) -> dict[str, Any]:
        with self.store.reading() as connection:
            return lists.one(connection, "introduction", introduction_id)

    @command
    def list_introductions(self, **query: Any) -> dict[str, Any]:
        """Introductions by due date."""
        return page_of(self, "introduction", query)


def _must_fit(work: UnitOfWork, seeker: JobSeeker, opening: Opening, on: Any) -> None:
    reasons = suitable.excluding(work.connection, seeker.id, opening.id, on)
    if reasons:
        raise placing_refusals.conditions_exclude(reasons)
