"""Commands on jobs found: whether they last, and the support that opens again where not."""

from __future__ import annotations

from services.employment.commands.consequences import await_report, talk_about_leaving
from services.employment.commands.work_items import check_desk, load_item
from services.employment.domain.employer import Employer
from services.employment.domain.introduction import Introduction
from services.employment.domain.job import Job
from services.employment.domain.opening import Opening
from services.employment.domain.seeker import JobSeeker
from services.employment.queries.lists import find_row
from services.employment.schemas.jobs import (
    CheckRetention,
    EndRetention,
    LeaveWork,
    RecordJob,
    Withdraw,
)
from services.employment.schemas.shared import NextStep
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.log.unit_of_work import UnitOfWork
from tsunagu.process.ids import new_id


class Jobs(ServiceBase):
    @command(RecordJob)
    def record_job(self, record: RecordJob) -> JsonObject:
        """A job that came of no introduction here: found alone, at Hello Work, in training."""
        check_desk(record.by)
        with self.work() as work:
            seeker = work.load(JobSeeker, record.seeker_id)
            if record.employer_id is not None:
                work.load(Employer, record.employer_id)
            job = work.load_or_new(Job, new_id())
            job.begin(
                desk=record.by,
                person_id=str(seeker.person_id),
                case_id=seeker.case_id,
                introduction_id=None,
                opening_id=None,
                **record.values("by"),
            )
            await_report(seeker, record.on)
            return job.describe_state()

    @command(CheckRetention)
    def check_retention(
        self, check: CheckRetention, record_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """Still in the job, one, three or six months after its first day."""
        with self.work() as work:
            job = load_item(work, Job, record_id, check.by, expected_version)
            job.check_retention(**check.values("by"))
            return job.describe_state()

    @command(LeaveWork)
    def leave_work(
        self, leaving: LeaveWork, record_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """The person left. Before the month is over the support opens again, whatever it was."""
        with self.work() as work:
            job = load_item(work, Job, record_id, leaving.by, expected_version)
            job.leave(**leaving.values("by"))
            seeker = work.load(JobSeeker, job.seeker_id)
            if job.support_is_needed_again:
                talk_about_leaving(seeker, leaving.on, "left_work")
            answer = {"within_a_month": job.left_early, "support": seeker.describe_state()}
            return job.describe_state() | answer

    @command(Withdraw)
    def withdraw_hire(
        self, withdrawal: Withdraw, record_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """It never began, or was a mistake: its place is free, and it is not counted."""
        with self.work() as work:
            job = load_item(work, Job, record_id, withdrawal.by, expected_version)
            job.withdraw(**withdrawal.values("by"))
            _undo_hire(work, job, withdrawal)
            seeker = work.load(JobSeeker, job.seeker_id)
            talk_about_leaving(seeker, withdrawal.on, withdrawal.reason)
            return job.describe_state() | {"support": seeker.describe_state()}

    @command(EndRetention)
    def end_retention(
        self, ending: EndRetention, record_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """Nobody asks any more, for this reason."""
        with self.work() as work:
            job = load_item(work, Job, record_id, ending.by, expected_version)
            job.end_retention(**ending.values("by"))
            return job.describe_state()

    @command(NextStep)
    def place_job(
        self, step: NextStep, record_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """Who asks after the job next, what, and by when."""
        with self.work() as work:
            job = load_item(work, Job, record_id, step.by, expected_version)
            job.set_next_step(**step.values("by"))
            return job.describe_state()

    # -- what the screens ask ---------------------------------------------------------------------

    @command
    def get_job(self, record_id: str) -> JsonObject:
        with self.store.reading() as connection:
            return find_row(connection, "job", record_id)


def _undo_hire(work: UnitOfWork, job: Job, withdrawal: Withdraw) -> None:
    """The opening has its place again, and the introduction came to nothing."""
    on = withdrawal.on
    if job.opening_id is not None:
        work.load(Opening, job.opening_id).free(record_id=job.id, on=on)
    if job.introduction_id is not None:
        introduction = work.load(Introduction, job.introduction_id)
        introduction.withdraw_hire(on=on, reason=withdrawal.reason)
