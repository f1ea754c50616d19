"""Commands on jobs found: whether they last, and the support that opens again where not."""

from __future__ import annotations

from datetime import date
from typing import Any

from services.employment.commands.lists import page_of
from services.employment.commands.support import found, loaded, standing
from services.employment.domain.employer import Employer
from services.employment.domain.introduction import Introduction
from services.employment.domain.job import Job
from services.employment.domain.opening import Opening
from services.employment.domain.seeker import JobSeeker
from services.employment.queries import lists
from services.employment.schemas import people as people_schemas
from services.employment.schemas import shared as schemas
from tsunagu.contracts.bodies import without
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.process.ids import new_id


class Jobs(ServiceBase):
    @command
    def record_job(self, **body: Any) -> dict[str, Any]:
        """A job that came of no introduction here: found alone, at Hello Work, in training."""
        asked = loaded(people_schemas.RecordJob(), body)
        with self.work() as work:
            seeker = work.load(JobSeeker, asked["seeker_id"])
            if asked["employer_id"] is not None:
                work.load(Employer, asked["employer_id"])
            job = work.load_or_new(Job, new_id())
            job.begin(
                desk=asked["by"],
                person_id=seeker.person_id,
                case_id=seeker.case_id,
                introduction_id=None,
                opening_id=None,
                **without(asked, "by"),
            )
            after_hire(seeker, asked["on"])
            return standing(job)

    @command
    def check_retention(self, record_id: str, **body: Any) -> dict[str, Any]:
        """Still in the job, one, three or six months after its first day."""
        with self.work() as work:
            job = found(work, Job, record_id, body)
            asked = loaded(people_schemas.CheckRetention(), body)
            job.check_retention(**without(asked, "by"))
            return standing(job)

    @command
    def leave_work(self, record_id: str, **body: Any) -> dict[str, Any]:
        """The person left. Before the month is over the support opens again, whatever it was."""
        with self.work() as work:
            job = found(work, Job, record_id, body)
            asked = loaded(people_schemas.LeaveWork(), body)
            job.leave(**without(asked, "by"))
            seeker = work.load(JobSeeker, job.seeker_id)
            if job.support_is_needed_again:
                _ask_again(seeker, asked["on"], "left_work")
            return standing(job, within_a_month=job.left_early, support=standing(seeker))

    @command
    def withdraw_hire(self, record_id: str, **body: Any) -> dict[str, Any]:
        """It never began, or was a mistake: its place is free, and it is not counted."""
        with self.work() as work:
            job = found(work, Job, record_id, body)
            asked = loaded(people_schemas.Withdraw(), body)
            on, reason = asked["on"], asked["reason"]
            job.withdraw(on=on, reason=reason)
            if job.opening_id is not None:
                work.load(Opening, job.opening_id).free(record_id=record_id, on=on)
            if job.introduction_id is not None:
                work.load(Introduction, job.introduction_id).withdraw_hire(on=on, reason=reason)
            seeker = work.load(JobSeeker, job.seeker_id)
            _ask_again(seeker, on, reason)
            return standing(job, support=standing(seeker))

    @command
    def end_retention(self, record_id: str, **body: Any) -> dict[str, Any]:
        """Nobody asks any more, for this reason."""
        with self.work() as work:
            job = found(work, Job, record_id, body)
            job.end_retention(**without(loaded(people_schemas.EndRetention(), body), "by"))
            return standing(job)

    @command
    def place_job(self, record_id: str, **body: Any) -> dict[str, Any]:
        """Who asks after the job next, what, and by when."""
        with self.work() as work:
            job = found(work, Job, record_id, body)
            job.set_next_step(**without(loaded(schemas.NextStep(), body), "by"))
            return standing(job)

    # -- what the screens ask ---------------------------------------------------------------------

    @command
    def get_job(self, record_id: str) -> dict[str, Any]:
        with self.store.reading() as connection:
            return lists.one(connection, "job", record_id)

    @command
    def list_jobs(self, **query: Any) -> dict[str, Any]:
        """Jobs found, those to be asked after first."""
        return page_of(self, "job", query)


def after_hire(seeker: JobSeeker, on: date) -> None:
    """The support goes on until its outcome is reported to whoever sent the person."""
    if seeker.is_open:
        seeker.need_again(on=max(on, seeker.since), because="hired", next_step="report_outcome")


def _ask_again(seeker: JobSeeker, on: date, because: str) -> None:
    on = max(on, seeker.since)
    seeker.need_again(on=on, because=because, next_step="talk_about_leaving")
